"""Real servers on this machine: one that answers as GOV.UK Notify does, and one that speaks SMTP."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

SERVICE, SECRET = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
KEY = f"invented-{SERVICE}-{SECRET}"


class NotifyServer(ThreadingHTTPServer):
    """Keeps the letters that it accepted; `answers` are the statuses of the next posts, 201 once they are used up."""

    def __init__(self) -> None:
        self.letters: list[dict[str, Any]] = []
        self.issued_at: list[int] = []
        self.answers: list[int] = []
        super().__init__(("127.0.0.1", 0), _Notify)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Notify(BaseHTTPRequestHandler):
    server: NotifyServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.answers.pop(0) if self.server.answers else 201
        if not self.signed():
            status = 403
        if status == 201:
            self.server.letters.append(body)
            self.answer(201, {"id": "33333333", "reference": body["reference"]})
        else:
            error = {"error": "BadRequestError", "message": f"{body['email_address']} is not an address"}
            self.answer(status, {"status_code": status, "errors": [error]})

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)["reference"]
        found = [letter for letter in self.server.letters if [letter["reference"]] == asked]
        self.answer(200, {"notifications": found}) if self.signed() else self.answer(403, {"errors": []})

    def signed(self) -> bool:
        """Whether the token is signed by our service's secret (RFC 7515, HS256)."""
        said, _, signature = self.headers["Authorization"].removeprefix("Bearer ").rpartition(".")
        expected = base64.urlsafe_b64encode(hmac.new(SECRET.encode(), said.encode(), hashlib.sha256).digest())
        header, payload = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in said.split("."))
        self.server.issued_at.append(payload["iat"])
        return (
            signature == expected.rstrip(b"=").decode()
            and header == {"typ": "JWT", "alg": "HS256"}
            and payload["iss"] == SERVICE
        )

    def answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Say nothing."""


class SmtpServer(socketserver.ThreadingTCPServer):
    """Keeps the letters that it accepted; `refuses` answers every recipient with that code."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.refuses = 0
        super().__init__(("127.0.0.1", 0), _Smtp)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Smtp(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.say("220 invented.example")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT" and self.server.refuses:
                self.say(f"{self.server.refuses} no")
            elif word == b"DATA":
                self.say("354 go on")
                self.server.letters.append(self.letter())
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def running(server: NotifyServer | SmtpServer) -> Iterator[None]:
    """Serve until the block ends."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
