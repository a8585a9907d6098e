"""Every text that an officer writes freely has one rule, whatever act takes it, and what passes it can be printed."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import creditdesk.services
from creditdesk.errors import InputProblem
from creditdesk.services import (
    campaigns,
    case_notes,
    free_texts,
    grading,
    officers,
    offices,
    person_points,
    promises,
    rounds,
    tips,
    units,
)
from creditdesk.services.acts import ACTS
from creditdesk.services.campaigns import Held
from creditdesk.services.desk import Desk
from creditdesk.services.grading import Criteria
from creditdesk.services.informants import Informant
from creditdesk.services.offices import Office
from creditdesk.services.promises import Promised
from creditdesk.services.rounds import Change
from creditdesk.services.tips import Told
from tests.conftest import CHEAP, PASSPHRASE, TODAY
from tests.documents.reading import Pdf

BELL, LONG, LINES = "示例\a文字", "长" * 10_000, "第一行\n第二行"
NOT_FREE = frozenset(
    re.findall(
        r"\w+",
        """
        addressee arguments aside attachments bare body breach breach_ended_on caution colour counts desk digest due
        event fault faults field file_name finding findings fingerprint folder footer forms found given grade groups
        head header hidden keys kind kinds letter month names narrowed news noun office part_of passed_over password
        path person point previous records regime_class role rows rule sha256 sort stage subjects theirs tips traces
        unclean urgency view why without
        """,
    )
)
"""What an officer chooses or the program knows; wordings and the forms of records have rules of their own."""
HELD = Held(TODAY, "宣传活动", "示例活动", "示例单位")
TOLD = Told("电话", "示例渠道", TODAY, "示例公司", "示例事项")
CRITERIA = Criteria("示例单位", "示例行业", "2026年版", "示例文件", {"一般失信": "示例标准"}, TODAY)
PROMISED = Promised("示例事项", "示例单位", ["示例材料"], TODAY, None)


def arguments() -> Iterator[tuple[str, inspect.Parameter]]:
    """Yield what acts take, each with the name of its act."""
    for module in pkgutil.iter_modules(creditdesk.services.__path__):
        importlib.import_module(f"creditdesk.services.{module.name}")
    for name, declared in ACTS.items():
        yield from ((name, each) for each in list(inspect.signature(declared.function).parameters.values())[1:])


def texts() -> Iterator[tuple[str, str]]:
    """Yield each text that an act takes, as an argument or a field of one: the act and the name."""
    for act, each in arguments():
        inner = dataclasses.fields(each.annotation) if dataclasses.is_dataclass(each.annotation) else ()
        known = [(field.name, field.type) for field in inner] or [(each.name, each.annotation)]
        yield from ((act, name) for name, kind in known if "str" in str(kind))


def test_of_every_text_that_an_act_takes_it_is_said_whether_officers_write_it() -> None:
    unsaid = {
        (act, name)
        for act, name in texts()
        if name not in free_texts.TEXTS | dict.fromkeys(NOT_FREE) and not name.endswith(("id", "ids", "_name"))
    }
    assert unsaid == set()
    assert {(act, each.name) for act, each in arguments()} >= free_texts.NOT_WRITTEN


REFUSED: dict[str, tuple[Any, tuple[Any, ...], str]] = {
    "title": (campaigns.enter, (dataclasses.replace(HELD, title=BELL),), "活动名称的第 3 个字（U\\+0007）"),
    "two lines": (campaigns.enter, (dataclasses.replace(HELD, title=LINES),), "活动名称只能写一行"),
    "content": (campaigns.enter, (dataclasses.replace(HELD, content=LONG),), "内容有 10000 个字，最多 4000 个字"),
    "reason": (campaigns.withdraw, ("x", BELL), "理由的第 3 个字"),
    "tip": (tips.receive, (dataclasses.replace(TOLD, matter=LONG), Informant()), "事项有 10000 个字"),
    "informant": (tips.receive, (TOLD, Informant(name="张\u202e示例")), "名称的第 2 个字（U\\+202E）"),
    "criteria": (grading.enter, (dataclasses.replace(CRITERIA, grades={"一般失信": BELL}),), "认定标准的第 3 个字"),
    "points": (person_points.switch, (True, BELL), "依据的第 3 个字"),
    "promise": (promises.make, ("x", dataclasses.replace(PROMISED, papers=["示例材料", LONG])), "材料有 10000 个字"),
    "note": (case_notes.add, ("x", "前\udc80后"), "内容的第 2 个字（U\\+DC80）"),
    "unit": (units.save, (LONG,), "名称有 10000 个字，最多 200 个字"),
    "change": (rounds.update, ("x", [Change("x", "退出", BELL)], "理由"), "说明的第 3 个字"),
}


def test_a_text_too_long_or_with_a_character_nobody_sees_is_refused_by_its_name(shared: Desk, tmp_path: Path) -> None:
    for act, told, said in REFUSED.values():
        with pytest.raises(InputProblem, match=said) as caught:
            shared.perform(act, *told)
        assert caught.value.sentence.endswith("后重新填写。")
    with pytest.raises(InputProblem, match="名称的第 3 个字"):
        officers.invite(shared, BELL, "maker")
    assert len(officers.listing(shared)) == 1
    with pytest.raises(InputProblem, match="姓名有 10000 个字"):
        offices.create_desk(tmp_path / "desk", Office("示例县信用中心"), LONG, PASSPHRASE, cost=CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_the_longest_activity_that_is_taken_prints(shared: Desk, tmp_path: Path) -> None:
    longest = Held(TODAY, "宣传活动", "名" * 500, "单" * 200, "地" * 200, 9, "内容一行\n" * 700)
    shared.perform(campaigns.enter, longest)
    campaigns.save(shared, TODAY, TODAY, tmp_path / "台账.pdf")
    assert Pdf((tmp_path / "台账.pdf").read_bytes()).text().count("内容一行") == 700
