"""Runs the benchmarks, one or all, and prints their rows as a table or as one JSON object."""

import argparse
import importlib
import importlib.util
import json
import sys
import unicodedata

from benchmarks import Row

NAMES = ("records", "objections", "letters", "packages", "exchange", "municipal", "vault", "acts", "backups", "plan")
HEAD = ("work", "ours s", "floor s", "peer", "peer s", "ratio", "goal", "met")


def standing() -> tuple[str, ...]:
    """Return the names whose module is there."""
    return tuple(name for name in NAMES if importlib.util.find_spec(f"benchmarks.{name}"))


def measure(names: tuple[str, ...]) -> list[Row]:
    """Return the rows of the named benchmarks, in order, telling on stderr which one is under way."""
    rows: list[Row] = []
    for name in names:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"benchmarks.{name}").rows()
    return rows


def table(rows: list[Row]) -> str:
    """Return the rows as a table whose columns line up in a fixed-width face, Chinese included."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join("  ".join(map(_pad, line, widths)).rstrip() for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    """Return a row as the words of a table line; a figure that was not taken is a dash."""
    seconds = ["–" if figure is None else f"{figure:.4f}" for figure in (row["ours_s"], row["floor_s"], row["peer_s"])]
    met = "yes" if row["met"] else "NO"
    return (
        row["work"],
        seconds[0],
        seconds[1],
        row["peer"] or "–",
        seconds[2],
        f"{row['ratio']:.2f}",
        f"{row['goal']:g}",
        met,
    )


def _width(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int) -> str:
    """Fill a text with spaces up to a width in columns."""
    return text + " " * (width - _width(text))


def main() -> int:
    """Measure what was asked for and print it; 2 when that benchmark does not stand yet."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, help="one benchmark; all when left out")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args()
    names = (options.name,) if options.name else standing()
    if options.name and options.name not in standing():
        print(f"benchmarks/{options.name}.py does not stand yet", file=sys.stderr)
        return 2
    rows = measure(names)
    print(json.dumps({"results": rows}, ensure_ascii=False) if options.json else table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
