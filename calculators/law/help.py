"""The shape of help/help.toml: who helps with what, and where each is found in every state."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from .parts import FederalFact, FederalSubject, Id, Part, Text

Checked = Literal["primary", "secondary", "weak"]
Address = Annotated[str, Field(pattern=r"^https://\S+$")]
Phone = Annotated[str, Field(pattern=r"^\d{3}-\d{3}-\d{4}$")]  # in the United States, without the leading 1
StateKind = Literal["legal_aid", "lawyer", "court", "consumer_office", "housing_agency"]
STATE_KINDS: tuple[StateKind, ...] = ("legal_aid", "lawyer", "court", "consumer_office", "housing_agency")


class HelpSource(Part):
    """Where addresses and numbers were found."""

    id: Id
    title: Text
    url: Address | None = None
    note: str = ""


class Contact(Part):
    """Somebody to call or look up. `primary`: their own page was read; `secondary`: sources agree; `weak`: one does."""

    name: Text
    web: Address
    phone: Phone | None = None
    checked: Checked
    checked_on: date | None = None  # where it is not the day of the whole file
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    text_as_of: date | None = None  # the day of the page that was read, where it is an old one
    note: str = ""


class HelpKind(Part):
    """One kind of help: what it does and costs, what to ask for and to bring, and who finds it anywhere."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    title: Text
    does: Text
    costs: Text
    ask: Text
    bring: Annotated[tuple[Text, ...], Field(min_length=1)]
    national: Annotated[tuple[Contact, ...], Field(min_length=1)]


class ScamSign(FederalFact):
    """What shows that an offer of help is none."""

    id: Id
    says: Text


class StateHelp(Part):
    """Who helps in one state; what is not here has a national finder."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    legal_aid: Contact
    lawyer: Contact
    court: Contact
    consumer_office: Contact
    housing_agency: Contact

    def contact(self, kind: str) -> Contact | None:
        """The state's own contact of a kind; None where help of that kind is found nationally."""
        found = getattr(self, kind) if kind in STATE_KINDS else None
        return found if isinstance(found, Contact) else None


class HelpLaw(FederalSubject):
    """Where to find help."""

    FOLDER: ClassVar[str] = "help"
    FILE = "help"

    source: tuple[HelpSource, ...]
    kind: tuple[HelpKind, ...]
    scam: tuple[ScamSign, ...]
    state: tuple[StateHelp, ...]

    def of(self, code: str) -> StateHelp:
        """The help of one state. Raises KeyError for a code that it has no table for."""
        for each in self.state:
            if each.code == code:
                return each
        raise KeyError(code)

    @model_validator(mode="after")
    def _stands(self) -> HelpLaw:
        known = {source.id for source in self.source}
        contacts = [contact for kind in self.kind for contact in kind.national]
        contacts += [found for state in self.state for kind in STATE_KINDS if (found := state.contact(kind))]
        for contact in contacts:
            if wrong := sorted(set(contact.sources) - known):
                raise ValueError(f"{contact.name}: there is no source {', '.join(wrong)}")
        names = [kind.id for kind in self.kind] + [state.code for state in self.state]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{', '.join(twice)}: stands twice")
        if missing := sorted(set(STATE_KINDS) - {kind.id for kind in self.kind}):
            raise ValueError(f"there is no kind {', '.join(missing)}")
        return self
