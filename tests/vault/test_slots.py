"""A slot opens with its passphrase alone, and not at all when any of its parameters was changed."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditdesk.errors import Problem
from creditdesk.vault import costs, passphrase, slots
from creditdesk.vault.costs import DEFAULT_COST, MAXIMUM_COST, MINIMUM_COST, Cost
from creditdesk.vault.slots import Slot
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE

DESK = "00112233445566778899aabbccddeeff"
KEY = bytearray(range(32))
SLOT = slots.wrap(DESK, slots.new_info(OFFICER, "经办人"), KEY, PASSPHRASE, CHEAP)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
@given(st.binary(min_size=32, max_size=32), st.text(), st.text())
def test_only_the_right_phrase_opens(key: bytes, phrase: str, other: str) -> None:
    slot = slots.wrap(DESK, slots.new_info(OFFICER, ""), bytearray(key), phrase, CHEAP)
    assert slot.unwrap(phrase) == bytearray(key)
    if passphrase.normalised(other) != passphrase.normalised(phrase):
        assert slot.unwrap(other) is None


def test_a_slot_survives_its_way_through_json() -> None:
    assert slots.from_json(json.loads(json.dumps(SLOT.to_json()))) == SLOT


def test_salt_and_nonce_are_never_used_twice() -> None:
    again = slots.wrap(DESK, SLOT.info, KEY, PASSPHRASE, CHEAP)
    assert (again.salt, again.nonce, again.wrapped) != (SLOT.salt, SLOT.nonce, SLOT.wrapped)
    assert len({again.salt, SLOT.salt}) == len({again.nonce, SLOT.nonce}) == 2


@pytest.mark.parametrize(
    "tampered",
    [
        replace(SLOT, desk_id=DESK[::-1]),
        replace(SLOT, info=replace(SLOT.info, role="负责人")),
        replace(SLOT, info=replace(SLOT.info, name="李示例")),
        replace(SLOT, info=replace(SLOT.info, id="0")),
        replace(SLOT, cost=replace(CHEAP, memory_kib=65)),
        replace(SLOT, cost=replace(CHEAP, iterations=2)),
        replace(SLOT, cost=replace(CHEAP, lanes=2)),
    ],
    ids=["desk", "role", "name", "id", "memory", "iterations", "lanes"],
)
def test_every_parameter_is_bound_to_the_key(tampered: Slot) -> None:
    assert tampered.unwrap(PASSPHRASE) is None


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(["salt", "nonce", "wrapped"]), st.data())
def test_any_flipped_bit_is_refused(field: str, data: st.DataObject) -> None:
    old: bytes = getattr(SLOT, field)
    bit = data.draw(st.integers(0, len(old) * 8 - 1))
    changed = (int.from_bytes(old, "big") ^ (1 << bit)).to_bytes(len(old), "big")
    tampered: dict[str, Any] = {field: changed}
    assert replace(SLOT, **tampered).unwrap(PASSPHRASE) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kdf", "pbkdf2"),
        ("cipher", "AES-256-CBC"),
        ("memory_kib", "64"),
        ("memory_kib", True),
        ("iterations", 1.5),
        ("salt", "not base64!"),
        ("salt", base64.b64encode(bytes(8)).decode()),
        ("nonce", ""),
        ("wrapped", base64.b64encode(bytes(47)).decode()),
        ("name", None),
    ],
)
def test_a_slot_of_another_shape_is_a_value_error(field: str, value: object) -> None:
    with pytest.raises(ValueError):
        slots.from_json({**SLOT.to_json(), field: value})
    with pytest.raises(ValueError):
        slots.from_json({name: kept for name, kept in SLOT.to_json().items() if name != field})


@pytest.mark.parametrize(
    "cost",
    [
        replace(MINIMUM_COST, memory_kib=MINIMUM_COST.memory_kib - 1),
        replace(MINIMUM_COST, iterations=MINIMUM_COST.iterations - 1),
        replace(MINIMUM_COST, lanes=0),
        replace(MAXIMUM_COST, memory_kib=MAXIMUM_COST.memory_kib + 1),
        replace(MAXIMUM_COST, iterations=MAXIMUM_COST.iterations + 1),
        replace(MAXIMUM_COST, lanes=MAXIMUM_COST.lanes + 1),
        Cost(-1, -1, -1),
    ],
)
def test_costs_outside_the_bounds_are_refused_unread(cost: Cost) -> None:
    with pytest.raises(Problem, match="口令参数被改动过"):
        costs.check(cost, MINIMUM_COST)


def test_an_office_pays_at_least_256_mebibytes() -> None:
    assert DEFAULT_COST.memory_kib >= 256 * 1024
    assert costs.floor(DEFAULT_COST) == costs.floor(MAXIMUM_COST) == MINIMUM_COST
    assert costs.floor(CHEAP) == CHEAP
    costs.check(DEFAULT_COST, MINIMUM_COST)
    costs.check(MAXIMUM_COST, MINIMUM_COST)
