"""Mutation testing of the methods: small faults planted one at a time, each of which some test must notice.

A seeded sample of the mutants of src/folkmoot/methods is run, each in a forked process, against the tests that reach
the mutated line (known from one run under coverage), quickest first. The mutants are wrong comparisons, operators,
numbers, conditions, returns and left-out statements. Words are left alone: messages are not behaviour.

    python tools/mutate.py [--sample 400] [--seed 1] [--only statistics/rates] [--workers 2]

Fails where fewer than 85 % of a package's mutants, or 90 % of all, are noticed, and where a survivor has no reason in
docs/methods/mutation-survivors.md. Weighed and left out: mutmut (no seeded sample, rewrites every function into a copy
of the tree) and cosmic-ray (a fresh interpreter for each mutant, and most of a second to load NumPy and SciPy).
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import django

ROOT = Path(__file__).resolve().parents[1]
METHODS = ROOT / "src" / "folkmoot" / "methods"
TESTS = ROOT / "tests" / "methods"
REASONS = ROOT / "docs" / "methods" / "mutation-survivors.md"
PACKAGE_LEAST, ALL_LEAST = 0.85, 0.90
LONGEST = 60  # seconds; a mutant that runs on has been noticed
# Loaded before the forks, so that a mutant costs its tests only. None of them starts threads when loaded.
LOADED_FIRST = (
    "scipy.special",
    "scipy.optimize",
    "hypothesis.extra.numpy",
    "polars",
    "pyarrow",
    "pytest_django.plugin",
)

SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.MatMult: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitXor: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
UNARY = {ast.Not: "bool", ast.USub: "abs", ast.Invert: "abs"}


@dataclass(frozen=True)
class Mutant:
    """One planted fault: its file under methods/ and which node of it, the lines it stands on, before and after."""

    file: str
    place: int
    first: int
    last: int
    before: str
    after: str

    @property
    def package(self) -> str:
        return self.file.partition("/")[0]

    @property
    def change(self) -> str:
        return f"`{self.before}` became `{self.after}`"

    def code(self) -> CodeType:
        """The file with the fault in it."""
        tree = ast.parse((METHODS / self.file).read_text(encoding="utf-8"))
        change(list(_behaviour(tree))[self.place])
        return compile(ast.fix_missing_locations(tree), str(METHODS / self.file), "exec")


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its text; a number is shown with the expression it stands in."""
    file, parents = path.relative_to(METHODS).as_posix(), {}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent in ast.walk(tree):
        parents |= dict.fromkeys(ast.iter_child_nodes(parent), parent)
    for place, node in enumerate(_behaviour(tree)):
        shown = parents[node] if isinstance(node, ast.Constant) else node
        kind, held, last = node.__class__, dict(node.__dict__), node.end_lineno or node.lineno
        before = _short(ast.unparse(shown))
        if change(node):
            yield Mutant(file, place, node.lineno, last, before, _short(ast.unparse(shown)))
        node.__class__ = kind
        node.__dict__.clear()
        node.__dict__.update(held)


def _behaviour(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that can change what happens: no annotations, docstrings, imports, or checks for the type checker."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, (ast.Import, ast.ImportFrom, ast.JoinedStr)):
                continue
            if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
                continue
            if isinstance(child, ast.Assign) and ast.unparse(child.targets[0]) == "__all__":
                continue
            if isinstance(child, (ast.expr, ast.stmt)):
                yield child
            yield from _behaviour(child)


def change(node: ast.AST) -> bool:
    """Plants the fault that a node allows, in place; False where it allows none. Parts are replaced, never altered."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        node.ops = [SWAPS[type(node.ops[0])](), *node.ops[1:]]
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in SWAPS and _counts(node):
        node.op = SWAPS[type(node.op)]()
    elif isinstance(node, ast.UnaryOp) and type(node.op) in UNARY:
        _become(node, ast.Call(ast.Name(UNARY[type(node.op)], ast.Load()), [node.operand], []))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        node.value = not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        node.value += 1
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        node.value = ast.Constant(None)
    elif isinstance(node, (ast.Raise, ast.Continue, ast.Break)) or _is_call(node):
        _become(node, ast.Pass())
    else:
        return False
    return True


def _counts(node: ast.BinOp | ast.BoolOp | ast.AugAssign) -> bool:
    """Whether an operator works on values: not the | of a type, nor the + of words."""
    if isinstance(node, ast.BinOp):
        words = (ast.Constant, ast.JoinedStr)
        sides = (node.left, node.right)
        return not any(isinstance(side, words) and not _is_number(side) for side in sides)
    return True


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float))


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def _become(node: ast.AST, other: ast.AST) -> None:
    """Makes a node another in place, keeping where it stands."""
    place = {name: getattr(node, name) for name in ("lineno", "end_lineno", "col_offset", "end_col_offset")}
    node.__class__ = type(other)
    node.__dict__.clear()
    node.__dict__.update(other.__dict__ | place)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else line[:87] + "..."


class Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from the mutant's code, and every other from its file."""

    def __init__(self, mutant: Mutant) -> None:
        self.code = mutant.code()
        self.module = "folkmoot.methods." + mutant.file.removesuffix(".py").replace("/", ".")

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


class Chosen:
    """A pytest plugin: runs the tests named, in that order, and keeps how long each took."""

    def __init__(self, names: list[str] | None) -> None:
        self.names = None if names is None else {name: place for place, name in enumerate(names)}
        self.seconds: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list) -> None:
        if self.names is not None:
            items[:] = sorted((each for each in items if each.nodeid in self.names), key=self._place)

    def _place(self, item) -> int:
        return self.names[item.nodeid]

    def pytest_runtest_logreport(self, report) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration


def _pytest(arguments: list[str], chosen: Chosen) -> int:
    """Runs pytest in this process, without shrinking failing examples: that they fail is enough."""
    import pytest
    from hypothesis import Phase, settings

    settings.register_profile(
        "mutate", deadline=None, database=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
    )
    settings.load_profile("mutate")
    quiet = ["-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist"]
    quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # hypothesis was loaded before the fork
    return int(pytest.main([*quiet, *arguments], plugins=[chosen]))


def forked(work, timeout: float | None = None) -> tuple[int | None, bytes]:
    """What a function returns when run in a fork that prints nowhere, and what it wrote; None if it took too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        os.setpgid(0, 0)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        code = 70
        try:
            code = work(writing)
        finally:
            os._exit(code)
    os.close(writing)
    deadline = time.monotonic() + timeout if timeout else None
    while deadline is None or time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG if deadline else 0)
        if done:
            break
        time.sleep(0.02)
    else:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        return None, b""
    with os.fdopen(reading, "rb") as pipe:
        return os.waitstatus_to_exitcode(status), pipe.read()


def reach(folder: Path, tests: list[str]) -> tuple[dict[str, dict[int, list[str]]], dict[str, float]]:
    """For each file under methods, the tests that reach each line; and the seconds of each test."""
    kept = folder / "coverage"
    timed = folder / "seconds.json"

    def baseline(_: int) -> int:
        os.environ["COVERAGE_FILE"] = str(kept)
        chosen = Chosen(None)
        covering = [f"--cov={METHODS}", "--cov-context=test", "--cov-report=", "--cov-config=/dev/null"]
        code = _pytest([*tests, *covering], chosen)
        timed.write_text(json.dumps(chosen.seconds), encoding="utf-8")
        return code

    code, _ = forked(baseline)
    if code != 0:
        sys.exit("the tests of the methods fail without a mutant; mend that first (pytest tests/methods)")
    from coverage import CoverageData

    data = CoverageData(str(kept))
    data.read()
    found = {}
    for file in data.measured_files():
        lines = data.contexts_by_lineno(file)
        found[Path(file).relative_to(METHODS).as_posix()] = {
            line: [context.rpartition("|")[0] for context in contexts if context] for line, contexts in lines.items()
        }
    return found, json.loads(timed.read_text(encoding="utf-8"))


def tests_of(mutant: Mutant, reached: dict[str, dict[int, list[str]]], seconds: dict[str, float]) -> list[str]:
    """The tests that reach a mutant's lines, quickest first; all of its package's where it acts on loading."""
    lines = reached.get(mutant.file, {})
    names = {name for line in range(mutant.first, mutant.last + 1) for name in lines.get(line, ())}
    folder = (TESTS / mutant.package).relative_to(ROOT).as_posix() + "/"
    names = names or {name for name in seconds if name.startswith(folder)}
    return sorted(names, key=lambda name: (seconds.get(name, 0.0), name))


def noticed(mutant: Mutant, names: list[str]) -> bool:
    """Whether a test fails with the mutant planted."""
    if not names:
        return False
    files = sorted({str(ROOT / name.partition("::")[0]) for name in names})

    def run(_: int) -> int:
        for name in [name for name in sys.modules if name.startswith("folkmoot.methods")]:
            del sys.modules[name]  # loaded with Django's apps
        sys.meta_path.insert(0, Planted(mutant))
        return _pytest(["-x", *files], Chosen(names))

    return forked(run, LONGEST)[0] != 0


def survivors(sample: list[Mutant], workers: int, folder: Path) -> list[Mutant]:
    """The mutants that no test noticed, in the order given."""
    packages = sorted({str(TESTS / mutant.package) for mutant in sample})
    reached, seconds = reach(folder, [path for path in packages if Path(path).is_dir()])

    def work(share: int):
        def run(pipe: int) -> int:
            for place in range(share, len(sample), workers):
                known = noticed(sample[place], tests_of(sample[place], reached, seconds))
                os.write(pipe, f"{place} {known:d}\n".encode())
            return 0

        return run

    pipes = []
    for share in range(workers):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            os._exit(work(share)(writing))
        os.close(writing)
        pipes.append((child, reading))
    places: list[int] = []
    for child, reading in pipes:
        with os.fdopen(reading, "r", encoding="ascii") as pipe:
            for line in pipe:
                place, known = map(int, line.split())
                if not known:
                    places.append(place)
                    print(
                        f"not noticed: {sample[place].file}:{sample[place].first}: {sample[place].change}", flush=True
                    )
        if os.waitpid(child, 0)[1]:
            sys.exit("a worker ended early; its mutants are not judged")
    return [sample[place] for place in sorted(places)]


def report(sample: list[Mutant], alive: list[Mutant]) -> int:
    """Prints how many were noticed, by file and package, and the survivors; 1 where a bar is missed, else 0."""
    missed = False
    for label in ("file", "package"):
        planted, left = (Counter(getattr(each, label) for each in group) for group in (sample, alive))
        for name in sorted(planted):
            share = 1 - left[name] / planted[name]
            low = label == "package" and share < PACKAGE_LEAST
            missed |= low
            print(
                f"{name:42}{planted[name] - left[name]:5} of {planted[name]:4}{share:8.0%}{'  too few' if low else ''}"
            )
        print()
    share = 1 - len(alive) / len(sample)
    print(f"all: {len(sample) - len(alive)} of {len(sample)} noticed, {share:.1%}")
    reasons = REASONS.read_text(encoding="utf-8").splitlines() if REASONS.is_file() else []
    for mutant in alive:
        known = any(f"`{mutant.file}`" in row and mutant.change in row for row in reasons)
        print(f"{'explained' if known else 'NO REASON'}  {mutant.file}:{mutant.first}: {mutant.change}")
        missed |= not known
    return int(missed or share < ALL_LEAST)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--sample", type=int, default=400)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", nargs="*", default=[""], help="packages or files, such as statistics/rates")
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    begun = time.monotonic()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.project.settings.test"
    for name in LOADED_FIRST:
        importlib.import_module(name)
    django.setup()
    files = [
        path
        for path in sorted(METHODS.rglob("*.py"))
        if path.relative_to(METHODS).as_posix().startswith(tuple(given.only))
    ]
    planted = [mutant for path in files for mutant in mutants(path)]
    sample = random.Random(given.seed).sample(planted, min(given.sample, len(planted)))
    print(f"{len(sample)} of {len(planted)} mutants, seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        alive = survivors(sample, given.workers, Path(folder))
    code = report(sample, alive)
    print(f"{time.monotonic() - begun:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
