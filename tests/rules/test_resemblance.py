"""One slip of the hand, and no more."""

from hypothesis import given
from hypothesis import strategies as st

from creditdesk.rules.resemblance import one_slip

NAMES = st.text(alphabet="示例建材甲乙丙", min_size=2, max_size=12)
LETTER = st.sampled_from("示例建材甲乙丙")


@given(NAMES, st.data(), LETTER)
def test_one_change_is_one_slip_from_either_side(name: str, data: st.DataObject, letter: str) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    for slipped in (
        name[:place] + letter + name[place + 1 :],
        name[:place] + letter + name[place:],
        name[:place] + name[place + 1 :],
        name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
    ):
        assert one_slip(name, slipped) == one_slip(slipped, name) == (name != slipped)


@given(NAMES)
def test_two_changes_and_none_are_not(name: str) -> None:
    assert not one_slip(name, name)
    assert not one_slip(name, f"金{name}水")
    assert not one_slip(name, f"{name}有限")
    assert not one_slip(f"金{name}水", f"木{name}火")
