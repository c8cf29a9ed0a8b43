"""folkmoot serve: the web server and the task worker in the foreground, both ended by Ctrl-C."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import click

READY_WITHIN = 60.0  # seconds
GRACE = 10.0  # seconds that a process has to end by itself
PR_SET_PDEATHSIG = 1  # of Linux's prctl


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port on 127.0.0.1.")
@click.option("--workers", default=2, show_default=True, help="Web server processes.")
def serve(port: int, workers: int) -> None:
    """Start the web server and the task worker on this machine."""
    run(port, workers, lambda address: click.echo(f"ready  {address}"))


def run(port: int, workers: int, when_ready: Callable[[str], None]) -> None:
    """Start both, call `when_ready` once /readyz answers, and end both on Ctrl-C, on TERM or when one of them ends."""
    address = f"http://127.0.0.1:{port}/"
    check_free(port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    processes = [web_server(port, workers), task_worker()]
    try:
        wait_until_ready(address, processes)
        when_ready(address)
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
        click.echo("One of the two processes ended; ending the other.", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("\nEnding the web server and the worker.")
    finally:
        end(processes)


def check_free(port: int) -> None:
    """Refuse a port that somebody listens on: Linux would let two web servers share it, half the answers from each."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError as error:
            says = f"Port {port} of 127.0.0.1 cannot be used ({error.strerror})."
            raise click.ClickException(f"{says} End what runs there, or give another --port.") from error


def web_server(port: int, workers: int) -> subprocess.Popen[bytes]:
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    command = [
        sys.executable,
        "-m",
        "granian",
        *options,
        "--no-ws",
        "--blocking-threads",
        "4",
        "--log-level",
        "warning",
    ]
    return begin([*command, "folkmoot.project.wsgi:application"])


def task_worker() -> subprocess.Popen[bytes]:
    return begin([sys.executable, "-m", "folkmoot.cli.main", "worker"])


def begin(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True, env=os.environ, preexec_fn=end_with_parent)


def end_with_parent() -> None:
    """Have Linux end this process when its parent is killed, which could not end it then, so that the port is free."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_ready(address: str, processes: list[subprocess.Popen[bytes]]) -> None:
    limit = time.monotonic() + READY_WITHIN
    while time.monotonic() < limit:
        if any(process.poll() is not None for process in processes):
            raise click.ClickException("The web server or the worker could not start; its message stands above.")
        if answers(f"{address}readyz"):
            return
        time.sleep(0.1)
    raise click.ClickException(f"{address}readyz did not answer within {READY_WITHIN:.0f} seconds.")


def answers(address: str) -> bool:
    with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
        return bool(urllib.request.urlopen(address, timeout=2).status == 200)
    return False


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
