"""Which carrier an address names: notify://TEMPLATE, smtp://, smtps:// or file:///FOLDER."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from folkmoot.adapters.mail.folder import Folder
from folkmoot.adapters.mail.letters import Carrier, Clock
from folkmoot.adapters.mail.notify import Notify
from folkmoot.adapters.mail.smtp import Smtp

NOTIFY = "https://api.notifications.service.gov.uk"


class UnknownCarrier(ValueError):
    """The address names no way to send letters."""


def carrier(address: str, *, sender: str, key: str, clock: Clock) -> Carrier:
    """The carrier of an address; `key` is Notify's. UnknownCarrier for any other."""
    parts = urlsplit(address)
    match parts.scheme:
        case "file":
            return Folder(Path(unquote(parts.path)), sender)
        case "smtp" | "smtps":
            secure = parts.scheme == "smtps"
            user, password = unquote(parts.username or ""), unquote(parts.password or "")
            return Smtp(parts.hostname or "", parts.port or (465 if secure else 587), sender, user, password, secure)
        case "notify":
            return Notify(NOTIFY, key, parts.netloc, clock)
        case _:
            raise UnknownCarrier(
                f"FOLKMOOT_MAIL begins with {parts.scheme!r}; use notify://TEMPLATE, smtp://HOST, smtps://HOST "
                "or file:///FOLDER."
            )
