"""manage.py assess case.json: what may still be collected, as JSON."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from calculators.assessment import assess
from calculators.facts import BadFacts, read_facts
from calculators.ways_out import ways_json

from ._case import MOST_BYTES, CaseCommand


class Command(CaseCommand):
    """Print the assessment of a case."""

    help = "Print the assessment of a case as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--lines", action="store_true", help="one case a line in, one assessment a line out")
        parser.add_argument("--compare", action="store_true", help="the ways out, side by side")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["lines"]:
            self._lines(options["case"])
            return
        facts = self.read(options["case"])
        try:
            found = ways_json(facts) if options["compare"] else assess(facts).as_json()
        except BadFacts as error:
            self.refuse([str(fault) for fault in error.faults])
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))

    def _lines(self, name: str) -> None:
        """Many cases, one a line. A bad line gives {"error": …} and the rest go on."""
        today = datetime.now(UTC).date()
        with nullcontext(sys.stdin) if name == "-" else Path(name).open(encoding="utf-8") as source:
            for line in source:
                if line.strip():
                    sys.stdout.write(_answer(line, today) + "\n")


def _answer(line: str, today: date) -> str:
    try:
        if len(line) > MOST_BYTES:
            return json.dumps({"error": ["case: is larger than a megabyte"]})
        return json.dumps(assess(read_facts(line, today)).as_json(), ensure_ascii=False)
    except BadFacts as error:
        return json.dumps({"error": [str(fault) for fault in error.faults]}, ensure_ascii=False)
