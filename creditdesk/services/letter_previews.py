"""A letter before it takes its number: its picture, and what is checked before it may be issued."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.catalog.letters import LetterForm
from creditdesk.documents import glyphs
from creditdesk.documents.letter import LetterContent, letter_pdf
from creditdesk.models import Case, Letter
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import Clocks
from creditdesk.rules.urgency import Urgency, words
from creditdesk.services import cases, letters, objection_letters, offices, registers, unit_reminders, wordings
from creditdesk.services.desk import Desk
from creditdesk.services.paper import Paper


class Standing(StrEnum):
    """What a check found: it passed, it stops the letter, or the officer must confirm once."""

    PASSED = "passed"
    BLOCKED = "blocked"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Check:
    """One thing looked at before a letter is issued."""

    name: str
    detail: str
    verdict: str
    standing: Standing


@dataclass(frozen=True)
class Preview:
    """A letter as it would be issued now; `pdf` is empty when it cannot be drawn."""

    pdf: bytes
    number: str
    title: str
    addressee: str
    case_number: str
    copies: int
    copies_note: str
    urgency: Urgency
    words: str
    checks: tuple[Check, ...]


def preview(desk: Desk, case_id: str, act_name: str, data: Mapping[str, Any]) -> Preview:
    """Draw the letter an act would send and check it; takes no number. `data` may name another `unit_id`."""
    with desk.read() as session:
        case = cases.case_of(session, case_id)
        session.expunge(case)  # the chosen unit is shown in the picture, and written by the act alone
        case.unit_id = data.get("unit_id") or case.unit_id
        act = procedures.act_named(desk.catalogue.procedure(case.procedure), act_name)
        form = desk.catalogue.letter(act.letter or "")
        looked = _Look(desk, session, case, form, objection_letters.values(Paper.of_desk(desk, session), case, data))
        return looked.preview(looked.checks(act.event or ""))


def reminder(desk: Desk, case_ids: Sequence[str]) -> Preview:
    """Draw the letter that urges a unit about these cases, and check it; InputProblem when it may not be sent."""
    form = desk.catalogue.letter(unit_reminders.FORM)
    with desk.read() as session:
        case = cases.case_of(session, case_ids[0])
        values = unit_reminders.values_of(Paper.of_desk(desk, session), case_ids)
        looked = _Look(desk, session, case, form, values)
        return looked.preview(looked.plain_checks())


class _Look:
    """One letter looked at before it is issued."""

    def __init__(self, desk: Desk, session: Session, case: Case, form: LetterForm, values: dict[str, Any]) -> None:
        self.desk, self.session, self.case, self.form = desk, session, case, form
        self.today = desk.clock().date()
        self.series = letters.series_of(offices.office_of(session), form)
        self.serial = registers.upcoming(session, self.series, self.today.year)
        self.number = letters.letter_number(self.series, self.today.year, self.serial)
        self.values = values
        wording = wordings.current(session, form, self.today)
        self.content: LetterContent = letters.drafted(session, wording, self.values, self.number, self.today)
        self.text = "".join(self.content.texts())
        self.lacking = glyphs.missing(self.text)
        self.clocks: Clocks = cases.clocks_of(case, desk.catalogue, desk.calendar, self.today)

    def preview(self, checks: Iterable[Check]) -> Preview:
        """Return the letter as it would be issued now."""
        now = self.clocks
        return Preview(
            b"" if self.lacking else letter_pdf(self.content),
            self.number,
            self.content.title,
            self.content.addressee,
            self.case.number,
            self.form.copies,
            self.form.copies_note,
            now.urgency,
            words(now.urgency, now.slack_days),
            tuple(checks),
        )

    def checks(self, event: str) -> Iterator[Check]:
        """Look at the letter, one thing after the other."""
        yield self._glyphs()
        yield self._register()
        yield self._deadline(event)
        yield self._agreement()
        if self.form.name in ("outcome", "refusal"):
            yield self._reasons()
        yield self._seal()

    def plain_checks(self) -> Iterator[Check]:
        """Look at what every letter needs, whatever it says."""
        yield self._glyphs()
        yield self._register()
        yield self._seal()

    def _seal(self) -> Check:
        return Check("盖章", "成文日期处留有盖章位置，请盖实体印章", "请确认", Standing.CONFIRM)

    def _glyphs(self) -> Check:
        if self.lacking:
            detail = f"现有字体印不出{'、'.join(self.lacking[:8])}，请核对用字，或在“设置”里指定字体"
            return Check("字形检查", detail, "不通过", Standing.BLOCKED)
        return Check("字形检查", f"全文 {len(self.text)} 字均可印出，字体已嵌入", "通过", Standing.PASSED)

    def _register(self) -> Check:
        year = self.today.year
        query = select(func.count()).where(Letter.series == self.series, Letter.year == year, Letter.sub == 0)
        issued = self.session.scalar(query) or 0
        if issued != self.serial - 1:
            detail = f"登记簿有 {issued} 件，末号是〔{year}〕{self.serial - 1}号，请先运行“体检”"
            return Check("编号", detail, "不通过", Standing.BLOCKED)
        before = f"上一号〔{year}〕{issued}号，本年连续无缺号" if issued else "本年第一号"
        return Check("编号", before, "通过", Standing.PASSED)

    def _deadline(self, event: str) -> Check:
        rule = cases.rule_of(self.case, self.desk.catalogue)
        stage = next((one for one in rule.stages if one.ends == event), None)
        due = next((one.latest for one in self.clocks.stages if stage and one.name == stage.name), None)
        if stage is None or due is None:
            due = self.clocks.effective_due
            return Check(
                "期限", f"本文书没有单独期限，本件最晚 {due} 办理下一步" if due else "没有期限", "按期", Standing.PASSED
            )
        if due < self.today:
            late = self.desk.calendar.between(due, self.today)
            detail = f"{stage.label} {due} 到期，今日印发已逾期 {late} 个工作日"
            return Check("期限", detail, "请确认", Standing.CONFIRM)
        return Check("期限", f"{stage.label} {due} 到期，今日印发按期", "按期", Standing.PASSED)

    def _agreement(self) -> Check:
        """See whether the letter names whom it goes to, the case, and every contested field."""
        wanted = [self.case.number, *(f"“{item['field']}”" for item in self.values["items"])]
        if self.form.name in ("refusal", "supplement"):
            wanted = [self.case.number]
        lacking = [word for word in wanted if word not in self.text]
        if not self.content.addressee.strip() or lacking:
            detail = f"正文里没有{'、'.join(lacking) or '主送'}，请核对案卷"
            return Check("主送与正文", detail, "不一致", Standing.BLOCKED)
        return Check("主送与正文", f"主送{self.content.addressee}，案号、字段与案卷一致", "一致", Standing.PASSED)

    def _reasons(self) -> Check:
        reasons = [item["reason"] for item in self.values["items"]] if self.form.name == "outcome" else []
        told = all(reasons) if reasons else bool(str(self.values.get("reason", "")).strip())
        remedies = all(word in self.text for word in ("行政复议", "行政诉讼", "牟信用〔2017〕3号"))
        if not (told and remedies):
            return Check("理由与救济", "理由、依据或救济途径没有写全，请补写", "不齐全", Standing.BLOCKED)
        return Check("理由与救济", "载明理由、依据和救济途径", "齐全", Standing.PASSED)
