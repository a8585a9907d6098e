"""Letter forms filled with values: strict names, Chinese dates, and no way out of the sandbox."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from creditdesk import paths
from creditdesk.catalog.letters import FILTERS, LetterForm, LetterValue, ParagraphForm
from creditdesk.catalog.load import load
from creditdesk.documents.letter import LetterContent, Paragraph, letter_pdf
from creditdesk.documents.wording import compose
from creditdesk.errors import Problem
from tests.documents.reading import Pdf

FORMS = load(paths.forms()).letters
FORM = replace(
    FORMS[0],
    label="示例通知书",
    title="关于{{ name }}的通知",
    addressee="{{ name }}",
    paragraphs=(ParagraphForm(0, "{{ name }}于{{ on | 日期 }}。"),),
    attachments=(),
    contact="",
    footer="",
    values=(LetterValue("name", "名称", "text"), LetterValue("on", "日期", "date")),
)
VALUES = {"name": "示例公司", "on": date(2026, 3, 2)}


def filled(form: LetterForm, values: Mapping[str, object] = VALUES) -> LetterContent:
    return compose(form, values, office="示例县信用中心", number="示信〔2026〕1号", on=date(2026, 3, 2))


def worded(text: str, values: Mapping[str, object] = VALUES) -> tuple[str, ...]:
    names = tuple(LetterValue(name, name, "text") for name in values)
    form = replace(FORM, paragraphs=(ParagraphForm(0, text),), values=(*FORM.values, *names))
    return tuple(paragraph.text for paragraph in filled(form, VALUES | dict(values)).paragraphs)


def test_values_stand_in_their_places() -> None:
    content = filled(FORM)
    assert (content.title, content.addressee) == ("关于示例公司的通知", "示例公司")
    assert content.paragraphs == (Paragraph(0, "示例公司于2026年3月2日。"),)
    assert (content.issuer, content.signer, content.number) == ("示例县信用中心", "示例县信用中心", "示信〔2026〕1号")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ x | 日期 }}", "2026年10月1日"),
        ("{{ '2026-03-02' | 日期 }}", "2026年3月2日"),
        (
            "{{ 3 | 中文 }}、{{ 10 | 中文 }}、{{ 12 | 中文 }}、{{ 21 | 中文 }}、{{ 99 | 中文 }}",
            "三、十、十二、二十一、九十九",
        ),
        ("{{ '0.200000' | 金额 }}，{{ 20 | 金额 }}，{{ '1000000.000000' | 金额 }}", "0.2万元，20万元，1000000万元"),
        (
            "{{ '0.200000' | 大写金额 }}，{{ '1.030500' | 大写金额 }}，{{ '0.000105' | 大写金额 }}，{{ 0 | 大写金额 }}",
            "贰仟元整，壹万零叁佰零伍元整，壹元零伍分，零元整",
        ),
        (
            "{{ '10500.1' | 大写金额 }}，{{ '100000000.000020' | 大写金额 }}，{{ '1001000.000000' | 大写金额 }}",
            "壹亿零伍佰万零壹仟元整，壹万亿元贰角整，壹佰亿零壹仟万元整",
        ),
    ],
)
def test_filters_write_as_office_paper_does(text: str, shown: str) -> None:
    assert worded(text, {"x": date(2026, 10, 1)}) == (shown,)


def test_every_filter_the_catalogue_promises_is_there() -> None:
    values = {"日期": "2026-03-02", "中文": 1, "金额": 1, "大写金额": 1}
    for name in FILTERS:
        assert worded(f"{{{{ x | {name} }}}}", {"x": values[name]})


def test_each_line_of_a_template_is_a_paragraph_and_empty_ones_are_dropped() -> None:
    text = "{% for item in x %}\n{{ loop.index | 中文 }}、{{ item }}\n\n{% endfor %}"
    assert worded(text, {"x": ["甲", "乙"]}) == ("一、甲", "二、乙")


def test_html_is_not_escaped() -> None:
    assert worded("{{ x }}", {"x": "“<甲&乙>”"}) == ("“<甲&乙>”",)


def test_a_lacking_value_is_told_by_its_label() -> None:
    with pytest.raises(Problem, match="示例通知书还缺“日期”"):
        filled(FORM, {"name": "示例公司"})


@pytest.mark.parametrize(
    "text",
    [
        "{{ name.__class__ }}",
        "{{ name.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__.__base__ }}",
        "{{ name | attr('__class__') }}",
        "{{ '{0.__class__}'.format(name) }}",
        "{{ x.append(1) }}",
        "{{ unknown }}",
        "{{ name.unknown }}",
        "{% include '/etc/passwd' %}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ name + 1 }}",
        "{{ 1 // 0 }}",
    ],
)
def test_tricks_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Problem, match="示例通知书的模板"):
        worded(text, {"x": [1]})


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{{ '今天' | 日期 }}", "不是日期"), ("{{ '多' | 金额 }}", "不是金额"), ("{{ 100 | 中文 }}", "序号")],
)
def test_what_a_filter_cannot_write_is_told(text: str, reason: str) -> None:
    with pytest.raises(Problem, match=reason):
        worded(text, {})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_shipped_form_prints_its_sample(form: LetterForm) -> None:
    content = filled(form, form.sample())
    told = Pdf(letter_pdf(content)).text().replace("\n", "")
    assert "{" not in told
    for paragraph in content.paragraphs:
        assert paragraph.text[:12] in told
