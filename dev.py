#!/usr/bin/env python3
"""Set up, start, test and build creditdesk: python3 dev.py run | test | check | bench | shots | build.

Needs Python 3.11 or newer and its standard library. Everything else comes by itself: Python packages from the lock
files into .venv, and on Debian as root the system libraries that Qt loads. When nothing is missing, this takes no time.
"""

from __future__ import annotations  # so that an older Python reads far enough to be told it is too old

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "creditdesk.json"
OUT = ROOT / "out"
RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
ON_WINDOWS = sys.platform == "win32"
ON_LINUX = sys.platform.startswith("linux")
SCRIPTS = VENV / ("Scripts" if ON_WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if ON_WINDOWS else "python")
OLDEST_PYTHON = (3, 11)
OLDEST_GLIBC = (2, 34)


class Need(NamedTuple):
    """One thing of the system: a shared library, a program or a Python module, and the Debian package that has it."""

    name: str
    package: str


VENV_NEEDS = (Need("ensurepip", f"python3.{sys.version_info.minor}-venv"),)
QT_NEEDS = (
    Need("libGL.so.1", "libgl1"),
    Need("libEGL.so.1", "libegl1"),
    Need("libX11.so.6", "libx11-6"),
    Need("libglib-2.0.so.0", "libglib2.0-0"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
)
SCREEN_NEEDS = (
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-randr.so.0", "libxcb-randr0"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0"),
)
TEST_NEEDS = (
    Need("pdftotext", "poppler-utils"),
    Need("openssl", "openssl"),
    Need("unzip", "unzip"),
    Need("qpdf", "qpdf"),
    Need("zbarimg", "zbar-tools"),
    Need("soffice", "libreoffice-calc-nogui"),
)
BUILD_NEEDS = (
    Need("objdump", "binutils"),
    Need(f"libpython3.{sys.version_info.minor}.so.1.0", f"libpython3.{sys.version_info.minor}"),
)

CHECKS = (
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "--output-format", "concise", "."]),
    ("mypy --strict", ["-m", "mypy"]),
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
)
WORKERS = 2

# Qt without a screen; its plugin for that complains of each window that it has no frame to size.
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}


def say(text: str) -> None:
    """Tell what happens, on stderr: stdout belongs to what was asked for."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """End with status 1 and say why and what to do."""
    say(f"dev.py: {text}")
    sys.exit(1)


# ---------------------------------------------------------------------------------------------------- the machine


def check_machine() -> None:
    """Stop when Python or the C library is older than what the packages are built for."""
    if sys.version_info < OLDEST_PYTHON:
        stop(f"this is Python {platform.python_version()}; creditdesk needs 3.11 or newer.")
    library, version = platform.libc_ver()
    if library == "glibc" and tuple(map(int, version.split(".")[:2])) < OLDEST_GLIBC:
        stop(f"this system has glibc {version}; Qt needs 2.34 or newer (Debian 12, Ubuntu 22.04 or later).")


def is_present(need: Need) -> bool:
    """Look for a shared library by loading it, for a program on the PATH, for a module among Python's."""
    if ".so." in need.name:
        try:
            ctypes.CDLL(need.name)
        except OSError:
            return False
        return True
    return bool(shutil.which(need.name) or importlib.util.find_spec(need.name))


def provide(needs: tuple[Need, ...]) -> None:
    """See to it that the system has what is needed: by apt as root on Debian, else stop with the command to type."""
    if not ON_LINUX:
        return
    missing = [need for need in needs if not is_present(need)]
    if not missing:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        install_packages([need.package for need in missing])
        missing = [need for need in missing if not is_present(need)]
    if missing:
        names = ", ".join(need.name for need in missing)
        stop(f"missing on this system: {names}\nType this command, then start again:\n\n    {remedy(missing)}\n")


def install_packages(packages: list[str]) -> None:
    """Install Debian packages, after refreshing the list of packages."""
    say(f"installing by apt-get: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            say(f"{shlex.join(command)} failed:\n{done.stdout}{done.stderr}")


def remedy(missing: list[Need]) -> str:
    """Return the one command that installs what is missing on this kind of Linux."""
    if shutil.which("apt-get"):
        packages = " ".join(need.package for need in missing)
        return f"sudo sh -c 'apt-get update && apt-get install -y {packages}'"
    for tool in ("dnf", "yum", "zypper"):
        if shutil.which(tool):
            return shlex.join(["sudo", tool, "install", "-y", *map(rpm_capability, missing)])
    return "(your package manager) " + " ".join(need.name for need in missing)


def rpm_capability(need: Need) -> str:
    """Return what an RPM system calls the same thing: packages there say which libraries and files they provide."""
    if ".so." in need.name:
        return f"{need.name}()(64bit)"
    return "python3-pip" if need.name == "ensurepip" else f"/usr/bin/{need.name}"


def has_display() -> bool:
    """Return whether a window can be opened here."""
    return not ON_LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# ------------------------------------------------------------------------------------------- the virtual environment


def set_up(lock: str, *needs: tuple[Need, ...]) -> None:
    """Make the machine and .venv ready for the packages of a lock file; return at once when they are."""
    check_machine()
    provide(sum(needs, VENV_NEEDS + QT_NEEDS))
    stamp = read_stamp()
    if stamp.get(lock) == digest(lock):
        return
    if not stamp:
        make_venv()
    install_locked(lock)
    # The development lock holds the runtime one's packages too, in the same versions.
    locks = {name: digest(name) for name in (RUNTIME, lock)}
    stamp = {"place": str(ROOT), "python": str(PYTHON.resolve()), **locks}
    STAMP.write_text(json.dumps(stamp, indent=1), "utf-8")


def digest(lock: str) -> str:
    """Return the SHA-256 of a lock file."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what .venv says of itself, or nothing when it must be made anew: moved, other Python, other locks."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    stands = stamp.get("place") == str(ROOT) and PYTHON.exists() and stamp.get("python") == str(PYTHON.resolve())
    locks = [lock for lock in (RUNTIME, DEVELOPMENT) if lock in stamp]
    return stamp if stands and all(stamp[lock] == digest(lock) for lock in locks) else {}


def make_venv() -> None:
    """Make an empty .venv that finds the package in this folder, with a `creditdesk` command."""
    say("making .venv")
    venv.EnvBuilder(clear=True, with_pip=True, symlinks=not ON_WINDOWS).create(VENV)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV), "platbase": str(VENV)}))
    (packages / "creditdesk.pth").write_text(f"{ROOT}\n", "utf-8")
    if ON_WINDOWS:
        (SCRIPTS / "creditdesk.cmd").write_text('@"%~dp0python.exe" -m creditdesk %*\n', "utf-8")
    else:
        command = SCRIPTS / "creditdesk"
        command.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m creditdesk "$@"\n', "utf-8")
        command.chmod(0o755)


def install_locked(lock: str) -> None:
    """Install exactly the packages of a lock file, each checked against its hash, none built from source."""
    say(f"installing the packages of {lock} into .venv (a few minutes the first time)")
    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    if not sys.stderr.isatty():
        options.append("--quiet")
    # pip's own output is news of the set-up, not an answer: it goes to stderr with the rest.
    command = [str(PYTHON), "-m", "pip", "install", *options, "-r", lock]
    if subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False).returncode:
        stop("pip could not install the packages; its message is above. Is this machine connected, or a proxy missing?")


def environment(**extra: str) -> dict[str, str]:
    """Return the variables for a program of .venv; Qt and Python want a UTF-8 locale."""
    variables = {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}"}
    variables |= {"VIRTUAL_ENV": str(VENV), "PYTHONUTF8": "1"}
    spoken = variables.get("LC_ALL") or variables.get("LC_CTYPE") or variables.get("LANG") or ""
    if ON_LINUX and "utf" not in spoken.lower():
        variables["LC_ALL"] = "C.UTF-8"
    return variables | extra


def python(*arguments: str, **extra: str) -> int:
    """Run the Python of .venv from the project's folder and return its exit status."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=environment(**extra), check=False).returncode


# ------------------------------------------------------------------------------------------------- the subcommands


def run(options: argparse.Namespace) -> int:
    """Open the window on a sample desk, or without a display do the main job once and say where its papers lie."""
    if has_display() and not options.demo:
        set_up(RUNTIME, SCREEN_NEEDS)
        return python("-m", "creditdesk", "window", "--sample", str(OUT / "sample"))
    set_up(RUNTIME)
    say("no display, so no window")
    return demonstrate([str(PYTHON), "-m", "creditdesk"], OUT / "demo")


def demonstrate(program: list[str], folder: Path) -> int:
    """Run a program's `demo` into an empty folder and list what it made."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    command = [*program, "demo", "--out", str(folder)]
    say(f"doing the main job on the sample input: {shlex.join(command)}")
    variables = environment(**OFFSCREEN)
    done = subprocess.run(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        print(done.stdout, end="")
        return done.returncode
    made: dict[str, str | list[str]] = json.loads(done.stdout.splitlines()[-1])
    for name, paths in made.items():
        for path in [paths] if isinstance(paths, str) else paths:
            print(f"{name:<12} {path}")
    return 0


def check(_options: argparse.Namespace) -> int:
    """Run ruff, mypy and import-linter; print only what they complain of."""
    set_up(DEVELOPMENT)
    return max(run_check(title, command) for title, command in CHECKS)


def run_check(title: str, command: list[str]) -> int:
    """Run one check; return 0 when it is content, else 1 after printing its output."""
    done = subprocess.run(
        [str(PYTHON), *command],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        print(done.stdout)
    print(f"{title}: {'FAILED' if done.returncode else 'ok'}", flush=True)
    return min(done.returncode, 1)


def test(options: argparse.Namespace) -> int:
    """Check, then run the tests with two workers; further arguments go to pytest, whose closing line comes last."""
    set_up(DEVELOPMENT, TEST_NEEDS)
    faults = check(options)
    parallel = ["-n", str(WORKERS), "--dist", "worksteal"]
    # The tests start the program dozens of times: it is compiled once, even where Python is told to keep nothing.
    settings = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1", "PYTHONDONTWRITEBYTECODE": ""}
    failed = python("-m", "pytest", *parallel, *options.arguments, **settings)
    if faults:
        say("the checks above the tests FAILED")
    return failed or faults


def bench(options: argparse.Namespace) -> int:
    """Measure our figure beside the floor and the peer, in one run."""
    set_up(DEVELOPMENT)
    arguments = [*([options.name] if options.name else []), *(["--json"] if options.json else [])]
    return python("-m", "benchmarks", *arguments, QT_QPA_PLATFORM="offscreen")


def shots(_options: argparse.Namespace) -> int:
    """Draw every page of the window, light and dark, at scale 1 and 2, into docs/pictures."""
    set_up(RUNTIME)
    command = ("-m", "creditdesk.ui.shots", "--out", str(ROOT / "docs" / "pictures"))
    return max(python(*command, **OFFSCREEN, QT_SCALE_FACTOR=scale) for scale in ("1", "2"))


def build(_options: argparse.Namespace) -> int:
    """Pack the program into dist/creditdesk, a folder that needs no Python, and let it do the main job once."""
    set_up(DEVELOPMENT, SCREEN_NEEDS, BUILD_NEEDS)
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    failed = python("-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, "build.spec")
    if failed:
        return failed
    folder = ROOT / "dist" / "creditdesk"
    failed = demonstrate([str(folder / "creditdesk")], ROOT / "build" / "demo")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{'built' if not failed else 'built, but its demo failed:'} {folder} ({size / 1e6:.0f} MB)")
    return failed


def read_command() -> argparse.Namespace:
    """Return the subcommand that was typed, with its options."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(required=True, metavar="command")
    for function in (run, test, check, bench, shots, build):
        sentence = (function.__doc__ or "").splitlines()[0]
        command = commands.add_parser(function.__name__, help=sentence, description=sentence)
        command.set_defaults(function=function)
        if function is run:
            command.add_argument("--demo", action="store_true", help="without a window even when there is a display")
        elif function is bench:
            command.add_argument(
                "name", nargs="?", help="records, objections, letters, packages, vault or backups; else all"
            )
            command.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options, rest = parser.parse_known_args()
    if rest and options.function is not test:
        parser.error(f"unknown: {shlex.join(rest)}")
    options.arguments = rest
    return options


def main() -> int:
    """Carry out the subcommand and return its exit status."""
    options = read_command()
    try:
        status: int = options.function(options)
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
