"""The plan's own questions: clean years, retention, an assessed month, a credit report; bare SQL or canvas beside."""

from benchmarks import Row
from benchmarks.assessed import assessment_rows
from benchmarks.clean_years import clean_years_rows
from benchmarks.counties import SIZE, county
from benchmarks.domains import domain_rows
from benchmarks.reports import report_rows
from benchmarks.retained import retention_rows


def rows() -> list[Row]:
    """Measure on one county, which goes away at the end."""
    with county(SIZE) as desk:
        return [
            *clean_years_rows(desk),
            *retention_rows(desk),
            *assessment_rows(desk),
            *report_rows(desk),
            *domain_rows(desk),
        ]
