"""Letters by GOV.UK Notify's HTTP interface, version 2.

Source: the REST documentation of GOV.UK Notify: a JSON Web Token (HS256) of the service's id, signed with the secret
part of the API key, made for each request. One template of the service holds ((subject)) and ((body)).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from folkmoot.adapters.mail.letters import Clock, Letter, NotSent, Rejected

TIMEOUT = 20.0  # seconds
UUID = 36  # letters; an API key is a name, the service's id and the secret, with hyphens between
REJECTED = frozenset({400})  # what is wrong with the letter itself; 403 is about our key, 429 and 5xx pass


class BadKey(ValueError):
    """The API key is not one of Notify's."""


@dataclass(frozen=True, slots=True)
class Notify:
    """A service of GOV.UK Notify, reached at `base` with an API key, sending one template."""

    base: str
    key: str
    template: str
    clock: Clock

    def __post_init__(self) -> None:
        if len(self.key) < 2 * UUID + 2:
            raise BadKey("FOLKMOOT_NOTIFY_KEY is not a GOV.UK Notify key: name, service and secret, with hyphens.")

    def send(self, letter: Letter) -> None:
        """Hand the letter over, unless an earlier attempt did. Rejected for what Notify calls a bad request."""
        if letter.tried and self._has(letter.reference):
            return
        asked: dict[str, Any] = {
            "email_address": letter.to,
            "template_id": self.template,
            "personalisation": {"subject": letter.subject, "body": letter.body},
            "reference": letter.reference,
        }
        if letter.stop:
            asked["one_click_unsubscribe_url"] = letter.stop
        self._ask("/v2/notifications/email", asked)

    def _has(self, reference: str) -> bool:
        """Whether Notify already has a letter of that reference."""
        answer = self._ask(f"/v2/notifications?reference={quote(reference)}")
        return bool(answer.get("notifications"))

    def _ask(self, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(self.base + path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            with error:
                said = f"GOV.UK Notify answered {error.code}: {_reason(error)}"
            raise Rejected(said) if error.code in REJECTED else NotSent(said) from error
        except (OSError, ValueError) as error:
            raise NotSent("GOV.UK Notify does not answer.") from error

    def _token(self) -> str:
        service, secret = self.key[-(2 * UUID + 1) : -(UUID + 1)], self.key[-UUID:]
        said = (
            f"{_part({'typ': 'JWT', 'alg': 'HS256'})}.{_part({'iss': service, 'iat': int(self.clock().timestamp())})}"
        )
        return f"{said}.{_plain(hmac.new(secret.encode(), said.encode(), hashlib.sha256).digest())}"


def _reason(error: urllib.error.HTTPError) -> str:
    """The kind of fault alone: Notify's message can repeat the address."""
    try:
        return ", ".join(str(each["error"]) for each in json.load(error)["errors"])
    except (ValueError, KeyError, TypeError):
        return "no reason given"


def _part(said: dict[str, Any]) -> str:
    return _plain(json.dumps(said, separators=(",", ":")).encode())


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
