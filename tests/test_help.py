"""Where to find help: every state has each kind, from a named source, and the pages tell it."""

import pytest
from django.test import Client

from calculators.helping.reading import StateHelpReading
from calculators.law.check import JURISDICTIONS
from calculators.law.federal import federal
from calculators.law.help import HelpLaw

LAW: HelpLaw = federal(HelpLaw)


@pytest.mark.parametrize("code", JURISDICTIONS)
def test_every_state_has_each_kind_of_help_with_its_source_and_the_day_it_was_looked_up(code: str) -> None:
    reading = StateHelpReading(code)
    sources = {source.id for source in LAW.source}
    assert [each.kind.id for each in reading.kinds] == [kind.id for kind in LAW.kind]
    for each in reading.kinds:
        assert each.contacts
        assert each.does.template
        assert each.bring
        for found in each.contacts:
            assert set(found.contact.sources) <= sources
            assert (found.contact.checked_on or LAW.checked_on).year >= 2026
    assert reading.kind("consumer_office").contacts[0].contact.phone


def test_a_number_is_never_that_of_two_offices() -> None:
    contacts = [state.contact(kind.id) for state in LAW.state for kind in LAW.kind]
    numbers = [each.phone for each in contacts if each and each.phone]
    assert len(numbers) == len(set(numbers))
    national = [each.phone for kind in LAW.kind for each in kind.national if each.phone]
    assert not set(numbers) & set(national)


def test_the_select_leads_to_the_state_and_a_wrong_name_is_told() -> None:
    client = Client()
    assert client.get("/help/", {"state": "new-york"}).headers["Location"] == "/help/new-york/"
    assert client.get("/help/AZ/").headers["Location"] == "/help/arizona/"
    assert client.get("/help/atlantis/").status_code == 404
    told = client.get("/help/", {"state": "atlantis"})
    assert told.status_code == 200
    assert "We did not find that state" in told.content.decode()


def test_a_states_page_names_its_own_offices_and_the_national_line_and_what_a_scam_looks_like() -> None:
    html = Client().get("/help/arizona/").content.decode()
    assert "602-542-5763" in html
    assert "azlawhelp.org" in html
    assert "800-569-4287" in html
    assert "12 CFR 1015.5(a)" in html
    assert 'name="robots" content="index"' in html
    assert "/help/arizona/" in Client().get("/states/arizona/").content.decode()
    assert "https://testserver/help/arizona/" in Client().get("/sitemap.xml", secure=True).content.decode()
