"""The text of a letter form as an officer edits it: Chinese with values named in 【】, and what is wrong with it.

Lists, conditions and computed words stand in it as 〔〕 with what they do, and cannot be changed (passages.py).

Fixed texts, names and levels can be reworded; which values a form has, its number and its copies stay the program's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from creditdesk.catalog.letters import FILTERS, LetterForm, LetterValue, ParagraphForm
from creditdesk.catalog.passages import Passages, passages_of

PARTS = {
    "title": "标题",
    "addressee": "主送",
    "body": "正文",
    "attachments": "附件",
    "contact": "附注",
    "footer": "抄送",
}
# What the law or the plan wants said: where the program's text says it, the office's must too.
MUST_SAY = ("行政复议", "行政诉讼", "六十日", "六个月", "牟信用〔2017〕3号")
# How a line end inside one attachment or title is shown where a line end means something else.
LINE_END = "⏎"
_PARSER = Environment(autoescape=False)  # noqa: S701  parses only, and letters are paper, not HTML
_PARSER.filters |= dict.fromkeys(FILTERS, str)
_PLACE = re.compile(r"\{\{\s*(\w+)\s*(?:\|\s*(日期)\s*)?\}\}")
_CHIP = re.compile(r"【([^】\n]*)(】?)")
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d+[.．]"),
)
_MARK = re.compile(r"〔层次([0-3])〕")


@dataclass(frozen=True, slots=True)
class Rewording:
    """The texts of a form: in the body an empty line parts paragraphs, of the attachments each line is one."""

    title: str
    addressee: str
    body: str
    attachments: str = ""
    contact: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where: a part of the text, and the characters of it that are meant."""

    part: str
    start: int
    length: int
    sentence: str


def chip(value: LetterValue) -> str:
    """Return how a value is written in the text."""
    return f"【{value.label}】"


def passages(form: LetterForm) -> Passages:
    """Return what only the program writes in a form's texts, and in which words it is shown."""
    named = {value.name: value for value in form.values}
    paragraphs = (paragraph.text for paragraph in form.paragraphs)
    texts = (form.title, form.addressee, *paragraphs, *form.attachments, form.contact, form.footer)
    places = (found for text in texts for found in _PLACE.finditer(text))
    return passages_of(texts, form.values, frozenset(found[0] for found in places if _shown(found, named) != found[0]))


def rewording_of(form: LetterForm, program: LetterForm | None = None) -> Rewording:
    """Return a form's texts as an officer edits them; `program` is the form as it ships where this is the office's."""
    named = {value.name: value for value in form.values}
    known = passages(program or form)

    def shown(text: str) -> str:
        return _PLACE.sub(lambda found: _shown(found, named), known.shown(text))

    return Rewording(
        shown(form.title),
        shown(form.addressee),
        "\n\n".join(_marked(paragraph.level, _tight(shown(paragraph.text))) for paragraph in form.paragraphs),
        "\n".join(_one_line(shown(text)) for text in form.attachments),
        shown(form.contact),
        shown(form.footer),
    )


def reworded(form: LetterForm, text: Rewording) -> LetterForm:
    """Return the form as it ships with these texts; call it when there are no faults."""
    labels, known = {value.label: value for value in form.values}, passages(form)

    def kept(part: str) -> str:
        return known.kept(_CHIP.sub(lambda found: _kept(found, labels), part)).strip()

    paragraphs = (kept(part) for part in re.split(r"\n\s*\n", text.body) if part.strip())
    return replace(
        form,
        title=kept(text.title),
        addressee=kept(text.addressee),
        paragraphs=tuple(ParagraphForm(*_levelled(part)) for part in paragraphs),
        attachments=tuple(_many_lines(kept(line)) for line in text.attachments.splitlines() if line.strip()),
        contact=kept(text.contact),
        footer=kept(text.footer),
    )


def faults(form: LetterForm, text: Rewording) -> list[Fault]:
    """Return everything that keeps a text from being used, place by place."""
    found = [fault for part in fields(text) for fault in _part_faults(form, part.name, getattr(text, part.name))]
    found += [
        Fault(part, 0, 0, f"{PARTS[part]}不能为空，请填写。")
        for part in ("title", "body")
        if not getattr(text, part).strip()
    ]
    return found or list(_lacking(form, text))


def _lacking(form: LetterForm, text: Rewording) -> Iterator[Fault]:
    """Yield what the program's text says and this one does not: values, and words the law wants."""
    new, end = reworded(form, text), len(text.body)
    gone = _names(form) - _names(new)
    for value in form.values:
        if value.name in gone and value.kind != "flag":
            yield Fault("body", end, 0, f"正文里没有{chip(value)}，收文人会缺少这一项，请从名称中插入。")
    said = "".join(paragraph.text for paragraph in new.paragraphs)
    for words in MUST_SAY:
        if any(words in paragraph.text for paragraph in form.paragraphs) and words not in said:
            yield Fault("body", end, 0, f"正文里没有写明“{words}”，这是必须告知的内容，请补写。")


def _names(form: LetterForm) -> set[str]:
    """Return the values a form names in its addressee, its paragraphs and its attachments."""
    texts = (form.addressee, *(paragraph.text for paragraph in form.paragraphs), *form.attachments)
    return {name for text in texts for name in meta.find_undeclared_variables(_PARSER.parse(text))}


def _part_faults(form: LetterForm, part: str, text: str) -> Iterator[Fault]:
    labels, known = {value.label: value for value in form.values}, passages(form)
    for found in known.broken(text):
        told = f"{PARTS[part]}里的{found[0]}由案卷填写，只能整个保留或删去，请撤销这处改动。"
        yield Fault(part, found.start(), len(found[0]), told)
    for found in _CHIP.finditer(text):
        if not found[2]:
            yield Fault(part, found.start(), len(found[0]), f"{PARTS[part]}里的“【”没有配对的“】”，请补上。")
        elif found[1] not in labels:
            told = f"没有名为【{found[1]}】的内容，请改用列出的名称。"
            yield Fault(part, found.start(), len(found[0]), told)
    # Each passage on one line, so that a fault lies on the line on which it stands in the text.
    template = known.kept(_CHIP.sub(lambda found: _kept(found, labels), text), line_end=" ")
    yield from _template_faults(form, part, text, template)


def _template_faults(form: LetterForm, part: str, text: str, template: str) -> Iterator[Fault]:
    try:
        tree = _PARSER.parse(template)
        names = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as fault:
        start = sum(len(line) + 1 for line in text.split("\n")[: fault.lineno - 1])
        length = len(text[start:].partition("\n")[0])
        told = f"{PARTS[part]}第 {fault.lineno} 行的写法有误（{fault.message}），请对照程序原文改正。"
        yield Fault(part, start, length, told)
        return
    for name in sorted(names - {value.name for value in form.values}):
        yield Fault(part, *_where(text, name), f"没有名为 {name} 的内容，请改用列出的名称。")
    for attribute in _unknown_attributes(form, tree):
        yield Fault(part, *_where(text, attribute), f"这一列表的各项没有 {attribute}，请对照程序原文改正。")


def _unknown_attributes(form: LetterForm, tree: nodes.Template) -> Iterator[str]:
    lists = {value.name: value for value in form.values if value.of}
    for loop in tree.find_all(nodes.For):
        value = lists.get(loop.iter.name) if isinstance(loop.iter, nodes.Name) else None
        if value is not None and isinstance(loop.target, nodes.Name):
            for use in loop.find_all(nodes.Getattr):
                if isinstance(use.node, nodes.Name) and use.node.name == loop.target.name and use.attr not in value.of:
                    yield use.attr


def _where(text: str, word: str) -> tuple[int, int]:
    found = re.search(rf"\b{re.escape(word)}\b", text)
    return (found.start(), len(word)) if found else (0, 0)


def _shown(found: re.Match[str], named: Mapping[str, LetterValue]) -> str:
    """Return a place for a value as 【label】, where that says all there is to say."""
    value = named.get(found[1])
    unique = value is not None and sum(one.label == value.label for one in named.values()) == 1
    if value is None or not unique or (value.kind == "date") != bool(found[2]) or "】" in value.label:
        return found[0]
    return chip(value)


def _kept(found: re.Match[str], labels: Mapping[str, LetterValue]) -> str:
    value = labels.get(found[1]) if found[2] else None
    if value is None:
        return found[0]
    return f"{{{{ {value.name} | 日期 }}}}" if value.kind == "date" else f"{{{{ {value.name} }}}}"


def _level(text: str) -> int:
    return next((level for level, start in enumerate(_LEVELS, start=1) if start.match(text)), 0)


def _marked(level: int, text: str) -> str:
    """Return a paragraph's text, its level written before it where its first characters do not tell it."""
    return text if level == _level(text) else f"〔层次{level}〕{text}"


def _levelled(text: str) -> tuple[int, str]:
    mark = _MARK.match(text)
    return (int(mark[1]), text[mark.end() :]) if mark else (_level(text), text)


def _tight(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n", text.strip())


def _one_line(text: str) -> str:
    return text.strip().replace("\n", LINE_END)


def _many_lines(text: str) -> str:
    return text.replace(LINE_END, "\n")
