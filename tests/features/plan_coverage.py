"""Runs every scenario of the county plan and writes docs/plan-coverage.md: clause, scenarios, result.

`python -m tests.features.plan_coverage`. The page holds no date and no machine: the same results give the same bytes.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.reporting import test_report_context_registry

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "plan-coverage.md"
PASSED, FAILED, NONE = "passed", "**failed**", "no scenario yet"

# Reading the feature files loads pytest_bdd before pytest could rewrite its asserts; it has none of ours.
QUIET = ("-q", "-W", "ignore::pytest.PytestAssertRewriteWarning")
_NAMED = re.compile(r"(?:实施方案|[，、])([一二三四五六七八])(?:（([一二三四五六七八])）|：)")
_HEAD = """\
# The county plan, clause by clause

Which clause of the plan each acceptance scenario holds, and how the scenario ended in the run that wrote this page. The
scenarios stand in [tests/features](../tests/features) and run through the services on a real encrypted desk. Written by
`python -m tests.features.plan_coverage`; a test compares the page with the scenarios. The plan is {source}.

| clause | what it demands of the desk | scenarios | result |
|---|---|---|---|
"""

Key = tuple[str, str]
"""A scenario: the name of its feature file, and its title."""
Results = Callable[[Key], str]


@dataclass(frozen=True)
class PlanFeature:
    """One feature file: its title, the clauses that the title names, and its scenarios in their order."""

    file: str
    title: str
    clauses: tuple[str, ...]
    scenarios: tuple[str, ...]


def demands() -> Mapping[str, str]:
    """Return what each clause that touches the software demands, in the plan's order."""
    told: dict[str, str] = _clauses()["demands"]
    return told


def plan_features(known: Mapping[str, str]) -> tuple[PlanFeature, ...]:
    """Return the feature files by name; those that hold a sentence of the plan name its clause."""
    found = [
        PlanFeature(Path(each.filename).name, each.name or "", _named(each.name or "", known), tuple(each.scenarios))
        for each in get_features([str(HERE)])
    ]
    return tuple(sorted(found, key=lambda each: each.file))


def page(results: Results) -> str:
    """Return the page as Markdown."""
    known = demands()
    features = plan_features(known)
    held = {clause: [each for each in features if clause in each.clauses] for clause in known}
    rows = [_row(clause, demand, held[clause], results) for clause, demand in known.items()]
    parts = [part for clause in known if held[clause] for part in _section(clause, held[clause], results)]
    return _HEAD.format(source=_clauses()["source"]) + "\n".join([*rows, *parts, ""])


def _clauses() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "clauses.toml").read_text("utf-8"))


def _named(title: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the clauses a title names; 七（三） belongs to 七, which is one row."""
    full = [(f"{part}（{item}）" if item else part, part) for part, item in _NAMED.findall(title)]
    return tuple(clause if clause in known else part for clause, part in full)


def _row(clause: str, demand: str, features: Sequence[PlanFeature], results: Results) -> str:
    ends = Counter(results((each.file, title)) for each in features for title in each.scenarios)
    told = ", ".join(f"{count} {end}" for end, count in sorted(ends.items())) or NONE
    return f"| {clause} | {demand} | {ends.total() or ''} | {told} |"


def _section(clause: str, features: Sequence[PlanFeature], results: Results) -> Iterator[str]:
    yield f"\n## {clause}"
    for each in features:
        yield f"\n[{each.title}](../tests/features/{each.file})\n"
        yield from (f"- {title}: {results((each.file, title))}" for title in each.scenarios)


class Ends:
    """Hears of every scenario that ran: a scenario with a table passes when all its rows do."""

    def __init__(self) -> None:
        self.ends: dict[Key, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep how a scenario ended; pytest-bdd tells which one it was."""
        context = test_report_context_registry.get(report)
        if context is None or context.scenario is None:
            return
        scenario = context.scenario
        key = Path(scenario["feature"]["filename"]).name, scenario["name"]
        if report.failed or report.skipped:
            self.ends[key] = FAILED
        elif report.when == "call":
            self.ends.setdefault(key, PASSED)

    def of(self, key: Key) -> str:
        """Return how a scenario ended; one that no step file runs has failed."""
        return self.ends.get(key, FAILED)


def main() -> int:
    """Run the scenarios, write the page, and return pytest's exit status."""
    ends = Ends()
    # The page cannot be compared before it is written.
    status = pytest.main([str(HERE), "--ignore", str(HERE / "test_plan_coverage.py"), *QUIET], plugins=[ends])
    PAGE.write_text(page(ends.of), "utf-8")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
