"""The habits of the house that no other checker looks at."""

import ast
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "creditdesk"
MODULES = sorted(PACKAGE.rglob("*.py"))
OWN_PYTHON = [
    *MODULES,
    *sorted((ROOT / "benchmarks").rglob("*.py")),
    *sorted((ROOT / "tests").rglob("*.py")),
    ROOT / "dev.py",
]

MOST_LINES = 400
MEDIAN_FUNCTION_LINES = 10
DRAWERS = {"utils", "util", "misc", "common", "manager", "managers", "helpers", "helper"}

# A terminal command must not load Qt, so the window and the pictures are looked up when asked for; the dictionary of
# pinyin is as large as a third of the program and only needed once a name is written.
HIDDEN_IMPORTS_ALLOWED = {"creditdesk/cli/__init__.py", "creditdesk/vault/index_row.py"}

# reportlab finds its accelerator by itself when it is installed.
NEEDED_UNSEEN = {"rl_accel"}


def within(path: Path) -> str:
    """Return a path as the project writes it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """Return the full names of the modules an import statement asks for."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


@cache
def outer_imports(path: Path) -> set[str]:
    """Return the top-level names of everything a file imports."""
    return {name.partition(".")[0] for node in ast.walk(tree(path)) for name in imported(node)}


def users_of(libraries: set[str], rooms: set[str]) -> list[str]:
    """Return the modules outside the given rooms that import one of the libraries."""
    outside = [path for path in MODULES if path.relative_to(PACKAGE).parts[0].removesuffix(".py") not in rooms]
    return [within(path) for path in outside if outer_imports(path) & libraries]


def requirements(name: str) -> list[str]:
    """Return the distributions a requirements file asks for, without versions."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [re.split(r"[>=<~! ]", line)[0] for line in lines if re.match(r"[A-Za-z]", line)]


def locked(name: str) -> dict[str, str]:
    """Return the distributions a lock file holds, with their versions."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def normal(distribution: str) -> str:
    """Return a distribution's name in the spelling of the lock files."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


# ------------------------------------------------------------------------------------------------------ the code


def test_nothing_is_left_for_later():
    """What is not done is not in the code."""
    mark = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    folders = ("creditdesk", "tests", "benchmarks", "forms", "resources/style")
    files = [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".qss", ".md"}
    ]
    assert [within(path) for path in [*files, ROOT / "dev.py"] if mark.search(path.read_text("utf-8"))] == []


def test_every_module_opens_with_a_sentence():
    """A reader learns from the first line what a file is for."""
    assert [
        within(path) for path in OWN_PYTHON if path.read_text("utf-8").strip() and not ast.get_docstring(tree(path))
    ] == []


def test_files_are_short():
    """A file fits on a few screens; a migration is as long as its tables are many."""
    written = [path for path in MODULES if path.parent.name != "versions"]
    assert [within(path) for path in written if len(path.read_text("utf-8").splitlines()) > MOST_LINES] == []


def test_functions_are_short():
    """Half of all functions are no longer than a stanza."""
    functions = (node for path in MODULES for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
    assert median((node.end_lineno or 0) - node.lineno + 1 for node in functions) <= MEDIAN_FUNCTION_LINES


def test_no_module_is_a_drawer():
    """A module is a noun of the office, never a place for leftovers."""
    assert [within(path) for path in MODULES if path.stem in DRAWERS or path.parent.name in DRAWERS] == []


def test_imports_stand_at_the_top():
    """An import inside a function or made from a string hides an edge between rooms."""
    hidden = {within(path) for path in MODULES if any(hides_import(node) for node in ast.walk(tree(path)))}
    assert hidden <= HIDDEN_IMPORTS_ALLOWED


def test_every_act_says_in_chinese_what_it_does():
    """The page of powers lists every act by the label of its declaration."""
    decorators = [
        (path, each)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        for each in node.decorator_list
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "act"
    ]
    assert len(decorators) > 80
    assert [f"{within(path)} {ast.unparse(each)}" for path, each in decorators if not says_chinese(each)] == []


def says_chinese(decorator: ast.Call) -> bool:
    """Return whether an act's third argument, or its `label`, is Chinese."""
    told = [*decorator.args[2:3], *(each.value for each in decorator.keywords if each.arg == "label")]
    return any(isinstance(each, ast.Constant) and re.search(r"[\u4e00-\u9fff]", str(each.value)) for each in told)


def hides_import(node: ast.AST) -> bool:
    """Return whether a node imports within a function or calls import_module."""
    if isinstance(node, ast.FunctionDef):
        return any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__"}


# ----------------------------------------------------------------------------------------------------- the rooms


def test_qt_lives_in_the_window_alone():
    """Nothing below the window knows Qt."""
    assert users_of({"PySide6", "shiboken6"}, {"ui", "app"}) == []


def test_the_database_stays_in_its_rooms():
    """Only models, vault and services know how rows are kept."""
    assert users_of({"sqlalchemy", "alembic", "sqlcipher3"}, {"models", "vault", "services"}) == []


def test_everything_below_the_window_loads_without_qt():
    """The terminal, the rules and the vault work on a machine that has no Qt."""
    windowed = {"ui", "app", "__main__", "migrations"}
    below = [path.relative_to(ROOT).with_suffix("") for path in MODULES if not windowed & {*path.parts, path.stem}]
    names = [".".join(path.parts).removesuffix(".__init__") for path in below]
    program = (
        "import importlib, sys\nsys.modules['PySide6'] = None\nfor name in sys.argv[1:]: importlib.import_module(name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# -------------------------------------------------------------------------------------------------- the libraries


def test_dev_needs_only_the_standard_library():
    """The set-up runs before anything is set up."""
    assert outer_imports(ROOT / "dev.py") <= sys.stdlib_module_names


def test_every_library_is_asked_for():
    """What the package imports stands in requirements.in, not only in what another library drags in."""
    known = packages_distributions()
    foreign = {name for path in MODULES for name in outer_imports(path)} - sys.stdlib_module_names - {"creditdesk"}
    asked = {normal(name) for name in requirements("requirements.in")}
    # Qt's binding layer comes with every PySide6 wheel.
    assert {name for name in foreign if not asked & {*map(normal, known.get(name, []))}} <= {"shiboken6"}


def test_every_library_asked_for_is_used():
    """A library that nothing imports any more is taken out."""
    known = packages_distributions()
    used = {normal(home) for path in MODULES for name in outer_imports(path) for home in known.get(name, [])}
    assert [
        name for name in requirements("requirements.in") if normal(name) not in used and name not in NEEDED_UNSEEN
    ] == []


def test_the_readme_names_every_library():
    """README says what each library is for."""
    readme = (ROOT / "README.md").read_text("utf-8").lower()
    assert [name for name in requirements("requirements.in") if name.lower() not in readme] == []


def test_locks_hold_what_is_asked_for():
    """Both lock files are renewed together, and the larger contains the smaller."""
    runtime, development = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {normal(name) for name in requirements("requirements.in")} <= runtime.keys()
    assert {normal(name) for name in requirements("requirements-dev.in")} <= development.keys()
    assert runtime.items() <= development.items()


def test_locks_name_hashes_and_no_places():
    """Where packages come from is each machine's own affair; that they are the right ones is ours."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "index" not in text
        assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text.strip()))


def test_continuous_integration_runs_the_same_command():
    """What is checked elsewhere is what anyone can type."""
    script = ROOT / ".ci" / "run"
    assert "python3 dev.py test" in script.read_text("utf-8")
    assert script.stat().st_mode & stat.S_IXUSR
