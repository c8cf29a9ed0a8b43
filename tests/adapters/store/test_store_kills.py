"""Writers killed at random moments: what was acknowledged is kept, and the store goes on."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from folkmoot.adapters.store.files import Store

KILLS = 60
WRITER = """
import random, sys
from pathlib import Path
from folkmoot.adapters.store.files import Store

store, chance = Store(Path(sys.argv[1])), random.Random(sys.argv[2])
print("ready", flush=True)
while True:
    content = chance.randbytes(chance.choice((0, 10, 10_000, 1_000_000)))
    if chance.random() < 0.5:
        print(store.put(content), flush=True)
    else:
        store.made(store.key_of(content), lambda: content)
"""


@pytest.mark.thorough
def test_a_store_survives_writers_killed_at_random_moments(tmp_path: Path, root: Path):
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")  # noqa: T201 - shown where the test fails, so that the failure can be had again
    chance = random.Random(seed)
    kept: set[str] = set()
    unfinished = 0

    for kill in range(KILLS):
        kept |= acknowledged_before_kill(tmp_path, root, f"{seed}/{kill}", chance.random() * 0.04)

        store = Store(tmp_path)
        faults = store.verify()
        assert all("left unfinished" in fault for fault in faults), faults
        assert store.sweep() == len(faults)
        unfinished += len(faults)
        assert store.verify() == []
        kept.add(store.put(b"%d" % kill))

    for sha256 in kept:
        store.read(sha256)
    assert len(kept) > KILLS
    print(f"{len(kept)} files kept, {unfinished} left unfinished and swept")  # noqa: T201


def acknowledged_before_kill(folder: Path, root: Path, seed: str, delay: float) -> set[str]:
    command = [sys.executable, "-c", WRITER, str(folder), seed]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(root / "src")}) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        lines = writer.stdout.read().splitlines(keepends=True)
    return {line.strip() for line in lines if len(line) == 65}
