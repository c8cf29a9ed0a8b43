"""folkmoot demo from an empty folder: killed on its way, run again to the end, and then nothing left to do."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from folkmoot.adapters.store.files import Store
from folkmoot.cli.main import main


def environment(var: Path, root: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))}
    return {**kept, "FOLKMOOT_VAR": str(var), "PYTHONPATH": str(root / "src"), "PYTHONUNBUFFERED": "1"}


@pytest.mark.thorough
def test_a_demo_that_was_killed_goes_on_and_one_that_is_complete_builds_nothing(tmp_path: Path, root: Path):
    command = [sys.executable, "-m", "folkmoot.cli.main", "demo", "--no-serve"]
    env = environment(tmp_path, root)
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as begun:
        assert begun.stdout is not None
        for line in begun.stdout:
            if "Health Inequalities: set" in line:
                begun.send_signal(signal.SIGKILL)
                break
    assert begun.returncode == -signal.SIGKILL

    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    again = subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Health Inequalities: unchanged" in done.stdout
    assert sorted(path.name[:4] for path in (tmp_path / "packs").glob("*.pdf")) == ["mpsc"] * 4 + ["posc"] * 2
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.count("Nothing changed since version 1.") == 3
    assert ": set, " not in again.stdout
    store = Store(tmp_path / "store")
    store.sweep()
    assert store.verify() == []


def test_the_demo_is_refused_outside_the_settings_of_the_demo():
    done = CliRunner().invoke(main, ["demo", "--no-serve"])
    assert done.exit_code == 1
    assert "folkmoot.project.settings.dev only" in done.output
