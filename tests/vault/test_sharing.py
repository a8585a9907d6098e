"""Three cards: any two open the desk and rebuild keys.json, one alone opens nothing."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.vault import RecoveryCard, Vault, keys, recovery, sharing
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE

KEYS = st.binary(min_size=32, max_size=32)
NEW = "新口令 十二个字以上才行"


@given(KEYS)
def test_any_two_cards_in_any_order_give_the_key_and_new_ones_each_time(key: bytes) -> None:
    cards = recovery.shared_cards(key)
    assert len(cards) == 3
    for first, second in permutations(cards, 2):
        assert recovery.parse([*first.groups, *second.groups]) == key
        assert recovery.parse(f"{first.qr_text}-{second.qr_text}") == key
    assert recovery.shared_cards(key) != cards


@given(KEYS)
def test_a_share_is_typed_like_a_card_and_says_which_it_is(key: bytes) -> None:
    for place, card in enumerate(recovery.shared_cards(key), 1):
        assert len(card.groups) == recovery.GROUPS
        assert recovery.share_of(card.groups) == place
        with pytest.raises(InputProblem, match=f"第 {place} 张，要与另一张合用"):
            recovery.parse(card.groups)
    assert recovery.share_of(recovery.card_of(key).groups) == 0


def test_the_same_card_twice_or_a_whole_card_among_two_is_refused() -> None:
    key = bytes(range(32))
    first, second, _ = recovery.shared_cards(key)
    for pair in ((first, first), (recovery.card_of(key), second)):
        with pytest.raises(InputProblem, match="两张不同的卡"):
            recovery.parse([*pair[0].groups, *pair[1].groups])


def test_one_share_tells_nothing_of_the_key() -> None:
    """Every byte of a share takes many values over many splittings of one key, and two keys look alike."""
    seen = [{sharing.split(bytes([fill]) * 32)[1] for _ in range(64)} for fill in (0, 255)]
    assert all(len(shares) == 64 for shares in seen)
    for place in range(32):
        assert all(len({share[place] for share in shares}) > 32 for shares in seen)


def cards_of(folder: Path) -> Sequence[RecoveryCard]:
    with Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP) as vault:
        return vault.shared_cards()


def test_two_cards_open_a_desk_without_keys_json_and_make_it_anew(folder: Path) -> None:
    _, second, third = cards_of(folder)
    (folder / keys.NAME).unlink()
    Vault.recover(folder, [*third.groups, *second.groups], OFFICER, NEW, cost=CHEAP).close()
    assert [info.name for info in Vault.slots(folder)] == [OFFICER]
    Vault.open(folder, OFFICER, NEW, cost=CHEAP).close()


def test_cards_of_two_splittings_open_nothing(folder: Path) -> None:
    first, second = cards_of(folder)[0], cards_of(folder)[1]
    before = (folder / keys.NAME).read_bytes()
    with pytest.raises(InputProblem, match="恢复卡打不开"):
        Vault.recover(folder, [*first.groups, *second.groups], OFFICER, NEW, cost=CHEAP)
    assert (folder / keys.NAME).read_bytes() == before
