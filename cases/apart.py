"""Files from strangers are read apart: by a script in a process of its own, which limits itself before it looks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise


class Refused(Exception):
    """A file that is not opened; the message says why, in one sentence for the person who chose it."""

    def __init__(self, message: str | Promise):
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Reader:
    """A script that takes a file on standard input and gives what it found on standard output.

    patience: seconds by the clock; the process itself may use fewer of the processor's.
    refusals: what to say for each exit status that the script explains itself by.
    unreadable: what to say for any other one but 0, and when patience ends.
    """

    script: Path
    patience: float
    refusals: Mapping[int, Promise]
    unreadable: Promise

    def read(self, content: bytes) -> bytes:
        """What the script found. Raises Refused."""
        try:
            done = subprocess.run(  # noqa: S603 (our own script, by our own Python, with no argument of theirs)
                [sys.executable, "-I", str(self.script)],
                input=content,
                capture_output=True,
                timeout=self.patience,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(self.unreadable) from None
        if done.returncode != 0:
            raise Refused(self.refusals.get(done.returncode, self.unreadable))
        return done.stdout
