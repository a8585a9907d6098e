"""The sample desk: an invented office whose first weeks of 2026 are acted out, day by day, through the real acts.

Everything in it is visibly invented. Its passphrase is no secret; a real office founds a desk of its own.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from creditdesk import paths
from creditdesk.errors import InputProblem
from creditdesk.exchange.whole_files import replace_file
from creditdesk.models import Officer
from creditdesk.services import (
    imports,
    letters,
    objection_lists,
    objections,
    officers,
    offices,
    packages,
    record_lists,
    releases,
)
from creditdesk.services.acts import Changes
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested, Decision
from creditdesk.services.offices import Office
from creditdesk.vault import DEFAULT_COST, Cost

PASSPHRASE = "shili-desk-2026"  # noqa: S105 - no secret: the sample desk holds invented data only
HEAD, MAKER, CHECKER = "赵示例", "王示例", "李示例"
FOUNDED = date(2026, 1, 5)
TODAY = date(2026, 2, 12)
SHEET = "双公示-行政处罚.xlsx"
_OFFICE = Office(
    "中牟县信用中心（示例）",
    uscc="12410122MB0K00025G",
    address="中牟县示例路1号",
    phone="0371-00000000",
    contact=MAKER,
)


@dataclass(frozen=True)
class MainJob:
    """Where the main job left its papers."""

    desk: Path
    letters: tuple[Path, ...]
    package: Path
    certificate: Path
    rejected: Path

    def as_json(self, pictures: list[Path]) -> str:
        """Return the paths as one JSON object on one line."""
        told: dict[str, Any] = {
            "desk": str(self.desk),
            "letters": [str(path) for path in self.letters],
            "package": str(self.package),
            "certificate": str(self.certificate),
            "rejected": str(self.rejected),
            "pictures": [str(path) for path in pictures],
        }
        return json.dumps(told, ensure_ascii=False)


def found(folder: Path, cost: Cost = DEFAULT_COST) -> Desk:
    """Found the sample desk with its three officers; returns it open for its head."""
    desk, _ = offices.create_desk(folder, _OFFICE, HEAD, PASSPHRASE, clock=fixed_clock(FOUNDED), cost=cost)
    try:
        officers.add(desk, MAKER, "maker", PASSPHRASE)
        officers.add(desk, CHECKER, "checker", PASSPHRASE)
    except BaseException:
        desk.close()
        raise
    return desk


def main_job(out: Path, cost: Cost = DEFAULT_COST, tell: Callable[[str], object] = print) -> MainJob:
    """Do the whole main job on the sample input: desk, import, objection with its letters, package."""
    if out.exists() and any(out.iterdir()):
        raise InputProblem(f"文件夹{out}里已有文件，请换一个空文件夹。")
    out.mkdir(parents=True, exist_ok=True)
    with found(out / "desk", cost) as desk:
        tell(f"已建立示例桌面 {out / 'desk'}")
        received = date.fromisoformat(sample_objection()["received_on"])
        rejected = out / "退回.xlsx"
        tell(import_sheet(desk, rejected, received))
        tell(settle_objection(desk))
        issued = tuple(_letter_files(desk, out / "letters"))
        tell(propose_package(desk))
        released = release_package(desk)
        tell(released.sentence)
        package = hand_package_over(desk, released, out)
        certificate = out / "certificate.pem"
        replace_file(certificate, packages.certificate(desk))
    return MainJob(out / "desk", issued, package, certificate, rejected)


def import_sheet(desk: Desk, rejected: Path, on: date) -> str:
    """Import the sample sheet on a day of the past and write its faulty rows back; returns what was done."""
    desk.clock = fixed_clock(on, hour=9)
    planned = imports.plan(desk, paths.resources() / "samples" / SHEET, "xzcf")
    imports.write_back(planned, rejected)
    return desk.perform(imports.run, planned).sentence


@contextmanager
def acting_as(desk: Desk, name: str) -> Iterator[None]:
    """Let another officer act at the open desk: the sample's officers take turns, real ones come in by themselves."""
    before = desk.officer
    with desk.read() as session:
        desk.officer = session.scalars(select(Officer).where(Officer.name == name)).one()
    try:
        yield
    finally:
        desk.officer = before


def propose_package(desk: Desk) -> str:
    """Let the maker propose the package; returns what was done."""
    with acting_as(desk, MAKER):
        return desk.perform(releases.propose).sentence


def release_package(desk: Desk) -> Changes:
    """Let the checker release what the maker proposed."""
    proposal = releases.waiting(desk)
    if proposal is None:
        raise InputProblem("没有等待签发的数据包。")
    with acting_as(desk, CHECKER):
        return desk.perform(releases.release, proposal.id)


def hand_package_over(desk: Desk, released: Changes, folder: Path) -> Path:
    """Write the package that was released into a folder; the invented platform has no certificate."""
    done = releases.hand_over(desk, released.result["packages"], folder, "示例数据，接收单位没有证书")
    return Path(str(done.result["files"][0]))


def sample_objection() -> dict[str, Any]:
    """Return the sample objection: what is contested, and the day of each step."""
    told: dict[str, Any] = json.loads((paths.resources() / "samples" / "objection.json").read_text("utf-8"))
    return told


def settle_objection(desk: Desk) -> str:
    """Carry the sample objection from its receipt to its end, each step on its own day; returns the last sentence."""
    told = sample_objection()
    wanted = record_lists.Filter(kind=told["kind"], text=told["decision_number"])
    record_id = record_lists.ids(desk, wanted)[0]
    items = [Contested(record_id, one["field"], one["claimed"]) for one in told["items"]]
    opening = {name: told[name] for name in ("applicant", "request", "channel", "materials")}
    day = _standing_on(desk, told["received_on"])
    case_id = str(desk.perform(objections.receive, items, received_on=day, **opening).result["case"])
    _standing_on(desk, told["accepted_on"])
    desk.perform(objections.accept, case_id)
    _standing_on(desk, told["forwarded_on"])
    desk.perform(objections.forward, case_id)
    desk.perform(objections.deliver, case_id, _standing_on(desk, told["delivered_on"]))
    desk.perform(objections.opinion, case_id, _standing_on(desk, told["opinion_on"]), told["opinion"])
    _standing_on(desk, told["notified_on"])
    changes = desk.perform(objections.reply, case_id, _decisions(desk, case_id, told))
    return changes.sentence


def _standing_on(desk: Desk, day: str) -> date:
    today = date.fromisoformat(day)
    desk.clock = fixed_clock(today)
    return today


def _decisions(desk: Desk, case_id: str, told: dict[str, Any]) -> list[Decision]:
    decided = {one["field"]: one for one in told["items"]}
    return [
        Decision(item.id, decided[item.field]["outcome"], decided[item.field]["reason"], decided[item.field]["new"])
        for item in objection_lists.sheet(desk, case_id).items
    ]


def _letter_files(desk: Desk, folder: Path) -> Iterator[Path]:
    """Write the issued letters as files, the oldest first."""
    folder.mkdir()
    rows = letters.rows(desk, letters.ids(desk))
    for row in reversed(rows):
        path = folder / f"{row.number}.pdf"
        replace_file(path, letters.pdf_of(desk, row.id))
        yield path
