"""Runs a command with FOLKMOOT_DATABASE naming a PostgreSQL database.

with_postgres.py [ADDRESS] -- COMMAND...   An address given is used as it is. Otherwise a cluster of its own is made
in a temporary folder, listens on 127.0.0.1 only, and is ended and deleted afterwards. As root the server runs as the
user postgres, which the server itself demands.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def main() -> int:
    cut = sys.argv.index("--")
    addresses, command = sys.argv[1:cut], sys.argv[cut + 1 :]
    if addresses:
        return run(command, addresses[0])
    with cluster() as address:
        return run(command, address)


def run(command: list[str], address: str) -> int:
    return subprocess.run(command, env={**os.environ, "FOLKMOOT_DATABASE": address}, check=False).returncode


@contextmanager
def cluster() -> Iterator[str]:
    """A PostgreSQL server for as long as the context lasts."""
    programs = program_folder()
    home = Path(tempfile.mkdtemp(prefix="folkmoot-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    port = free_port()
    options = f"-p {port} -h 127.0.0.1 -k {home} -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    try:
        owner(
            home, programs / "initdb", "-D", home / "data", "-U", "folkmoot", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        owner(home, programs / "pg_ctl", "-D", home / "data", "-l", home / "log", "-o", options, "-w", "start")
        owner(home, programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "folkmoot", "folkmoot")
        yield f"postgresql://folkmoot@127.0.0.1:{port}/folkmoot"
    finally:
        owner(home, programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(home, ignore_errors=True)


def owner(home: Path, *command: object, check: bool = True) -> None:
    """Run a program of the server's as the cluster's owner."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    result = subprocess.run(words, cwd=home, capture_output=True, text=True, check=False)
    if check and result.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{result.stdout}{result.stderr}")


def program_folder() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    sys.exit("PostgreSQL's server programs are not on this machine. Install them (Debian: apt-get install postgresql).")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
