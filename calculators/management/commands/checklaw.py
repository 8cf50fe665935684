"""manage.py checklaw: whether every law file stands."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from calculators.classes import NAMES, state_class
from calculators.law.check import check_law
from calculators.law.loader import codes


class Command(BaseCommand):
    """Check every law file; exit code 1 where one does not stand."""

    help = "Check every law file: shape, citations, questions, reachable rules, an outcome for every case."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="check as of another day (2026-11-22)")
        parser.add_argument("--classes", action="store_true", help="also print the class of every state")

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_law(options["today"] or datetime.now(UTC).date())
        for fault in report.faults:
            self.stderr.write(str(fault))
        if report.stale:
            self.stdout.write(f"Not checked for a year: {', '.join(report.stale)}")
        if report.faults:
            self.stderr.write(f"{len(report.faults)} faults in the law files")
            raise SystemExit(1)
        self.stdout.write(
            f"{report.files} law files stand: {report.rules} rules, {report.facts} cited facts, "
            f"{report.cases} ways of losing a home, every combination of answers reaches an outcome."
        )
        classes = {code: state_class(code) for code in codes()}
        counts = Counter(classes.values())
        self.stdout.write(", ".join(f"{NAMES[name]}: {counts[name]}" for name in NAMES))
        if options["classes"]:
            for code, name in classes.items():
                self.stdout.write(f"{code}  {NAMES[name]}")
