"""Letters as files in a folder: the demo's, which sends nothing to anybody."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email import policy
from pathlib import Path

from folkmoot.adapters.mail.letters import Letter, NotSent, as_message


@dataclass(frozen=True, slots=True)
class Folder:
    """Each letter is a file named after its reference, so that one sent twice is there once."""

    place: Path
    sender: str

    def send(self, letter: Letter) -> None:
        """Write the letter whole or not at all; NotSent where the folder cannot be written."""
        target = self.place / f"{letter.reference}.eml"
        begun = target.with_suffix(f".{os.getpid()}.begun")
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            begun.write_bytes(as_message(letter, self.sender).as_bytes(policy=policy.SMTP))
            begun.replace(target)
        except OSError as error:
            raise NotSent(f"The folder {self.place} cannot be written ({error.strerror}).") from error
