"""One spelling for one phrase, and a least length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.vault import passphrase


@given(st.text())
def test_every_unicode_form_of_a_phrase_is_the_same_phrase(text: str) -> None:
    spellings = {passphrase.normalised(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(spellings) == 1


def test_full_width_typing_is_the_same_phrase() -> None:
    assert passphrase.normalised("ｍｉｍａ１２３４") == passphrase.normalised("mima1234")


@pytest.mark.parametrize(("phrase", "said"), [("短口令", "太短"), ("", "太短"), ("1111111111111", "过于简单")])
def test_weak_phrases_are_refused_with_the_reason(phrase: str, said: str) -> None:
    with pytest.raises(InputProblem) as refused:
        passphrase.check(phrase)
    assert said in refused.value.sentence


def test_a_sentence_is_good_enough() -> None:
    passphrase.check("我每天早上七点去操场")
