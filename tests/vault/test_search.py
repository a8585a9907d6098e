"""Names, sounds and codes are found from the first character on, the closest first."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine
from sqlcipher3 import dbapi2

from creditdesk.vault import schema, search, words
from creditdesk.vault.index_row import Entry, row_of
from creditdesk.vault.pinyin import readings

ENGINE = create_engine("sqlite://", module=dbapi2)
NAMES = st.text(st.sampled_from("中牟县王示例有限公司单曾𬭸䶮龘AbC12〔〕 （）·"), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def database() -> Connection:
    connection = ENGINE.connect()
    schema.upgrade(connection, "00" * 16)
    return connection


@pytest.fixture
def index(database: Connection) -> Connection:
    search.rebuild(
        database,
        [
            Entry("subject", "company", "中牟县示例商贸有限公司", ["旧名示例店"], ["91410122MA00000000"]),
            Entry("subject", "shan", "单示例", [], ["41012219900101123X"]),
            Entry("subject", "rare", "王𬭸"),
            Entry("subject", "rarer", "王\U00031350"),
            Entry("subject", "dotted", "阿依古丽·买买提示例"),
            Entry("subject", "latin", "ABC示例商贸（中牟）有限公司"),
            Entry("record", "penalty", "中牟县示例商贸有限公司", [], ["牟市监罚〔2026〕12号"]),
        ],
    )
    return database


def ids(connection: Connection, text: str, noun: str | None = None) -> list[str]:
    return [hit.id for hit in search.find(connection, text, noun)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("单", ["shan"]),
        ("单示例", ["shan"]),
        ("dan", ["shan"]),
        ("shan", ["shan"]),
        ("dsl", ["shan"]),
        ("ssl", ["shan"]),
        ("zhongmuxian", ["company", "penalty"]),
        ("zmxslsmyxgs", ["company", "penalty"]),
        ("ZM", ["company", "penalty", "latin"]),
        ("smyxgs", ["company", "penalty"]),
        ("例商贸", ["company", "latin", "penalty"]),
        ("旧名", ["company"]),
        ("名示", ["company"]),
        ("贸旧", []),
        ("例有", []),
        ("𬭸", ["rare"]),
        ("\U00031350", ["rarer"]),
        ("古丽买", ["dotted"]),
        ("古丽·买", ["dotted"]),
        ("ａｂｃ", ["latin"]),
        ("商贸 中牟", ["company", "latin", "penalty"]),
        ("中牟 单", []),
        ("914101", ["company"]),
        ("91410122ma00000000", ["company"]),
        ("123x", ["shan"]),
        ("12号", ["penalty"]),
        ("牟市监罚2026 12", ["penalty"]),
        ("2026", ["penalty"]),
        ("", []),
        (" 〔〕·' \" * ^ ", []),
        ("NEAR(中 牟)", []),
        ("赵", []),
    ],
)
def test_what_an_officer_types_finds(index: Connection, typed: str, found: list[str]) -> None:
    assert ids(index, typed) == found


def test_the_exact_name_comes_first_then_its_beginning_then_the_rest(index: Connection) -> None:
    for number, name in enumerate(["牟示例示例", "示例示例店", "示例示例", "示例示例公司"]):
        search.put(index, Entry("subject", f"n{number}", name))
    assert ids(index, "示例示例") == ["n2", "n3", "n1", "n0"]


def test_one_noun_can_be_searched_alone(index: Connection) -> None:
    assert ids(index, "商贸", "record") == ["penalty"]
    assert ids(index, "中牟", "record") == ["penalty"]
    assert ids(index, "中牟", "letter") == []


def test_no_more_than_asked_for(index: Connection) -> None:
    for number in range(30):
        search.put(index, Entry("subject", str(number), f"赵示例{number}"))
    assert len(search.find(index, "赵", "subject", 7)) == 7
    assert len(search.find(index, "示例", "subject", 7)) == 7
    assert len(set(search.find(index, "zhao", None, 100))) == 30


def test_putting_again_replaces_and_dropping_forgets(index: Connection) -> None:
    search.put(index, Entry("subject", "shan", "曾示例", [], ["1"]))
    assert ids(index, "单示例") == []
    assert ids(index, "123x") == []
    assert ids(index, "zengsl"[:4]) == ["shan"]
    assert search.find(index, "曾示例")[0].title == "曾示例"
    search.drop(index, "subject", "shan")
    search.drop(index, "subject", "never there")
    search.drop(index, "never there", "x")
    assert ids(index, "曾") == []


def test_nothing_of_a_dropped_name_stays_in_the_index(index: Connection) -> None:
    search.put(index, Entry("subject", "erased", "鑫淼垚示例", [], ["987654321"]))
    index.commit()
    search.drop(index, "subject", "erased")
    index.commit()
    blocks = index.exec_driver_sql("SELECT block FROM search_text_data").scalars().all()
    assert not any("鑫".encode() in block for block in blocks)
    for table in ("search_entry", "search_key"):
        rows = index.exec_driver_sql(f"SELECT * FROM {table}").all()
        assert "鑫" not in repr(rows)
        assert "987654321" not in repr(rows)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAMES, min_size=1, max_size=6), st.data())
def test_every_part_of_every_name_finds_it(database: Connection, names: list[str], data: st.DataObject) -> None:
    search.rebuild(database, [Entry("subject", str(number), name) for number, name in enumerate(names)])
    number = data.draw(st.integers(0, len(names) - 1))
    whole = words.normalised(names[number])
    start = data.draw(st.integers(0, max(len(whole) - 1, 0)))
    part = whole[start : data.draw(st.integers(start + 1, max(len(whole), start + 1)))]
    expected = {str(each) for each, name in enumerate(names) if part and part in words.normalised(name)}
    assert expected <= set(ids(database, part))
    if not (part.isascii() and part.isalpha()):
        assert expected == set(ids(database, part)) or part.isascii()


@given(st.text(max_size=20))
def test_no_text_breaks_the_search(database: Connection, typed: str) -> None:
    search.put(database, Entry("subject", "any", typed, [typed], [typed]))
    if words.normalised(typed):
        assert "any" in ids(database, typed)
    search.drop(database, "subject", "any")


@pytest.mark.parametrize(
    ("name", "first"),
    [("中牟县", ("zhong", "mu", "xian")), ("重庆长安", ("chong", "qing", "chang", "an")), ("abc", ()), ("", ())],
)
def test_the_usual_reading_comes_first(name: str, first: tuple[str, ...]) -> None:
    assert next(iter(readings(name)), ()) == first


@pytest.mark.parametrize(
    ("surname", "sounds"),
    [
        ("单", {"dan", "shan"}),
        ("曾", {"zeng", "ceng"}),
        ("仇", {"qiu", "chou"}),
        ("解", {"xie", "jie"}),
        ("查", {"zha"}),
    ],
)
def test_surnames_are_found_by_their_own_sound(surname: str, sounds: set[str]) -> None:
    assert sounds <= {reading[0] for reading in readings(f"{surname}示例")}


@given(st.text(max_size=10))
def test_a_reading_has_a_syllable_per_character(text: str) -> None:
    name = words.normalised(text)
    assert all(len(reading) == len(name) and all(reading) for reading in readings(name))
    assert row_of(Entry("subject", "1", text)).title == text
