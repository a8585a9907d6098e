"""What the sample office does besides objections: lists, a round, tips, promises, a repair, a record kept too long.

Each story is told by the maker in steps, one on each of its days; `steps` mixes them into the other work of those days.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from creditdesk.rules.measures import PUNISHMENT
from creditdesk.services import (
    commitments,
    listing_exits,
    listing_steps,
    listings,
    promises,
    record_lists,
    records,
    repairs,
    responses,
    round_lists,
    rounds,
    sample,
    subjects,
    tips,
)
from creditdesk.services.commitments import Found
from creditdesk.services.desk import Desk
from creditdesk.services.informants import Informant
from creditdesk.services.listings import Proposed
from creditdesk.services.promises import Promised
from creditdesk.services.record_lists import Filter
from creditdesk.services.responses import Done
from creditdesk.services.rounds import Initiation
from creditdesk.services.tips import Told

_SAFETY = "中牟县应急管理局（示例）"
_MARKET = "中牟县市场监督管理局（示例）"
_BUILDING = "中牟县住房和城乡建设局（示例）"
_FARMING = "中牟县农业农村局（示例）"
_CODES = {_MARKET: "11410122000000078U", _FARMING: "1141012200000014XF"}
_LISTED, _NOTICED = "91410122MA9X10180Y", "91410122MA9X1013XK"
_REPAIRED = "示环罚〔2025〕2号"
_TRUSTED = {"uscc": "91410122MA9X21015G", "subject_name": "示例苗木种植有限公司", "legal_representative": "何示例"}
_TRADER = {"uscc": "91410122MA9X22026U", "subject_name": "示例仓储服务有限公司", "legal_representative": "吕示例"}
_OLD = {"uscc": "91410122MA9X230377", "subject_name": "示例旧货贸易有限公司", "legal_representative": "施示例"}
_SITE = "“信用中牟”网站（示例）"
_MEASURES = ("列为重点监管对象", "限制参与公共资源交易活动")
_BLACK = Proposed(
    listings.BLACK, "安全生产（示例）", "安全生产严重失信主体名单（示例）", _SAFETY,
    "《河南省社会信用条例》第三十三条", "发生安全事故后拒不整改（示例）", "催告后仍未整改，情节严重（示例）",
    ("处罚决定书", "复查意见书"), _MEASURES, 24,
)  # fmt: skip
_SECOND = Proposed(
    listings.BLACK, "工程建设（示例）", "工程建设严重失信主体名单（示例）", _BUILDING,
    "《河南省社会信用条例》第三十三条", "拒不履行生效的处罚决定（示例）", "催告后仍未履行，情节严重（示例）",
    ("处罚决定书", "催告书"), _MEASURES[:1], 12,
)  # fmt: skip
_RED = Proposed(
    listings.RED, "农产品质量（示例）", "农产品质量守信红名单（示例）", _FARMING, "县实施方案四（二）",
    "抽检连续三年合格（示例）", "符合红名单认定标准（示例）", ("推荐表",), ("公共资源交易信用加分",), 12,
    "诚信道德模范",
)  # fmt: skip


def steps(desk: Desk) -> Iterator[tuple[date, Callable[[], object]]]:
    """Yield every step with its day; a story's steps are to be taken in the order of their days."""
    for story, days in _STORIES.items():
        told = story(desk)
        for month, day in days:
            yield date(sample.TODAY.year, month, day), partial(_next, desk, told)


def _next(desk: Desk, told: Iterator[None]) -> None:
    with sample.acting_as(desk, sample.MAKER):
        next(told, None)


def _listed(desk: Desk) -> Iterator[None]:
    """A black listing that is in force, and the round in which one unit answered and another is late."""
    subject = subjects.named(desk, _LISTED)
    listing = desk.perform(listings.propose, subject, _BLACK, _today(desk)).result["listing"]
    yield
    desk.perform(listing_steps.notice, listing, date(2026, 1, 30))
    yield
    desk.perform(listing_steps.serve, listing, _today(desk))
    yield
    desk.perform(listing_steps.decide, listing, "示应急列〔2026〕1号", _today(desk), date(2026, 2, 4))
    yield
    desk.perform(listing_steps.publish, listing, _today(desk), _SITE)
    listing_exits.due(desk)
    yield
    told = Initiation(
        _SAFETY, PUNISHMENT, "安全生产严重失信主体", "《河南省社会信用条例》第三十三条", date(2026, 2, 2),
        _MEASURES, (_MARKET, _BUILDING), (subject,), date(2026, 2, 11),
    )  # fmt: skip
    begun = desk.perform(rounds.start, told).result["round"]
    yield
    asked = round_lists.sheet(desk, begun).updates[0].responses
    desk.perform(responses.respond, asked[0].id, _today(desk), [Done(1, _MEASURES[0], date(2026, 2, 9))])


def _noticed(desk: Desk) -> Iterator[None]:
    """A second black listing, whose subject was told and may still object."""
    subject = subjects.named(desk, _NOTICED)
    listing = desk.perform(listings.propose, subject, _SECOND, _today(desk)).result["listing"]
    yield
    desk.perform(listing_steps.notice, listing, date(2026, 2, 26))


def _trusted(desk: Desk) -> Iterator[None]:
    """A firm that commits itself, comes on a red list and is let in without a paper that it promises."""
    _commit(desk, _TRUSTED, _FARMING, 1, commitment_topic="产品服务质量", decision_content="所售苗木均经检疫（示例）")
    subject = subjects.named(desk, _TRUSTED["uscc"])
    listing = desk.perform(listings.propose, subject, _RED, _today(desk)).result["listing"]
    yield
    desk.perform(listing_steps.publish, listing, _today(desk), _SITE, until=date(2026, 1, 30))
    yield
    desk.perform(listing_steps.decide, listing, "示农红〔2026〕1号", _today(desk), _today(desk))
    listing_exits.due(desk)
    yield
    told = Promised(
        "林木种子生产经营许可（示例）", _FARMING, ("仓储场所证明（示例）",), _today(desk), date(2026, 2, 26)
    )
    desk.perform(promises.make, subject, told)


def _committed(desk: Desk) -> Iterator[None]:
    """A commitment whose performance was looked at once and is to be looked at again."""
    text = {"commitment_topic": "安全生产", "decision_content": "仓库消防设施每月检查一次（示例）"}
    record = _commit(desk, _TRADER, _MARKET, 2, **text)
    yield
    found = Found(_today(desk), _MARKET, commitments.RUNNING, "二月的检查记录齐全（示例）", date(2026, 2, 25))
    desk.perform(commitments.check, record, found)


def _commit(desk: Desk, firm: Mapping[str, str], unit: str, serial: int, **text: str) -> str:
    content = {
        **firm,
        **_from(unit),
        "commitment_kind": "专项承诺",
        "commitment_use": "公开承诺",
        "decision_title": "信用承诺书（示例）",
        "decision_number": f"示承诺〔2026〕{serial}号",
        "decided_on": _today(desk).isoformat(),
        "due_on": "2026-12-31",
        "reason": "主动作出（示例）",
        "performance": commitments.RUNNING,
    }
    return str(desk.perform(records.enter, "commitment", content | text).result["record"])


def _outlived(desk: Desk) -> Iterator[None]:
    """A penalty that was entered from an old file and whose time is over by now."""
    content = {
        **_OLD,
        **_from(_MARKET),
        "decision_number": "示市监罚〔2020〕7号",
        "decided_on": "2020-09-14",
        "valid_until": "2021-09-14",
        "publicity_until": "2021-09-14",
        "penalty_kinds": "罚款",
        "procedure": "普通程序",
        "fine_amount": "0.300000",
        "breach_kind": "未明码标价（示例）",
        "facts": "未标明商品价格（示例）",
        "grounds": "《示例条例》第一条",
        "penalty_content": "罚款3000元（示例）",
        "severity": "一般",
        "grade": "一般",
        "grade_reason": "未造成人身损害，已改正（示例）",
    }
    desk.perform(records.enter, "penalty", content)
    yield


def _from(unit: str) -> dict[str, str]:
    """Return what the records of firms that a unit reports have in common."""
    return {
        "subject_category": "法人及非法人组织",
        "authority": unit,
        "authority_uscc": _CODES[unit],
        "usage_scope": "公示",
        "source_unit": unit,
        "source_unit_uscc": _CODES[unit],
        "status": "正常",
    }


def _told(desk: Desk) -> Iterator[None]:
    """A tip whose teller gave no name, referred to the unit that may act on it, and one that just came."""
    told = Told(tips.REPORTED, "来电", _today(desk), "示例丁食品加工厂（示例）", "使用过期原料（示例）")
    tip = desk.perform(tips.receive, told, Informant()).result["tip"]
    yield
    desk.perform(tips.refer, tip, _MARKET, date(2026, 2, 25))
    yield
    told = Told("舆情监测", "网上", _today(desk), "示例戊汽车修理厂（示例）", "多次收费后不维修（示例）")
    desk.perform(tips.receive, told, Informant())


def _repaired(desk: Desk) -> Iterator[None]:
    """A repair that was accepted and lies with the deciding unit."""
    record = record_lists.ids(desk, Filter(kind="penalty", text=_REPAIRED))[0]
    applicant = {"name": record_lists.sheet(desk, record).content["subject_name"], "phone": "0371-00000000"}
    papers = ("信用修复申请表", "履行义务的证明材料", "信用承诺书")
    received = desk.perform(
        repairs.receive, record, "普通", applicant=applicant, received_on=_today(desk), materials=papers
    )
    case = received.result["case"]
    yield
    desk.perform(repairs.accept, case)
    yield
    desk.perform(repairs.forward, case, _today(desk))


def _today(desk: Desk) -> date:
    return desk.clock().date()


_STORIES: Mapping[Callable[[Desk], Iterator[None]], tuple[tuple[int, int], ...]] = {
    _listed: ((1, 19), (1, 20), (1, 21), (2, 2), (2, 4), (2, 5), (2, 10)),
    _noticed: ((2, 9), (2, 10)),
    _trusted: ((1, 20), (1, 21), (2, 3), (2, 6)),
    _committed: ((1, 22), (2, 9)),
    _told: ((2, 3), (2, 4), (2, 11)),
    _outlived: ((2, 2),),
    _repaired: ((2, 3), (2, 4), (2, 6)),
}
"""Each story and the days of its steps, as month and day."""
