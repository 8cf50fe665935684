"""Cases out of the tables: facts as the contract has them, believable in themselves and the same for a same seed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from calculators.facts import PRICED
from calculators.law.loader import state_law

from ..search import words

Json = dict[str, Any]
SELDOM = 0.65  # how often a fact that is known of some only is known
A_SALE_TO_COME = 90  # days from today: what is counted from a sale that has no day yet


@cache
def table(name: str) -> Json:
    """One of the tables beside this file."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def stories(random: Random) -> Iterator[Json]:
    """Every story as often as it says, in a mixed order; over again when all were told."""
    deck = [story for story in table("stories")["story"] for _ in range(story["times"])]
    while True:
        yield from random.sample(deck, len(deck))


class Drawing:
    """The facts of one client: `story` in `state`, with its dates around `today`."""

    def __init__(self, random: Random, today: date, state: str, story: Json) -> None:
        self.random, self.today, self.state, self.story = random, today, state, story
        self.price = table("places")[state][2] * 1000 * random.uniform(0.75, 1.35)
        self.lost_on = today + timedelta(days=A_SALE_TO_COME)
        self.leaves: dict[str, Callable[[Any], Any]] = {
            "home": lambda bounds: int(self.price * random.uniform(*bounds)) // 100 * 100,
            "dollars": lambda bounds: round(random.randint(*bounds), -1),
            "days": lambda bounds: self.day(today, bounds),
            "after_sale": lambda bounds: self.day(self.lost_on, bounds),
            "one_of": lambda several: self.drawn(random.choice(several)),
            "seldom": lambda leaf: self.drawn(leaf) if random.random() < SELDOM else None,
        }

    def facts(self) -> Json:
        """The case, without what is not known."""
        parts = self.parts()
        lost = self.drawn(parts.pop("disposition", {}))
        if lost.get("kind") == "usual":
            lost["kind"] = state_law(self.state).foreclosure.usual
        if lost.get("kind") not in PRICED:  # such a home is not sold
            for name in ("sale_price", "selling_costs", "lender_bought_at_sale"):
                lost.pop(name, None)
        if "date" in lost:
            self.lost_on = date.fromisoformat(lost["date"])
        return {"state": self.state, **({"disposition": lost} if lost else {}), **self.drawn(parts)}

    def parts(self) -> Json:
        """The story's parts with those that it shares put in, and what it says otherwise laid over them."""
        shared, more = table("stories")["shared"], self.story.get("more", {})
        told: Json = {
            key: self.story[key] for key in ("stage", "property", "disposition", "household") if key in self.story
        }
        parts: Json = {key: shared.get(part, part) if isinstance(part, str) else part for key, part in told.items()}
        loans = [shared[loan] if isinstance(loan, str) else loan for loan in self.story["loans"]]
        parts = {key: part | more.get(key, {}) if isinstance(part, dict) else part for key, part in parts.items()}
        return {**parts, "loans": [loan | more.get("loans", {}).get(loan["id"], {}) for loan in loans]}

    def drawn(self, value: Any) -> Any:
        """A value of the table as a value of the facts."""
        if isinstance(value, list):
            return [self.drawn(each) for each in value]
        if not isinstance(value, dict):
            return None if value == "absent" else value
        if len(value) == 1 and (leaf := next(iter(value))) in self.leaves:
            return self.leaves[leaf](value[leaf])
        found = {key: self.drawn(each) for key, each in value.items()}
        return {key: each for key, each in found.items() if each is not None}

    def day(self, origin: date, bounds: list[int]) -> str:
        return (origin + timedelta(days=self.random.randint(*bounds))).isoformat()


def people(random: Random, reference: str) -> Iterator[Json]:
    """Invented people, no two of the same name; where each lives is given later, by `settled`."""
    names = table("people")["names"]
    pairs = [(first, last) for first in names["first"] for last in names["last"]]
    for number, (first, last) in enumerate(random.sample(pairs, len(pairs)), 1):
        street = f"{random.randint(2, 980)} {random.choice(names['street'])}"
        yield {"name": f"{first} {last}", "reference": f"{reference}-{number:04}", "address": street}


def settled(person: Json, state: str, random: Random) -> Json:
    """The person with the town of their state, a telephone number and an address that are nobody's."""
    town, area, _ = table("places")[state]
    first, _, last = person["name"].partition(" ")
    return {
        **person,
        "address": f"{person['address']}, {town}, {state}",
        "phone": f"({area}) 555-01{random.randint(0, 99):02}",
        "email": f"{plain(first)}.{plain(last)}@example.org",
    }


def plain(name: str) -> str:
    """The letters of a name as they may stand in an address."""
    return "".join(words(name))
