"""Who helps with what, as people read it: on the public pages, beside a case, and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..law.federal import federal
from ..law.help import Contact, HelpKind, HelpLaw
from ..law.loader import state_law
from ..statements import Statement, statement
from ..states.slugs import slug
from ..working import Text

CHECKED = {
    "primary": Text("From their own page."),
    "secondary": Text("Two or more public sources agree."),
    "weak": Text("From one list only. Check it before you rely on it."),
}


@dataclass(frozen=True)
class ContactReading:
    """Somebody to call or look up, and how sure that is."""

    contact: Contact

    @property
    def checked(self) -> Text:
        return CHECKED[self.contact.checked]

    @property
    def age(self) -> Text | None:
        """The day of the page that was read, where it is an old one."""
        day = self.contact.text_as_of
        return Text("Read in a copy of {day}.", {"day": day}) if day else None

    @property
    def site(self) -> str:
        """The address as people write it: www.alabar.org."""
        return self.contact.web.removeprefix("https://").removeprefix("www.").rstrip("/")


@dataclass(frozen=True)
class HelpReading:
    """One kind of help, with the contacts of a state where there are some."""

    kind: HelpKind
    local: ContactReading | None

    @property
    def title(self) -> Text:
        return self._says("title", self.kind.title)

    @property
    def does(self) -> Text:
        return self._says("does", self.kind.does)

    @property
    def costs(self) -> Text:
        return self._says("costs", self.kind.costs)

    @property
    def ask(self) -> Text:
        return self._says("ask", self.kind.ask)

    @property
    def bring(self) -> list[Text]:
        return [self._says("bring", each) for each in self.kind.bring]

    @cached_property
    def national(self) -> list[ContactReading]:
        return [ContactReading(each) for each in self.kind.national]

    @property
    def contacts(self) -> list[ContactReading]:
        """The state's own first; where it has none, who finds it anywhere."""
        return [self.local] if self.local else self.national

    def _says(self, part: str, words: str) -> Text:
        return Text(words, context=f"help.{self.kind.id}.{part}")


@dataclass(frozen=True)
class StateHelpReading:
    """All kinds of help in one state, or in the whole country where `code` is empty."""

    code: str = ""

    @property
    def name(self) -> str:
        return state_law(self.code).name if self.code else ""

    @property
    def slug(self) -> str:
        return slug(state_law(self.code)) if self.code else ""

    @cached_property
    def kinds(self) -> list[HelpReading]:
        law = federal(HelpLaw)
        here = law.of(self.code) if self.code else None
        found = [(kind, here.contact(kind.id) if here else None) for kind in law.kind]
        return [HelpReading(kind, ContactReading(local) if local else None) for kind, local in found]

    def kind(self, name: str) -> HelpReading:
        """Help of one kind. Raises KeyError where there is no such kind."""
        for each in self.kinds:
            if each.kind.id == name:
                return each
        raise KeyError(name)

    @property
    def legal_aid(self) -> ContactReading:
        """Who to ask first for a lawyer that costs nothing."""
        return self.kind("legal_aid").contacts[0]

    @property
    def scams(self) -> list[Statement]:
        """What shows that an offer of help is none."""
        return [statement(each, each.says, f"help.{each.id}") for each in federal(HelpLaw).scam]

    @property
    def checked_on(self) -> date:
        law: HelpLaw = federal(HelpLaw)
        return law.checked_on
