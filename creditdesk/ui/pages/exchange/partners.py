"""The pane 伙伴与证书: the office's certificate, and those of others, believed once their fingerprint was compared."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from creditdesk import files
from creditdesk.errors import InputProblem
from creditdesk.services import office_keys, packages, partners
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.office_keys import OwnCertificate
from creditdesk.services.partners import CertificateRow, PartnerRow, Seen
from creditdesk.ui import saving, theme
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.exchange.pane import ExchangePane, fill
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Elided
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.ui.widgets.small_form import small_choice, small_field
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

SIDE = 372
_COLUMNS = (
    Column("partner", "伙伴", kind="strong"),
    Column("holder", "证书持有人", kind="second"),
    Column("until", "有效期至", 110),
    Column("state", "状态", 92),
    Column("compared", "指纹核对", kind="second", hide_below=760),
)
_TONES = {partners.SOON: "soon", partners.EXPIRED: "today", partners.EARLY: "soon", partners.STOPPED: "text3"}
_FILTER = "证书 (*.pem *.crt *.cer *.der)"
_EXPORTED = "已导出本中心证书，交给伙伴时请当面或电话核对指纹"


class PartnersPane(ExchangePane):
    """Whom packages are exchanged with."""

    label = "伙伴与证书"
    nouns = frozenset({"partner", "partner_certificate", "office_key"})

    def build(self) -> None:
        """Lay out the partners at the left, the chosen certificate and the office's own at the right."""
        self.rows: list[tuple[PartnerRow, CertificateRow]] = []
        self._load = self.add_act("载入伙伴证书", "F8", self._choose_certificate)
        self._stop = self.add_act("停用证书", "Ctrl+Del", self._ask_stop)
        self._save = self.add_act("导出本中心证书", "Ctrl+E", self._save_own)
        self._renew = self.add_act("更新本中心密钥", "Ctrl+R", self._ask_renew)
        self._pkcs12 = self.add_act("载入 PKCS#12", "Ctrl+I", self._choose_pkcs12)
        self.table = Table(_COLUMNS, self.worker, "伙伴的证书")
        self.table.set_empty(
            EmptyState(
                "exchange", "还没有伙伴证书", "载入市平台或报送单位的证书，核对指纹后才能加密和核对签名", self._load
            )
        )
        self.table.chosen.connect(self._choose)
        panel = Panel("伙伴", "证书须与对方核对指纹后载入；换证期间新旧证书同时有效", flush=True)
        panel.body.addWidget(self.table)
        column = QVBoxLayout()
        column.addWidget(panel)
        self.lay_out(column, self._side())

    def reload(self) -> None:
        """Ask again for all certificates."""
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show)

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the act."""
        return (self.table, self.bar.primary)

    def load_file(self, path: Path) -> None:
        """Show what a certificate says, and ask how its fingerprint was compared."""
        try:
            data = files.read(path)
            self._show_trust(data, partners.look(data))
        except InputProblem as problem:
            self.frame.warn(problem.sentence)

    def load_pkcs12(self, path: Path) -> None:
        """Ask for the password of a PKCS#12 file and take the key in it."""
        try:
            data = files.read(path)
        except InputProblem as problem:
            self.frame.warn(problem.sentence)
            return
        password = small_field("password", "文件口令", required=False)
        line = password.editor.control
        if isinstance(line, QLineEdit):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self.frame.show_sheet(
            *ask_sheet(
                self.page, "载入签发机构的证书", "载入后用它签名；原密钥仍可打开此前的加密文件。", "载入", [password],
                lambda values: (office_keys.load, (data, values["password"])), self._said,
            )
        )  # fmt: skip

    def _side(self) -> QWidget:
        side = Panel("本中心证书", flush=True)
        side.setFixedWidth(SIDE)
        self.own, self.chosen = Facts(), Facts()
        self.title = Elided("", "title")
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.PAD)
        holder.setSpacing(theme.PAD_SMALL)
        for widget in (self.own, self.title, self.chosen):
            holder.addWidget(widget)
        side.body.addLayout(holder)
        side.body.addStretch(1)
        self.bar = ActionBar(self._load, more=[self._stop, self._save, self._renew, self._pkcs12], icon="plus")
        side.body.addWidget(self.bar)
        return side

    def _show(self, found: tuple[tuple[PartnerRow, ...], tuple[OwnCertificate, ...]]) -> None:
        rows, own = found
        self.rows = [(partner, one) for partner in rows for one in partner.certificates]
        fill(self.table, [_row(partner, one) for partner, one in self.rows])
        self.own.tell(_own_facts(own))
        self.tell(f"{len(rows)} 个伙伴")
        self._choose(self.table.current_id())

    def offer(self) -> None:
        """Let a certificate be stopped only where one is chosen."""
        self._choose(self.table.current_id())

    def _choose(self, at: object) -> None:
        chosen = self.rows[at] if isinstance(at, int) and at < len(self.rows) else None
        self.title.setText(chosen[0].name if chosen else "")
        self.chosen.tell(_facts(chosen[1]) if chosen else [])
        self._stop.setEnabled(chosen is not None and chosen[1].state != partners.STOPPED)

    def _choose_certificate(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "载入伙伴证书", "", _FILTER)
        if chosen:
            self.load_file(Path(chosen))

    def _choose_pkcs12(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "载入 PKCS#12", "", "PKCS#12 (*.p12 *.pfx)")
        if chosen:
            self.load_pkcs12(Path(chosen))

    def _show_trust(self, data: bytes, seen: Seen) -> None:
        name, way = small_field("name", "伙伴名称"), small_choice("way", "核对方式", partners.WAYS)
        name.show_value(seen.holder)
        told = (
            f"持有人：{seen.holder}\n有效期：{seen.valid_from} 至 {seen.valid_until}\n指纹：{seen.fingerprint}\n"
            "请与对方逐组核对指纹，一致后再载入。"
        )

        def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
            return partners.trust, (values["name"], data, values["way"], values["whom"])

        fields = [name, way, small_field("whom", "对方核对人")]
        self.frame.show_sheet(*ask_sheet(self.page, "载入伙伴证书", told, "指纹一致，载入", fields, call, self._said))

    def _ask_stop(self) -> None:
        at = self.table.current_id()
        if isinstance(at, int) and at < len(self.rows):
            partner, one = self.rows[at]
            self.frame.show_sheet(
                *ask_sheet(
                    self.page, f"停用 {partner.name} 的证书", "停用后不再用它加密，也不再承认它的签名。", "停用",
                    [small_field("reason", "理由")], lambda values: (partners.stop, (one.id, values["reason"])),
                    self._said,
                )
            )  # fmt: skip

    def _ask_renew(self) -> None:
        self.worker.act(office_keys.renew, on_done=self._said, on_problem=self.frame.warn)

    def _save_own(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "导出本中心证书", "certificate.pem", "证书 (*.pem)")
        if path:
            self.save_own(Path(path))

    def save_own(self, path: Path) -> None:
        """Write the office's certificate into a file, to be handed to whoever checks its packages."""
        self.worker.ask(
            packages.certificate, owner=(self, "pem"),
            on_done=lambda pem: saving.save(self.worker, path, pem, lambda _told: self.frame.say(_EXPORTED)),
        )  # fmt: skip

    def _said(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)


def _look(desk: Desk) -> tuple[tuple[PartnerRow, ...], tuple[OwnCertificate, ...]]:
    return partners.listing(desk), office_keys.own(desk)


def _row(partner: PartnerRow, one: CertificateRow) -> Row:
    return {
        "partner": partner.name,
        "holder": one.holder,
        "until": str(one.valid_until),
        "state": Cell(one.state, tone=_TONES.get(one.state, "ample")),
        "compared": one.compared,
    }


def _facts(one: CertificateRow) -> list[tuple[str, str | QWidget]]:
    return [
        ("持有人", one.holder),
        ("有效期", f"{one.valid_from} 至 {one.valid_until}，{one.state}"),
        ("核对", one.compared),
        ("指纹", one.fingerprint),
    ]


def _own_facts(own: Sequence[OwnCertificate]) -> list[tuple[str, str | QWidget]]:
    told: list[tuple[str, str | QWidget]] = []
    for one in own:
        if one.active:
            told += [
                ("持有人", one.holder),
                ("有效期", f"{one.valid_from} 至 {one.valid_until}"),
                ("指纹", one.fingerprint),
            ]
        else:
            told.append(("旧证书", f"有效期至 {one.valid_until}，只用于打开此前的加密文件"))
    return told
