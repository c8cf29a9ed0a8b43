"""Letters by SMTP, over TLS unless the server is on this machine."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass

from folkmoot.adapters.mail.letters import Letter, NotSent, Rejected, as_message

TIMEOUT = 20.0  # seconds
PERMANENT = range(500, 600)
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server; `tls_from_the_start` is port 465's way, STARTTLS the other one's."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls_from_the_start: bool = False

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Rejected for a 5xx about the letter; NotSent for whatever may pass."""
        try:
            with self._server() as server:
                server.send_message(as_message(letter, self.sender))
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent("The mail server refuses our name or password. Check FOLKMOOT_MAIL.") from error
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _refusal(code) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent("The mail server does not answer as it should. Check FOLKMOOT_MAIL.") from error

    def _server(self) -> smtplib.SMTP:
        if self.tls_from_the_start:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
            if self.host not in THIS_MACHINE:
                server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)
        return server


def _refusal(code: int) -> NotSent:
    said = f"The mail server answered {code}."
    return Rejected(said) if code in PERMANENT else NotSent(said)
