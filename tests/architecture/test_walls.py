"""Each wall of the design is proved by planting one violation and seeing import-linter refuse it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLANTED = {
    "A floor imports only floors below it": ("methods/numbering/planted.py", "import folkmoot.engine"),
    "An app imports only apps before it": ("apps/accounts/planted.py", "import folkmoot.apps.packs"),
    "Inside an app": ("apps/accounts/terms.py", "import folkmoot.apps.accounts.models"),
    "methods know no Django": ("methods/numbering/planted.py", "import django.conf"),
    "engine and adapters know no Django": ("adapters/word/planted.py", "import django.conf"),
    "The four audience sites do not know each other": ("sites/public/planted.py", "import folkmoot.sites.office"),
    "families is imported by the practice site": ("sites/office/planted.py", "import folkmoot.apps.families"),
    "The public site reads the published views": ("sites/public/planted.py", "import folkmoot.apps.accounts.models"),
    "The api site reads the published views": ("sites/api/planted.py", "import folkmoot.apps.accounts.models"),
    "Nobody imports the Ibis backend": ("engine/planted.py", "import folkmoot.engine.on_ibis"),
    "No cycles": ("methods/numbering/planted.py", "import folkmoot.methods.calendars.planted"),
}


def lint(checkout: Path) -> str:
    env = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    program = str(Path(sys.executable).parent / "lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=checkout, env=env, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_refused(copy: Path, contract: str):
    place, statement = PLANTED[contract]
    target = copy / "src" / "folkmoot" / place
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("a") as file:
        file.write(f"\n{statement}\n")
    if contract == "No cycles":
        other = copy / "src/folkmoot/methods/calendars/planted.py"
        other.write_text('"""Planted."""\n\nimport folkmoot.methods.numbering.planted\n')

    printed = lint(copy)

    broken = [line for line in printed.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), printed
