"""Packed identities behave like the list of texts they stand for."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.services.identities import Identities, listed

UUIDS = st.lists(st.uuids(), max_size=20)


@given(UUIDS, st.integers(-25, 25), st.integers(-25, 25))
def test_they_read_like_a_list(uuids: list[UUID], start: int, stop: int) -> None:
    texts = [str(each) for each in uuids]
    packed = Identities(b"".join(each.bytes for each in uuids))
    assert packed == texts
    assert list(packed) == texts
    assert packed[start:stop] == texts[start:stop]
    assert [packed.index(each) for each in texts] == [texts.index(each) for each in texts]
    assert all(each in packed for each in texts)
    assert listed(packed) == listed(texts)


def test_what_is_not_there_is_not_found_even_across_a_border() -> None:
    packed = Identities(bytes(range(32)))
    across = str(UUID(bytes=bytes(range(8, 24))))
    assert across not in packed
    assert "kein Ausweis" not in packed
    assert None not in packed
    with pytest.raises(ValueError):
        packed.index(across)
    with pytest.raises(IndexError):
        packed[2]


def test_what_stands_before_them_is_put_before_them() -> None:
    packed = Identities(bytes(16))
    none: list[str] = []
    assert none + packed is packed
    first = ["draft"]
    assert list(first + packed) == ["draft", str(UUID(int=0))]


def test_half_an_identity_is_refused() -> None:
    with pytest.raises(ValueError):
        Identities(bytes(17))
