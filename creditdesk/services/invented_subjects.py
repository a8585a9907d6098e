"""Invented subjects of a county: names with a realistic spread of characters, and codes whose check digits hold.

Every name ends in （示例）. No code can be anybody's: citizen numbers begin with a county that does not exist, and no
organisation code was ever given that begins with X.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from stdnum.cn.uscc import calc_check_digit
from stdnum.iso7064 import mod_11_2, mod_11_10

from creditdesk.rules.identifiers.org_code import check_character

INVENTED = "（示例）"
DIVISION = "410122"

_NOWHERE = "419900"
_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FIRST_BIRTH = date(1945, 1, 1)
_BIRTH_DAYS = 22000
_SEQUENCES = 1000

# The commonest surnames, commonest first; the same for characters of given names, of firms, and for trades.
_SURNAMES = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟",
    *"汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪",
    *"严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳",
    *("欧阳", "上官", "司马", "诸葛", "夏侯", "单", "解", "查", "仇", "区", "盖", "尉迟"),
)
_GIVEN = (
    *"伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文辉玲红建华国志玉春海晓永小金林东梅云立新生荣学德成光庆福",
    *"宝祥龙波宁俊浩鹏飞宇博轩涵子梓一欣怡佳嘉雨思梦婷雪琳瑶萍莉燕兰凤珍翠爱香月巧素彩菊琴芬芝莲淑慧颖倩雅洁",
    *"琪璐晨阳旭峰斌凯鑫亮乐天昊然诺泽睿瀚霖皓逸舟航帆远山川江河湖田树木森柏松竹书礼仁义信忠孝康安顺和泰昌盛",
    *"兴旺家继绍宗先正宏广大中民维振培耀世全才良贤喜民根柱栓锁铁钢铜银芹苗蕊蓉薇菲晴岚彤艺萌璇琛珂骏骁恒",
)
_FIRM = (
    *"鑫盛华源达丰瑞泰恒兴隆福祥和顺通宏康金龙宇德诚信豪嘉永联美佳安天中新东海大万利民凯亚远航创博众合正汇锦荣广",
    *"富发益旺运昌明星光辉耀腾飞鹏翔云峰宝玉润泽雅馨悦禾田园绿春秋农牧科技智数网易优品味香鲜食百年老乡村河洛豫牟",
    *"郑汴官渡雁鸣雪松翠竹兰梅菊荷柳杨桐槐榆桃杏枣石铁钢铜木水火土山川江湖泉溪林森",
)
_TRADES = (
    *(
        "商贸",
        "建筑工程",
        "餐饮管理",
        "物流",
        "装饰工程",
        "农业科技",
        "食品",
        "建材",
        "机械设备",
        "汽车服务",
        "信息技术",
    ),
    *(
        "劳务",
        "房地产开发",
        "文化传媒",
        "医药",
        "电子商务",
        "园林绿化",
        "市政工程",
        "包装",
        "印刷",
        "化工",
        "纺织",
        "教育咨询",
    ),
    *(
        "环保科技",
        "新能源",
        "企业管理咨询",
        "养殖",
        "种植",
        "酒店管理",
        "人力资源",
        "仓储服务",
        "消防设备",
        "广告",
        "运输",
    ),
)
_ORGANISATIONS = ("有限公司", "有限责任公司", "股份有限公司", "有限公司中牟分公司", "合伙企业（有限合伙）")
_SHOPS = (
    *(
        "商店",
        "超市",
        "饭店",
        "面馆",
        "便利店",
        "烟酒店",
        "服装店",
        "理发店",
        "药店",
        "五金店",
        "烩面馆",
        "蔬菜店",
        "水果店",
    ),
    *("修理部", "建材门市部", "母婴用品店", "手机店", "早餐店", "养殖场", "家具店", "打印部", "洗车行", "快递代办点"),
)
_PLACES = (
    *(
        "中牟县",
        "中牟",
        "河南",
        "郑州",
        "中牟县官渡镇",
        "中牟县狼城岗镇",
        "中牟县雁鸣湖镇",
        "中牟县刘集镇",
        "中牟县韩寺镇",
    ),
    *("中牟县黄店镇", "中牟县姚家镇", "中牟县青年路街道", "中牟县东风路街道", "中牟县广惠街街道", "中牟县大孟镇"),
)
_TASKS = (
    *(
        "市场监督管理",
        "城市管理",
        "交通运输",
        "生态环境",
        "应急管理",
        "农业农村",
        "文化广电旅游",
        "卫生健康",
        "公安",
        "教育",
    ),
    *("住房和城乡建设", "自然资源", "民政", "水利", "人力资源社会保障", "税务", "消防救援", "烟草专卖"),
)
_CATEGORIES = ("法人及非法人组织", "个体工商户", "自然人")
_SHARES = (25, 60, 100)


class Spread:
    """Draws words as language does: the second half as often as the first, the third a third as often."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._weights = list(accumulate(1 / (place + 3) for place in range(len(words))))

    def draw(self, chance: Random, count: int) -> list[str]:
        """Return this many words."""
        return chance.choices(self._words, cum_weights=self._weights, k=count)


_SURNAME, _GIVENS, _FIRMS = Spread(_SURNAMES), Spread(_GIVEN), Spread(_FIRM)
_TRADE, _ORGANISATION, _SHOP, _PLACE = Spread(_TRADES), Spread(_ORGANISATIONS), Spread(_SHOPS), Spread(_PLACES)


@dataclass(frozen=True, slots=True)
class Unit:
    """An invented source unit and how its decisions are numbered."""

    name: str
    uscc: str
    prefix: str


def units() -> tuple[Unit, ...]:
    """Return the units that decide and report in an invented county."""
    return tuple(
        Unit(f"中牟县{task}局{INVENTED}", uscc_of("11", f"X{number:07}"), f"示{task[0]}")
        for number, task in enumerate(_TASKS)
    )


def subjects(chance: Random, first: int, count: int) -> Iterator[dict[str, str]]:
    """Yield what records say of `count` subjects; the same serial number (from `first`) has the same codes."""
    surnames, given = _SURNAME.draw(chance, 2 * count), _GIVENS.draw(chance, 4 * count)
    firms, trades, places = _FIRMS.draw(chance, 3 * count), _TRADE.draw(chance, count), _PLACE.draw(chance, count)
    endings, shops = _ORGANISATION.draw(chance, count), _SHOP.draw(chance, count)
    categories = chance.choices(_CATEGORIES, cum_weights=_SHARES, k=count)
    for place in range(count):
        serial, category = first + place, categories[place]
        # One given name in six has a single character.
        person = surnames[2 * place] + "".join(given[4 * place : 4 * place + (1 if serial % 6 == 0 else 2)]) + INVENTED
        content = {"subject_category": category}
        if category == "自然人":
            yield content | {
                "subject_name": person,
                "document_type": "身份证",
                "document_number": citizen_number(serial),
            }
            continue
        firm = places[place] + "".join(firms[3 * place : 3 * place + (3 if serial % 5 == 0 else 2)])
        traded = trades[place] + endings[place] if category == "法人及非法人组织" else shops[place]
        content |= {"subject_name": f"{firm}{traded}{INVENTED}", "legal_representative": person}
        yield content | _codes(category, serial)


def _codes(category: str, serial: int) -> dict[str, str]:
    """Return the codes of an organisation or a sole trader; every third also has old ones."""
    codes = {"uscc": uscc_of("92" if category == "个体工商户" else "91", f"X{_in_31(serial)}")}
    if serial % 3 == 0:
        nature = "6" if category == "个体工商户" else "0"
        codes |= {"org_code": codes["uscc"][8:17], "reg_number": reg_number(nature, serial)}
    if serial % 4 == 0:
        codes |= {"representative_document_type": "身份证", "representative_document_number": citizen_number(serial)}
    return codes


def uscc_of(head: str, body: str) -> str:
    """Return the unified social credit code over a registration class and eight characters of an organisation code."""
    code = f"{head}{DIVISION}{body}{check_character(body)}"
    return code + str(calc_check_digit(code))


def reg_number(nature: str, serial: int) -> str:
    """Return a registration number with its check digit; `nature` tells whose capital it is."""
    number = f"{DIVISION}{nature}{serial % 10**7:07}"
    return number + str(mod_11_10.calc_check_digit(number))


def citizen_number(serial: int) -> str:
    """Return the citizen number of nobody, another for each serial number up to 22 million."""
    sequence, day = divmod(serial, _BIRTH_DAYS)
    birth = _FIRST_BIRTH + timedelta(days=day)
    number = f"{_NOWHERE}{birth:%Y%m%d}{sequence % _SEQUENCES:03}"
    return number + str(mod_11_2.calc_check_digit(number))


def _in_31(serial: int) -> str:
    """Return seven places over the characters a code may have."""
    places = ""
    for _ in range(7):
        serial, digit = divmod(serial, len(_CODE_CHARACTERS))
        places = _CODE_CHARACTERS[digit] + places
    return places
