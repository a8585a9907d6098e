"""Who reported opens with a named reader's key alone: not elsewhere, not changed, not cut short, for nobody else."""

import json
import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditdesk.errors import Problem
from creditdesk.vault import informants, slots
from tests.vault.desks import CHEAP, PASSPHRASE

EXAMPLES = int(os.environ.get("CREDITDESK_SEALED", "25"))
"""How many of each attack are tried."""

LOCK = informants.new_lock()
PUBLIC = informants.public_of(LOCK)
TOLD = {"name": "示例举报人", "phone": "13900000000"}
SEALED = informants.seal(PUBLIC, "tip 1", TOLD)
READER = informants.new_reader("officer-1", PASSPHRASE, CHEAP)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=4), st.text(max_size=40))
def test_what_is_sealed_opens_again_and_only_about_the_same(told: dict[str, str], about: str) -> None:
    sealed = informants.seal(PUBLIC, about, told)
    assert informants.opened(LOCK, about, sealed) == told
    assert informants.opened(LOCK, f"{about}1", sealed) is None
    assert informants.opened(informants.new_lock(), about, sealed) is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, len(SEALED) * 8 - 1))
def test_no_bit_of_what_is_sealed_may_change(at: int) -> None:
    changed = bytearray(SEALED)
    changed[at // 8] ^= 1 << at % 8
    assert informants.opened(LOCK, "tip 1", bytes(changed)) is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, len(SEALED) - 1))
def test_nothing_cut_short_opens(length: int) -> None:
    assert informants.opened(LOCK, "tip 1", SEALED[:length]) is None


def test_the_length_tells_nothing_of_the_name() -> None:
    names = ("王", "欧阳示例", "示例县示例乡示例村的示例村民" * 4)
    assert len({len(informants.seal(PUBLIC, "tip 1", {"name": name})) for name in names}) == 1
    assert len({informants.seal(PUBLIC, "tip 1", TOLD) for _ in range(3)}) == 3


def test_a_readers_key_opens_with_his_passphrase_alone() -> None:
    private = READER.unwrap(PASSPHRASE, CHEAP)
    assert private is not None
    assert informants.public_of(private) == READER.public
    assert READER.unwrap("不是这个口令 也有十个字", CHEAP) is None


def test_a_new_passphrase_keeps_the_key() -> None:
    fresh = READER.rewrapped(PASSPHRASE, "后来的口令 也有十个字", CHEAP)
    assert fresh is not None
    assert fresh.public == READER.public
    assert fresh.unwrap(PASSPHRASE, CHEAP) is None
    assert fresh.unwrap("后来的口令 也有十个字", CHEAP) is not None
    assert READER.rewrapped("不是这个口令 也有十个字", "后来的口令 也有十个字", CHEAP) is None


OTHER = informants.new_reader("officer-2", PASSPHRASE, CHEAP)
_SLOT = json.loads(READER.wrapped)


@pytest.mark.parametrize(
    "changed",
    [
        replace(READER, officer_id="officer-2"),
        replace(READER, public=OTHER.public),
        replace(READER, wrapped=OTHER.wrapped),
        replace(READER, wrapped=READER.wrapped[:-9]),
        replace(READER, wrapped=b""),
        replace(READER, wrapped=json.dumps(_SLOT | {"memory_kib": 8}).encode()),
        replace(READER, wrapped=json.dumps(_SLOT | {"memory_kib": 1 << 40}).encode()),
    ],
    ids=["officer", "public key", "another's", "cut", "empty", "cheaper", "dearer"],
)
def test_a_changed_wrapping_is_refused(changed: informants.ReaderKey) -> None:
    with pytest.raises(Problem, match="改动过"):
        changed.unwrap(PASSPHRASE, CHEAP)


def test_a_key_slot_of_the_desk_is_no_readers_key() -> None:
    slot = slots.wrap("desk", slots.SlotInfo("officer-1", "王示例", "经办人"), bytearray(32), PASSPHRASE, CHEAP)
    with pytest.raises(Problem, match="改动过"):
        replace(READER, wrapped=json.dumps(slot.to_json()).encode()).unwrap(PASSPHRASE, CHEAP)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_only_who_has_the_lock_vouches_for_a_public_key(public: bytes) -> None:
    given_word = informants.vouch(LOCK, "share", READER.public)
    assert informants.vouched(LOCK, "share", READER.public, given_word)
    assert not informants.vouched(LOCK, "share", public, given_word)
    assert not informants.vouched(LOCK, "another", READER.public, given_word)
    assert not informants.vouched(informants.new_lock(), "share", READER.public, given_word)
