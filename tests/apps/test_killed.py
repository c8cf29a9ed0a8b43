"""Fifty kills at random moments of what an app writes leave a database and a store that are whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.thorough
@pytest.mark.parametrize("app", ["measures", "packs", "places", "records"])
def test_after_fifty_kills_all_is_whole_several_at_once_do_no_harm_and_the_next_run_finishes(
    app: str, database: str, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
):
    seed = int(os.environ.get("FOLKMOOT_SEED", random.SystemRandom().randrange(1_000_000)))
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings.test",
        "FOLKMOOT_DATABASE": database,
        "FOLKMOOT_VAR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
    }
    folder = tmp_path / "aside"
    folder.mkdir()
    command = [sys.executable, "-m", f"tests.apps.{app}.killed", str(seed), str(folder)]

    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)

    with capsys.disabled():
        print(f"\n[{app}: {done.stdout.strip() or f'seed {seed}'}] ", end="")  # noqa: T201 - the seed belongs in the log
    assert done.returncode == 0, f"the seed was {seed}\n{done.stdout}{done.stderr}"
