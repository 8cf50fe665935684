"""`manage.py readability`: the reading grade of what people read here, and what is hardest."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.glossary.readability import GROUPS, graded, middle


class Command(BaseCommand):
    help = "Print the reading grade of guides, questions and law sentences: the median of each, and the hardest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hardest", type=int, default=10, metavar="N", help="how many of each group (10)")

    def handle(self, *args: Any, hardest: int, **options: Any) -> None:
        for group in GROUPS:
            texts = graded(group)
            self.stdout.write(f"{group}: {len(texts)} texts, median grade {middle(texts):.1f}")
            for each in texts[:hardest]:
                shown = each.text if len(each.text) <= 200 else f"{each.text[:200]} ..."
                self.stdout.write(f"  {each.grade:4.1f}  {each.where}: {' '.join(shown.split())}")
