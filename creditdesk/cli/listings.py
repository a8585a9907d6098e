"""Red and black lists from a terminal: what is listed, what a day brings, and lists that units reported."""

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, open_desk, with_desk
from creditdesk.services import listing_exits, listing_lists, listing_records, record_papers


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    listed = declare("listings", _list, "列出红黑名单和状态；到日的先生效、移出")
    with_desk(listed)
    listed.add_argument("--in-force", action="store_true", help="只列生效中的")
    as_json(listed)
    received = declare("listing-received", _adopt, "把认定单位报送的一条名单记录登记为生效的名单")
    with_desk(received)
    received.add_argument("number", help="认定文号")
    received.add_argument("--domain", required=True, help="所属领域")
    received.add_argument("--channel", required=True, help="公示渠道，退出公告在此发布")
    left = declare("listing-exit", _announce, "为一件已移出的名单生成退出公告")
    with_desk(left)
    left.add_argument("id", help="名单的编号，见 listings --json")


def _list(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        listing_exits.due(desk)
        chip = listing_lists.STANDING if parsed.in_force else ""
        rows = listing_lists.rows(desk, listing_lists.ids(desk, "", chip))
    told = [
        {"id": row.id, "subject": row.subject, "colour": row.colour, "domain": row.domain, "state": row.state}
        | {"list": row.list_name, "due": str(row.due or "")}
        for row in rows
    ]
    lines = [f"{row.number} {row.colour} {row.state} {row.subject} {row.list_name} {row.waits}".strip() for row in rows]
    answer(parsed, {"listings": told}, lines)


def _adopt(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        record_id = record_papers.by_number(desk, parsed.number)
        print(desk.perform(listing_records.adopt, record_id, parsed.domain, parsed.channel).sentence)


def _announce(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(desk.perform(listing_exits.announce, parsed.id).sentence)
