"""folkmoot serve: what it refuses before it starts anything."""

import socket

import click
import pytest
from click.testing import CliRunner

from folkmoot.cli.main import main
from folkmoot.cli.serve import check_free


def test_a_port_that_somebody_listens_on_is_refused_with_what_to_do():
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port} of 127.0.0.1 cannot be used"):
            check_free(port)
        done = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert done.exit_code == 1
    assert "give another --port" in done.output
    check_free(port)
