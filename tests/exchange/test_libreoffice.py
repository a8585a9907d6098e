"""LibreOffice opens our workbooks and finds text in every cell: no code, date or formula became something else."""

import os
import subprocess
from pathlib import Path
from xml.etree.ElementTree import Element, parse

import pytest

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.exchange.list_sheets import ListSheet, write_lists
from creditdesk.exchange.templates import Template, write_template
from tests.entered import PENALTY

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
WORDS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# What a spreadsheet likes to turn into numbers, dates, formulas or something shorter.
TRICKY = ("410122197001010000", "00012345678", "1.23E+17", "2026-02-12", "=1+1", "@SUM(A1)", "-2+3", "TRUE", "3/4")


def _opened(paths: list[Path], folder: Path) -> list[Element]:
    """Let LibreOffice open workbooks and write down what it sees, as flat XML."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fods", "--outdir", str(folder / "seen"), *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=240, env=os.environ | {"HOME": str(folder)})
    return [parse(folder / "seen" / f"{path.stem}.fods").getroot() for path in paths]


def _cells(book: Element) -> list[tuple[str, str]]:
    """Return type and text of every filled cell."""
    cells = (cell for row in book.iter(f"{TABLE}table-row") for cell in row.iter(f"{TABLE}table-cell"))
    told = ((cell.get(f"{OFFICE}value-type"), "\n".join("".join(part.itertext()) for part in cell.iter(f"{WORDS}p")))
            for cell in cells)  # fmt: skip
    return [(kind, text) for kind, text in told if kind]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> list[Element]:
    """A municipal template with two penalties and a list of tricky texts, as LibreOffice sees them."""
    folder = tmp_path_factory.mktemp("books")
    paths = [folder / "template.xlsx", folder / "list.xlsx"]
    template = Template(catalogue.kind("penalty"), catalogue.layout("xzcf_municipal"))
    tricky = PENALTY | {"document_number": TRICKY[0], "facts": "=1+1", "remark": "00012345678"}
    write_template(paths[0], template, [tricky, PENALTY])
    write_lists(paths[1], [ListSheet("示例", tuple(f"列{at}" for at in range(len(TRICKY))), [TRICKY])])
    return _opened(paths, folder)


def test_every_cell_of_an_upload_template_is_text(books: list[Element]) -> None:
    cells = _cells(books[0])
    assert {kind for kind, _ in cells} == {"string"}
    texts = [text for _, text in cells]
    assert texts.count(PENALTY["uscc"]) == 2
    assert {TRICKY[0], "=1+1", "00012345678", "2025/11/03", PENALTY["authority_uscc"]} <= set(texts)


def test_what_looks_like_a_number_a_date_or_a_formula_stays_as_it_was_written(books: list[Element]) -> None:
    cells = _cells(books[1])
    assert {kind for kind, _ in cells} == {"string"}
    assert tuple(text for _, text in cells)[-len(TRICKY) :] == TRICKY
