"""keys.json: whole and unchanged, or refused with the way out."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditdesk.errors import InputProblem, Problem
from creditdesk.vault import keys, slots
from creditdesk.vault.keys import KeyFile
from tests.vault.desks import CHEAP, PASSPHRASE

DESK = "00112233445566778899aabbccddeeff"
OTHER_DESK = DESK[::-1]
KEY = bytearray(range(32))


def slot(name: str, desk: str = DESK) -> slots.Slot:
    return slots.wrap(desk, slots.new_info(name, "经办人"), KEY, PASSPHRASE, CHEAP)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("keys")
    KeyFile(DESK, (slot("王示例"), slot("李示例"))).write(folder, KEY)
    return (folder / keys.NAME).read_bytes()


def test_what_was_written_is_read_and_carries_the_seal(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / keys.NAME).write_bytes(whole)
    found = keys.read(tmp_path)
    assert [info.name for info in found.infos()] == ["王示例", "李示例"]
    assert found.sealed_by(KEY)
    assert not found.sealed_by(bytearray(32))
    assert found.find("李示例") == found.find(found.slots[1].info.id)


def test_a_file_torn_at_any_byte_is_noticed(whole: bytes) -> None:
    for length in range(len(whole)):
        with pytest.raises(Problem, match="不完整或已损坏"):
            keys.parse(whole[:length])


def test_a_file_with_any_byte_changed_is_noticed(whole: bytes) -> None:
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises(Problem):
            keys.parse(bytes(changed))


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | st.just(b"[" * 200_000))
def test_any_other_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Problem, match="不完整或已损坏"):
        keys.parse(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.data())
def test_any_other_value_in_any_place_is_refused(whole: bytes, data: st.DataObject) -> None:
    value = json.loads(whole)
    target = data.draw(st.sampled_from([value, value["slots"][0]]))
    name = data.draw(st.sampled_from(sorted(target)))
    target[name] = data.draw(JSON.filter(lambda other: other != target[name] or type(other) is not type(target[name])))
    with pytest.raises(Problem):
        keys.parse(json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"缺少密钥文件.*恢复卡"):
        keys.read(tmp_path)


def test_a_newer_format_asks_for_a_newer_program() -> None:
    with pytest.raises(Problem, match="请先升级本程序"):
        keys.parse(b'{"format": 3, "secrets": []}')


def test_a_slot_of_another_desk_is_named_as_such(tmp_path: Path) -> None:
    KeyFile(DESK, (slot("王示例"), slot("外来示例", OTHER_DESK))).write(tmp_path, KEY)
    with pytest.raises(Problem, match="混有其他工作台的口令"):
        keys.read(tmp_path)


def test_a_file_without_slots_is_useless(tmp_path: Path) -> None:
    KeyFile(DESK, ()).write(tmp_path, KEY)
    with pytest.raises(Problem, match="不完整或已损坏"):
        keys.read(tmp_path)


def test_an_unknown_officer_is_an_input_problem(whole: bytes) -> None:
    with pytest.raises(InputProblem, match="没有名为“赵示例”的工作人员"):
        keys.parse(whole).find("赵示例")


def test_put_replaces_by_identifier_and_without_removes(whole: bytes) -> None:
    found = keys.parse(whole)
    first = found.slots[0]
    renewed = slots.wrap(DESK, first.info, KEY, "另一个足够长的口令", CHEAP)
    assert found.put(renewed).slots == (renewed, found.slots[1])
    assert found.without(first.info.id).slots == (found.slots[1],)
