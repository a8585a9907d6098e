"""An officer's passphrase: one spelling for one phrase, and a least length."""

import unicodedata

from creditdesk.errors import InputProblem

MINIMUM_LENGTH = 10
"""Characters; fewer can be guessed offline from a copied keys.json, whatever Argon2id costs."""

_MINIMUM_DISTINCT = 5


def normalised(passphrase: str) -> bytes:
    """Return the bytes a key is derived from: NFKC, so that full-width and decomposed typing open the same slot."""
    return unicodedata.normalize("NFKC", passphrase).encode()


def check(passphrase: str) -> None:
    """Refuse a passphrase that is too short or repeats too few characters (InputProblem)."""
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < MINIMUM_LENGTH:
        raise InputProblem(f"口令太短，至少需要 {MINIMUM_LENGTH} 个字符，建议用一句自己记得住的话。")
    if len(set(text)) < _MINIMUM_DISTINCT:
        raise InputProblem(f"口令过于简单，至少要有 {_MINIMUM_DISTINCT} 个不同的字符，请换一个。")
