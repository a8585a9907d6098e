"""The platform's upload templates (报送模板) filled with the rows of a package, for whoever uploads by hand."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.layouts import Layout
from creditdesk.errors import InputProblem
from creditdesk.exchange.templates import Template, template_name, write_template
from creditdesk.models import Package, PackageRow, Record, RecordVersion
from creditdesk.services import offices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.packages import WITHDRAWN
from creditdesk.services.powers import Power

Content = dict[str, str]
_CONTESTED, _STATUS = "异议", "status"
_AFTER = {False: "", True: "-撤销"}


def choices(catalogue: Catalogue, kinds: frozenset[str]) -> tuple[Layout, ...]:
    """Return the layouts by which rows of these kinds can be uploaded, in the order of the kinds."""
    return tuple(
        layout for kind in catalogue.current_kinds() if kind.name in kinds for layout in catalogue.layouts_of(kind)
    )


def offered(desk: Desk, package_id: str) -> tuple[Layout, ...]:
    """Return the layouts by which the rows of a package can be uploaded."""
    with desk.read() as session:
        counts = session.get_one(Package, package_id).counts
    return choices(desk.catalogue, frozenset(key.partition(".")[0] for key in counts))


def package_of(session: Session, serial: int, receiver: str = "") -> Package:
    """Return the package of a serial number in the chain with a receiver, by default the platform's."""
    receiver = receiver or offices.office_of(session).receiver
    query = select(Package).where(Package.receiver == receiver, Package.serial == serial)
    package = session.scalar(query)
    if package is None:
        raise InputProblem(f"报送“{receiver}”的数据包没有第{serial:04d}号，请核对序号。")
    return package


@act("package.template", Power.EXCHANGE, "制作上传模板")
def write(a: Act, package_id: str, layout_name: str, folder: Path) -> Result:
    """Write the rows of one kind in a package into the workbook of a layout; nothing is left behind when that fails.

    What is withdrawn stands in a workbook of its own, so that nobody uploads it as valid.
    """
    if not folder.is_dir():
        raise InputProblem(f"没有文件夹{folder}，请检查U盘是否插好后重新选择。")
    package, layout = a.session.get_one(Package, package_id), _layout(a.catalogue, layout_name)
    template = Template(a.catalogue.kind(layout.kind), layout)
    files: dict[Path, int] = {}
    try:
        for withdrawn, after in _AFTER.items():
            if _any(a.session, package, layout.kind, withdrawn=withdrawn):
                path = folder / template_name(package.serial, package.created_at, layout, after)
                files[path] = write_template(path, template, _contents(a, package, layout, withdrawn=withdrawn))
    except BaseException:
        for path in files:
            path.unlink(missing_ok=True)
        raise
    if not files:
        raise InputProblem(f"第{package.serial:04d}号数据包里没有{template.name}，不能按{layout.label}写出。")
    rows = sum(files.values())
    a.say(f"已按{layout.label}写出第{package.serial:04d}号数据包的{template.name}{rows}条")
    return {"package": package.id, "layout": layout.name, "rows": rows, "files": [str(path) for path in files]}


def _layout(catalogue: Catalogue, name: str) -> Layout:
    for layout in catalogue.layouts:
        if name in (layout.name, layout.label):
            return layout
    known = "、".join(f"{layout.name}（{layout.label}）" for layout in catalogue.layouts)
    raise InputProblem(f"没有版式“{name}”，可用的有：{known}。")


def _any(session: Session, package: Package, kind: str, *, withdrawn: bool) -> bool:
    query = select(PackageRow.record_id).join(Record, Record.id == PackageRow.record_id)
    query = query.where(PackageRow.package_id == package.id, Record.kind == kind, _action(withdrawn=withdrawn))
    return session.scalar(query.limit(1)) is not None


def _action(*, withdrawn: bool) -> ColumnElement[bool]:
    return (PackageRow.action == WITHDRAWN).is_(withdrawn)


def _contents(a: Act, package: Package, layout: Layout, *, withdrawn: bool) -> Iterator[Content]:
    """Yield the contents as they left; an objection shows where the layout's status has a word for it."""
    status = a.catalogue.kind(layout.kind)
    marks = status.has(_STATUS) and _CONTESTED in status.field(_STATUS).choices
    for row, content in rows_of(a.session, package.id, layout.kind):
        if (row.action == WITHDRAWN) is withdrawn:
            yield {**content, _STATUS: _CONTESTED} if marks and row.marked else content


def rows_of(session: Session, package_id: str, kind: str) -> Iterator[tuple[PackageRow, Content]]:
    """Yield the rows of one kind in a package with their contents in the version that left."""
    query = (
        select(PackageRow, RecordVersion.content, Record.content)
        .join(Record, Record.id == PackageRow.record_id)
        .join(
            RecordVersion,
            (RecordVersion.record_id == PackageRow.record_id) & (RecordVersion.version == PackageRow.version),
        )
        .where(PackageRow.package_id == package_id, Record.kind == kind)
        .order_by(Record.id)
        .execution_options(yield_per=1000)
    )
    for row, former, present in session.execute(query):
        yield row, present if former is None else former
