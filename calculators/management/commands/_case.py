"""What the commands that read a case share: reading it, and refusing it on one line a fault."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandParser

from calculators.facts import BadFacts, Facts, read_facts

MOST_BYTES = 1_000_000


class CaseCommand(BaseCommand):
    """A command about the case in a file, or on standard input."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", nargs="?", default="-", help="a JSON file; - is standard input")

    def read(self, name: str) -> Facts:
        """The facts of the case. Bad input ends the command with exit code 2 and one line a fault."""
        try:
            text = sys.stdin.read(MOST_BYTES + 1) if name == "-" else _text(Path(name))
        except (OSError, UnicodeDecodeError) as error:
            self.refuse([f"case: cannot be read ({error.__class__.__name__})"])
        if len(text) > MOST_BYTES:
            self.refuse(["case: is larger than a megabyte"])
        try:
            return read_facts(text, today=datetime.now(UTC).date())
        except BadFacts as error:
            self.refuse([str(fault) for fault in error.faults])

    def refuse(self, faults: list[str]) -> NoReturn:
        """Print the faults and end with exit code 2."""
        for fault in faults:
            self.stderr.write(fault, style_func=str)
        raise SystemExit(2)


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        return " " * (MOST_BYTES + 1)
    return path.read_text(encoding="utf-8")
