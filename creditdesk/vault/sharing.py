"""A desk's key shared among three cards, any two of which give it back and one of which tells nothing.

Shamir's scheme as PyCryptodome has it works on 128 bits; the key is shared as two halves, each by itself. A share is as
long as the key, so that a card that holds a share looks and types like the card that holds the key.
"""

from collections.abc import Mapping

from Crypto.Protocol.SecretSharing import Shamir

CARDS, NEEDED = 3, 2
_HALF = 16


def split(key: bytes | bytearray) -> dict[int, bytes]:
    """Return three shares of a 256-bit key by their places, 1 to 3; other ones each time."""
    first, second = (Shamir.split(NEEDED, CARDS, bytes(half)) for half in (key[:_HALF], key[_HALF:]))
    other = dict(second)
    return {place: half + other[place] for place, half in first}


def join(shares: Mapping[int, bytes | bytearray]) -> bytearray:
    """Return the key that two shares of one splitting give; shares of two splittings give another key, unnoticed."""
    halves = [
        Shamir.combine([(place, bytes(share[at : at + _HALF])) for place, share in shares.items()]) for at in (0, _HALF)
    ]
    return bytearray(b"".join(halves))
