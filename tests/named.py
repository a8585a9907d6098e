"""A desk where two officers may read who reported, and a tip that somebody told."""

import shutil
from functools import cache
from pathlib import Path

from creditdesk import paths
from creditdesk.catalog.load import Catalogue, load
from creditdesk.services import informants, officers, readers, tips
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.informants import Informant
from creditdesk.services.tips import Told
from creditdesk.vault import Vault
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import UNIT

FIRST, SECOND, THIRD = "李示例", "赵示例", "孙示例"
ADMINISTRATOR = "钱示例"
WHY = "核实线索（示例）"
INFORMANT = Informant("举报人冯某示例", "13912345678", "示例县示例路66号", "隐名冯先生，熟人介绍")
TOLD = Told("举报", "来访", TODAY, "示例建材有限公司", "在多个工地销售没有标明生产日期的建材（示例）")
REFERRED = UNIT


def as_officer(folder: Path, name: str, phrase: str = PASSPHRASE) -> Desk:
    """Open a desk as one of its officers, with a real passphrase and a real slot; the forms are read once."""
    return Desk.enter(Vault.open(folder, name, phrase, cost=CHEAP), fixed_clock(TODAY), _forms())


@cache
def _forms() -> Catalogue:
    return load(paths.forms())


def build(founded: Path, folder: Path) -> Path:
    """Make a desk with two readers named by the head, who is none; returns its folder."""
    shutil.copytree(founded, folder)
    with as_officer(folder, OFFICER) as desk:
        for name, role in ((FIRST, "maker"), (SECOND, "checker"), (THIRD, "maker"), (ADMINISTRATOR, "system_admin")):
            officers.add(desk, name, role, PASSPHRASE)
    for name in (FIRST, SECOND):
        with as_officer(folder, name) as desk:
            readers.apply(desk, PASSPHRASE)
    with as_officer(folder, OFFICER) as desk:
        desk.perform(readers.start, [identity(desk, name) for name in (FIRST, SECOND)], "负责举报工作（示例）")
    return folder


def identity(desk: Desk, name: str) -> str:
    """Return an officer's identity."""
    return next(row.id for row in officers.listing(desk) if row.name == name)


def told(desk: Desk, informant: Informant = INFORMANT, what: Told = TOLD) -> str:
    """Enter a tip and return its identity."""
    return str(desk.perform(tips.receive, what, informant).result["tip"])


def read_by(folder: Path, name: str, tip_id: str, phrase: str = PASSPHRASE) -> Informant:
    """Look at who reported a tip, as an officer."""
    with as_officer(folder, name, phrase) as desk:
        return informants.look(desk, tip_id, WHY, phrase)
