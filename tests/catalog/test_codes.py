"""Code sets: every edition for itself."""

from creditdesk.catalog.codes import Code, CodeSet
from creditdesk.catalog.load import Catalogue

THREE_GRADES = ("grade/plan_2017", "repair_class/ndrc_36", "severity/municipal")


def test_codes_and_words_are_each_others_inverse(catalogue: Catalogue) -> None:
    for code_set in catalogue.code_sets:
        for row in code_set.codes:
            assert code_set.label_of(row.code) == row.label
            assert code_set.code_of(row.label) == row.code
            assert {code_set.find(word) for word in (row.label, *row.synonyms)} == {row}


def test_the_sets_of_the_domain_are_there(catalogue: Catalogue) -> None:
    names = {code_set.name for code_set in catalogue.code_sets}
    assert names >= {
        *("subject_category", "document_type", "licence_kind", "penalty_kind", "usage_scope", "severity", "grade"),
        *("collection_mode", "collection_cycle", "measure_kind", "commitment_kind", "listing_status", "division"),
        *("record_status", "licence_status", "repair_class", "penalty_procedure"),
    }


def test_three_gradings_are_three_sets(catalogue: Catalogue) -> None:
    """一般/较重/严重, 轻微/一般/严重 and 未定/一般/较重/严重 share words but nothing else."""
    labels = [catalogue.code_set(reference).labels for reference in THREE_GRADES]
    assert labels == [("一般", "较重", "严重"), ("轻微", "一般", "严重"), ("未定", "一般", "较重", "严重")]
    kind = catalogue.kind("penalty")
    used = [code_set.reference for name in ("grade", "severity") if (code_set := kind.field(name).code_set)]
    assert used == ["grade/plan_2017", "severity/municipal"]


def test_penalty_kinds_follow_article_nine(catalogue: Catalogue) -> None:
    codes: CodeSet = catalogue.code_set("penalty_kind/2021")
    assert len({row.code[0] for row in codes.codes}) == 6
    assert codes.find("其他") == Code("61", "其他", (), open=True)
    assert catalogue.code_set("penalty_kind/2016").label_of("2") == "没收违法所得、没收非法财物"


def test_unknown_words_and_codes_are_none(catalogue: Catalogue) -> None:
    codes = catalogue.code_set("grade/plan_2017")
    assert codes.find("轻微") is codes.label_of("9") is codes.code_of("轻微") is None
