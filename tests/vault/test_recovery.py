"""The recovery card: nothing typed wrong is taken for right."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.vault import recovery

KEYS = st.binary(min_size=32, max_size=32)
CARD = recovery.card_of(bytes(range(32)))


@given(KEYS)
def test_a_card_gives_its_key_back(key: bytes) -> None:
    card = recovery.card_of(key)
    assert recovery.parse(card.groups) == key
    assert recovery.parse(card.qr_text) == key
    assert len(card.groups) == 12
    assert all(len(group) == 6 and set(group) <= set(recovery.ALPHABET) for group in card.groups)


@given(KEYS)
def test_any_single_changed_character_is_noticed_in_its_group(key: bytes) -> None:
    text = "".join(recovery.card_of(key).groups)
    place = random.Random(key).randrange(len(text))
    for other in recovery.ALPHABET.replace(text[place], ""):
        with pytest.raises(InputProblem, match=f"第 {place // 6 + 1} 组"):
            recovery.parse(text[:place] + other + text[place + 1 :])


@given(KEYS, st.integers(0, 11), st.integers(0, 11))
def test_exchanged_groups_are_noticed(key: bytes, one: int, other: int) -> None:
    groups = list(recovery.card_of(key).groups)
    if groups[one] == groups[other]:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(InputProblem, match=f"第 {min(one, other) + 1} 组"):
        recovery.parse(groups)


@given(KEYS, st.data())
def test_two_wrongs_that_satisfy_their_group_are_noticed_by_the_whole(key: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 11))
    groups = list(recovery.card_of(key).groups)
    alternatives = data.draw(st.text(recovery.ALPHABET, min_size=5, max_size=5))
    forged = next(
        alternatives + last for last in recovery.ALPHABET if recovery.fault_of(place, alternatives + last) is None
    )
    if forged == groups[place]:
        return
    groups[place] = forged
    with pytest.raises(InputProblem, match="总校验不符"):
        recovery.parse(groups)


@pytest.mark.parametrize(
    "typed",
    [
        CARD.qr_text.lower(),
        " ".join(CARD.groups),
        "".join(CARD.groups),
        "\n".join(f"  {group[:3]} {group[3:]} " for group in CARD.groups),
        "".join(chr(ord(character) + 0xFEE0) for character in "".join(CARD.groups)),
        " — ".join(CARD.groups),
    ],
)
def test_the_way_of_typing_does_not_matter(typed: str) -> None:
    assert recovery.parse(typed) == bytes(range(32))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "现在输入了 0 个字符"),
        ("-".join(CARD.groups[:11]), "现在输入了 66 个字符"),
        ("-".join(["O" + CARD.groups[0][1:], *CARD.groups[1:]]), "第 1 组中的“O”不是恢复码使用的字符"),
        ("-".join([*CARD.groups[:4], "0" + CARD.groups[4][1:], *CARD.groups[5:]]), "第 5 组中的“0”"),
        ([*CARD.groups[:11], CARD.groups[11][:5]], "第 12 组应有 6 个字符，现在是 5 个"),
    ],
)
def test_a_typing_fault_names_its_group(typed: str | list[str], said: str) -> None:
    with pytest.raises(InputProblem) as refused:
        recovery.parse(typed)
    assert said in refused.value.sentence


def test_one_group_can_be_checked_while_it_is_typed() -> None:
    assert recovery.fault_of(3, CARD.groups[3].lower()) is None
    assert recovery.fault_of(4, CARD.groups[3]) == "第 5 组有误，请对照恢复卡核对这一组。"


def test_a_card_of_a_later_version_asks_for_a_newer_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "VERSION", 5)
    later = recovery.card_of(bytes(32))
    monkeypatch.undo()
    with pytest.raises(InputProblem, match="请先升级本程序"):
        recovery.parse(later.groups)
