"""A new key is handed on to slots whose officers are away: their passphrases open it, nobody else's copy does."""

from dataclasses import replace

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.vault import handing, keys, slots
from creditdesk.vault.keys import KeyFile
from creditdesk.vault.slots import Slot
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE

DESK = "00112233445566778899aabbccddeeff"
FIRST, SECOND, THIRD = (bytearray([fill]) * 32 for fill in (1, 2, 3))
SLOT = slots.wrap(DESK, slots.new_info(OFFICER, "经办人"), FIRST, PASSPHRASE, CHEAP)


def of_an_older_program(slot: Slot) -> Slot:
    """Return a slot as programs wrote it before slots had a pair of keys."""
    old = replace(slot, public=b"")
    sealing = slots.AESGCM(CHEAP.derive(slots.passphrase.normalised(PASSPHRASE), old.salt))
    return replace(old, wrapped=sealing.encrypt(old.nonce, bytes(FIRST), old.authenticated()))


def test_a_passphrase_opens_every_key_that_was_handed_on() -> None:
    once = SLOT.handed_on(FIRST, SECOND)
    twice = once.handed_on(SECOND, THIRD)
    assert [slot.unwrap(PASSPHRASE) for slot in (SLOT, once, twice)] == [FIRST, SECOND, THIRD]
    assert twice.unwrap("别的口令 十二个字以上") is None
    assert (SLOT.up_to_date, once.up_to_date) == (True, False)
    assert slots.from_json(twice.to_json()) == twice


def test_what_was_handed_to_one_slot_opens_no_other() -> None:
    other = slots.wrap(DESK, slots.new_info("离职示例", "经办人"), FIRST, PASSPHRASE, CHEAP)
    handed = SLOT.handed_on(FIRST, SECOND).handed
    assert replace(other, handed=handed).unwrap(PASSPHRASE) is None


def test_nobody_without_the_key_before_hands_on_another() -> None:
    assert SLOT.handed_on(THIRD, SECOND).unwrap(PASSPHRASE) is None


def test_any_flipped_bit_of_a_handed_key_is_refused() -> None:
    slot = SLOT.handed_on(FIRST, SECOND)
    for bit in range(0, handing.HANDED_BYTES * 8, 7):
        changed = (int.from_bytes(slot.handed[0], "big") ^ (1 << bit)).to_bytes(handing.HANDED_BYTES, "big")
        # The highest bit of a point is not part of it, but of what the key is derived from.
        assert replace(slot, handed=(changed,)).unwrap(PASSPHRASE) is None


@pytest.mark.parametrize("wrong", [{"handed": "text"}, {"handed": ["AAAA"]}, {"public": "AAAA"}])
def test_keys_of_another_size_are_no_slot(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"handed|another size"):
        slots.from_json(SLOT.to_json() | wrong)


def test_a_slot_of_an_older_program_opens_but_takes_no_new_key() -> None:
    old = of_an_older_program(SLOT)
    assert old.unwrap(PASSPHRASE) == FIRST
    assert not old.up_to_date
    with pytest.raises(InputProblem, match=f"{OFFICER}的口令还是旧格式"):
        KeyFile(DESK, (SLOT, old)).handed_on(FIRST, SECOND)


def test_a_file_is_of_the_format_that_its_slots_need() -> None:
    old = KeyFile(DESK, (of_an_older_program(SLOT),))
    new = KeyFile(DESK, (SLOT,))
    assert b'"format": 1' in old.to_bytes()
    assert b'"format": 2' in new.to_bytes()
    assert keys.parse(old.to_bytes()) == old
    with pytest.raises(Problem, match="不完整或已损坏"):
        keys.parse(new.to_bytes().replace(b'"format": 2', b'"format": 1'))
