"""What only the program writes in a letter's text, lists, conditions and computed words, shown to officers in words.

Each such passage stands in the text as 〔words〕, and comes back byte for byte when the text is kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from creditdesk.catalog.letters import LetterValue

_TAG = re.compile(r"\{%-?\s*(?P<tag>\w+)\s*(?P<told>.*?)\s*-?%\}|\{\{-?\s*(?P<value>.*?)\s*-?\}\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w*")
_SAID = {"for": "逐项列出：{}", "if": "{}：", "elif": "否则，{}：", "else": "否则：", "endif": "以上为止"}
_FILLED = "按{}填写"
LIKE = re.compile(r"〔(?:逐项列出|有“|没有“|“[^〕\n]*”为|视“|否则|以上为止|按“)[^〔〕\n]*〕?")
"""What is a passage, or was one before somebody wrote in it."""


@dataclass(frozen=True, slots=True)
class _Passage:
    start: int
    end: int
    tag: str
    told: str


@dataclass(frozen=True)
class Passages:
    """The passages of a form: what stands for each in the text an officer sees, no two alike."""

    words: Mapping[str, str]

    def shown(self, text: str) -> str:
        """Return a text of the form with its passages in words; one the form does not have stays as it is."""
        said, at = "", 0
        for each in _passages(text):
            source = text[each.start : each.end]
            said += text[at : each.start] + self.words.get(source, source)
            at = each.end
        return said + text[at:]

    def kept(self, text: str, line_end: str = "\n") -> str:
        """Return a text with its passages as the form has them; other line ends where places are to be counted."""
        sources = {words: source.replace("\n", line_end) for source, words in self.words.items()}
        return LIKE.sub(lambda found: sources.get(found[0], found[0]), text)

    def broken(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the places where a passage was written in, or one stands that the form does not have."""
        known = set(self.words.values())
        return (found for found in LIKE.finditer(text) if found[0] not in known)


def passages_of(texts: Iterable[str], values: Iterable[LetterValue], plain: frozenset[str]) -> Passages:
    """Return the passages of these texts; what is `plain` is shown in another way."""
    named = {value.name: value for value in values}
    words: dict[str, str] = {}
    alike: Counter[str] = Counter()
    for text in texts:
        for each in _passages(text):
            source = text[each.start : each.end]
            said = _said(each, named)
            if said and source not in words and source not in plain:
                alike[said] += 1
                words[source] = f"〔{said}〕" if alike[said] == 1 else f"〔{said}（{alike[said]}）〕"
    return Passages(words)


def cut_through(before: str, after: str) -> bool:
    """Tell whether a change of a text took only a part of a passage, or wrote into one."""
    start = _alike(before, after)
    end = len(before) - _alike(before[start:][::-1], after[start:][::-1])
    return any(
        found.start() < end and start < found.end() and not start <= found.start() <= found.end() <= end
        if start < end
        else found.start() < start < found.end()
        for found in LIKE.finditer(before)
    )


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have alike from their beginning on."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _passages(text: str) -> Iterator[_Passage]:
    """Yield the passages of a text in their order; a list reaches from its beginning to its end."""
    depth, begun = 0, _Passage(0, 0, "", "")
    for found in _TAG.finditer(text):
        tag = found["tag"] or ""
        here = _Passage(found.start(), found.end(), tag, found["told"] or found["value"] or "")
        if tag == "for":
            begun = begun if depth else here
            depth += 1
        elif tag == "endfor":
            depth -= 1
            if depth == 0:
                yield _Passage(begun.start, here.end, "for", begun.told)
        elif depth == 0:
            yield here


def _said(passage: _Passage, named: Mapping[str, LetterValue]) -> str:
    """Return a passage in words, or nothing for what has none."""
    said = _SAID.get(passage.tag, "") if passage.tag else _FILLED
    about = list(dict.fromkeys(name for name in _NAME.findall(passage.told) if name in named))
    if "{}" in said and not about:
        return ""
    labels = "".join(f"“{named[name].label}”" for name in about)
    return said.format(_when(passage.told, named, labels) if passage.tag in ("if", "elif") else labels)


def _when(told: str, named: Mapping[str, LetterValue], labels: str) -> str:
    """Return a condition in words: 有“承办单位”时."""
    name, positive = told.removeprefix("not ").strip(), not told.startswith("not ")
    if name not in named:
        return f"视{labels}而定"
    if named[name].kind == "flag":
        return f"{labels}为{'是' if positive else '否'}时"
    return f"{'有' if positive else '没有'}{labels}时"
