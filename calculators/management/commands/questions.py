"""manage.py questions case.json: which questions could still change the answer."""

from __future__ import annotations

import json
from typing import Any

from calculators.facts import BadFacts
from calculators.questions import questions_json

from ._case import CaseCommand


class Command(CaseCommand):
    """Print the questions that could still change the answer, most useful first: whether it can be collected, then each
    of the other consequences."""

    help = "Print the questions that could still change the answer, most useful first, as JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        facts = self.read(options["case"])
        try:
            found = questions_json(facts)
        except BadFacts as error:
            self.refuse([str(fault) for fault in error.faults])
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False, default=str))
