"""A new enquiry: about whom, who asks on what authority for what, and what the report would hold."""

from collections.abc import Callable
from datetime import date

from creditdesk.catalog.enquiries import EnquiryRule
from creditdesk.services import credit_reports, subjects
from creditdesk.services.credit_reports import Outlook
from creditdesk.services.desk import Desk
from creditdesk.services.subjects import SubjectRow
from creditdesk.ui.pages.asking_form import AskingForm
from creditdesk.ui.pages.looking_up import AboutForm, subject_looked
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.worker import Worker


class Opening(AboutForm):
    """The form of a new enquiry."""

    def __init__(self, worker: Worker, rule: EnquiryRule, today: Callable[[], date]) -> None:
        super().__init__("出具信用报告", worker, subject_looked("请换名称或代码再查；没有记录的主体不能出具报告"))
        self.rule = rule
        self.subject: SubjectRow | None = None
        self.form = AskingForm("查询人", rule.authorities, today)
        self.outlook = Label("", "second", wrap=True)
        self.fill(self.looking, Label("查询事项", "strong"), line(), self.form, self.outlook)
        self.form.fields["authority"].editor.edited.connect(self._foresee)
        self.form.walked_out.connect(self.submit)

    def empty(self) -> None:
        """Let nothing be chosen or filled in but what is usual."""
        self.subject = None
        self.outlook.setText("")
        self.form.set_values({"applicant": "", "authority": self.rule.authorities[0].label, "proof": "", "purpose": ""})
        self.form.fit()

    def take(self, subject_id: str) -> None:
        """Ask about this subject."""
        self.worker.ask(_subject, subject_id, owner=(self, "subject"), on_done=self._take)

    def submit(self) -> None:
        """Issue the report, or go to what is missing."""
        if self.subject is None:
            self.message.tell("请先选择查询哪个主体")
            self.looking.go()
            return
        asking = self.form.asking()
        if asking is not None:
            self.perform(credit_reports.issue, self.subject.id, asking)

    def _take(self, row: SubjectRow) -> None:
        self.subject = row
        self.message.tell("")
        if not self.form.values()["applicant"] and self.form.authority.own:
            self.form.set_values({"applicant": row.name})
        self.looking.show_chosen(row.name, f"{row.category}　{row.code}")
        self.outlook.setText("")
        self._foresee()
        self.form.go_to_first()

    def _foresee(self) -> None:
        """Tell what a report on the chosen authority would hold."""
        if self.subject is not None:
            authority = self.form.authority
            ask = (credit_reports.outlook, self.subject.id, authority.code)
            self.worker.ask(*ask, owner=(self, "outlook"), on_done=self._tell)

    def _tell(self, outlook: Outlook | None) -> None:
        if outlook is None:
            label = self.form.authority.label
            self.outlook.setText(f"{'、'.join(self.form.authority.categories)}以外的主体不能凭“{label}”查询。")
            return
        told = f"可列入 {outlook.listed:,} 条，因信息使用范围不列入 {outlook.left_out:,} 条。"
        if outlook.free is not None:
            free = f"本次在每年 {self.rule.free_reports} 份免费之内" if outlook.free else "本次不在免费份数之内"
            told += f"本人今年已查询 {outlook.own_reports} 份，{free}。"
        self.outlook.setText(told)


def _subject(desk: Desk, subject_id: str) -> SubjectRow:
    return subjects.rows(desk, [subject_id])[0]
