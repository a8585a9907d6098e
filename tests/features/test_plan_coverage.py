"""The page of the county plan's coverage tells what the scenarios are, and how they ended."""

import json
import subprocess
import sys
from pathlib import Path

from tests.features.plan_coverage import FAILED, NONE, PAGE, PASSED, demands, page, plan_features


def test_every_feature_names_a_clause_of_the_plan() -> None:
    known = demands()
    features = plan_features(known)
    assert features
    assert [each.file for each in features if not each.clauses or not set(each.clauses) <= known.keys()] == []


def test_the_committed_page_is_what_the_scenarios_give_when_they_pass() -> None:
    assert PAGE.read_text("utf-8") == page(lambda _key: PASSED), "run python -m tests.features.plan_coverage"


def test_a_failed_scenario_shows_in_its_clause_and_in_its_line() -> None:
    ends = {("plan_6_6_信用修复.feature", "条件没有全部核实的，不能准予"): FAILED}
    text = page(lambda key: ends.get(key, PASSED))
    assert "- 条件没有全部核实的，不能准予: **failed**" in text
    [row] = [line for line in text.splitlines() if line.startswith("| 六（六） |")]
    assert row.endswith("| 11 | 1 **failed**, 10 passed |")


def test_a_clause_without_a_scenario_says_so() -> None:
    held = {clause for each in plan_features(demands()) for clause in each.clauses}
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in page(lambda _key: PASSED).splitlines()}
    missing = demands().keys() - held
    assert {clause for clause in demands() if rows[clause].endswith(f"|  | {NONE} |")} == missing


MADE_UP = """\
# language: zh-CN
功能: 示例
  场景: 成立的
    那么 1大于0

  场景大纲: 有一行不成立的
    那么 <数>大于0

    例子:
      | 数 |
      | 2  |
      | 0  |
      | 3  |
"""
STEPS = """\
from pytest_bdd import parsers, scenarios, then

scenarios("example.feature")


@then(parsers.parse("{number:d}大于0"))
def _positive(number: int) -> None:
    assert number > 0
"""
RUN = """\
import json, pytest, sys
from tests.features.plan_coverage import QUIET, Ends

ends = Ends()
folder = sys.argv[1]
pytest.main([folder, "-c", folder + "/none.ini", "-p", "no:cacheprovider", *QUIET], plugins=[ends])
print(json.dumps([ends.of(("example.feature", each)) for each in ("成立的", "有一行不成立的", "没有运行的")]))
"""


def test_a_scenario_passes_only_when_it_ran_and_every_row_of_its_table_held(tmp_path: Path) -> None:
    for name, text in (("example.feature", MADE_UP), ("test_example.py", STEPS), ("none.ini", "[pytest]\n")):
        (tmp_path / name).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path)], capture_output=True, encoding="utf-8", check=False,
        cwd=PAGE.parent.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [PASSED, FAILED, FAILED]
