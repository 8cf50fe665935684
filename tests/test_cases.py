"""What is kept of a person, and who gets to it: sealed answers, codes, limits, expiry, deletion."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from cases import crypto, services
from cases.codes import ALPHABET, LENGTH, fingerprint, new_code, read_code
from cases.models import Case, TokenBucket

SECRET = "privately-typed"


def open_case(client: Client) -> Case:
    """A case with one answer, open in this client."""
    client.post(reverse("questionnaire:start"))
    client.post(reverse("questionnaire:question", args=["state"]), {"answer": "AZ"})
    return Case.objects.latest("created_at")


def get_code(client: Client) -> str:
    return str(client.post(reverse("questionnaire:save"), {"wish": "code"}).context["code"])


# Under seal


@pytest.mark.django_db
def test_the_database_holds_no_answer_in_plain_words() -> None:
    services.start_case({"state": "AZ", "note": SECRET}, asked=[SECRET])
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_case")
        kept = b" ".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchall()[0]
        )
    assert SECRET.encode() not in kept
    assert b"AZ" not in kept.replace(bytes(Case.objects.get().sealed), b"")
    assert Case.objects.get().facts["note"] == SECRET


def test_a_wrong_key_is_an_error_and_never_an_empty_case(settings: Settings) -> None:
    sealed = crypto.seal_json({"state": "AZ"})
    settings.SHORTFALL_DATA_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal_json(sealed)
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal(b"damaged")


@pytest.mark.parametrize("keys", [[], ["not a key"]])
def test_keys_that_cannot_be_keys_are_refused(settings: Settings, keys: list[str]) -> None:
    settings.SHORTFALL_DATA_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="SHORTFALL_DATA_KEYS"):
        crypto.seal(b"anything")


@pytest.mark.django_db
def test_rotatekeys_lets_the_old_key_go(settings: Settings) -> None:
    old, new = settings.SHORTFALL_DATA_KEYS, [Fernet.generate_key().decode()]
    case = services.start_case({"state": "AZ"})
    settings.SHORTFALL_DATA_KEYS = new + old
    call_command("rotatekeys", verbosity=0)
    settings.SHORTFALL_DATA_KEYS = new
    assert Case.objects.get(pk=case.pk).facts == {"state": "AZ"}


# Codes


def test_a_code_has_eighty_random_bits_and_reads_however_it_is_typed() -> None:
    assert len(ALPHABET) ** LENGTH >= 2**80
    assert len({new_code() for _ in range(200)}) == 200
    code = new_code()
    letters = read_code(code)
    assert letters == code.replace("-", "")
    assert read_code(f"  {code.lower().replace('-', ' ')} ") == letters
    assert read_code("OIL0-oil0-1111-1111") == "0110011011111111"
    assert [read_code(wrong) for wrong in ("", "7K3M", code + "7", "U" * 16, "é" * 16)] == [None] * 5


@pytest.mark.django_db
def test_the_code_itself_is_not_kept(client: Client) -> None:
    case = open_case(client)
    code = get_code(client)
    case.refresh_from_db()
    assert case.code_mark == fingerprint(read_code(code) or "")
    assert code not in str(client.get(reverse("questionnaire:save")).content)
    sessions = "".join(str(session.get_decoded()) for session in Session.objects.all())
    assert code not in sessions
    assert code.replace("-", "") not in sessions


@pytest.mark.django_db
@pytest.mark.parametrize("by_link", [True, False])
def test_one_comes_back_by_code_and_by_link(client: Client, by_link: bool) -> None:
    case = open_case(client)
    code = get_code(client)
    other = Client()
    if by_link:
        address = reverse("questionnaire:open", args=[code])
        assert other.get(address).status_code == 200
        assert "case" not in other.session  # looking at a link opens nothing
        answer = other.post(address)
    else:
        answer = other.post(reverse("questionnaire:resume"), {"code": code.lower()})
    assert answer["Location"] == reverse("questionnaire:check")
    assert other.session["case"] == str(case.pk)
    assert "Arizona" in other.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_coming_back_takes_a_fresh_session_key(client: Client) -> None:
    open_case(client)
    code = get_code(client)
    other = Client()
    other.post(reverse("questionnaire:start"))
    before = other.session.session_key
    other.post(reverse("questionnaire:resume"), {"code": code})
    assert other.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.django_db
def test_a_new_code_shuts_out_the_old_one_and_whoever_came_in_by_it(client: Client) -> None:
    open_case(client)
    old, friend = get_code(client), Client()
    friend.post(reverse("questionnaire:resume"), {"code": old})
    assert friend.get(reverse("questionnaire:check")).status_code == 200
    new = get_code(client)
    assert friend.get(reverse("questionnaire:check")).status_code == 404
    assert Client().post(reverse("questionnaire:resume"), {"code": old}).context["wrong"]
    assert client.get(reverse("questionnaire:check")).status_code == 200
    assert Client().post(reverse("questionnaire:resume"), {"code": new}).status_code == 302


@pytest.mark.django_db
def test_a_code_can_be_made_void(client: Client) -> None:
    open_case(client)
    code = get_code(client)
    client.post(reverse("questionnaire:save"), {"wish": "revoke"})
    assert Client().post(reverse("questionnaire:resume"), {"code": code}).context["wrong"]
    assert client.get(reverse("questionnaire:check")).status_code == 200


@pytest.mark.django_db
def test_codes_cannot_be_guessed_in_a_row(client: Client) -> None:
    address = reverse("questionnaire:resume")
    answers = [client.post(address, {"code": new_code()}).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    right = services.start_case({"state": "AZ"})
    code = new_code()
    Case.objects.filter(pk=right.pk).update(code_mark=fingerprint(read_code(code) or ""))
    assert client.post(address, {"code": code}).status_code == 429
    assert client.post(reverse("questionnaire:open", args=[code])).status_code == 429
    assert client.post(address, {"code": code}, REMOTE_ADDR="203.0.113.9").status_code == 302


@pytest.mark.django_db
def test_a_bucket_refills_and_names_nobody() -> None:
    hour = timedelta(hours=1)
    assert [TokenBucket.take("key", 2, hour) for _ in range(3)] == [True, True, False]
    TokenBucket.objects.update(updated_at=timezone.now() - timedelta(minutes=31))
    assert [TokenBucket.take("key", 2, hour) for _ in range(2)] == [True, False]
    services.allowed(RequestFactory().get("/", REMOTE_ADDR="203.0.113.9"), "code", 5, hour)
    assert not TokenBucket.objects.filter(key__contains="203.0.113.9").exists()


def test_only_our_own_proxy_is_believed_about_who_asks() -> None:
    def asked_by(**meta: Any) -> str:
        return services.client_address(RequestFactory().get("/", **meta))

    assert asked_by(REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.1") == "203.0.113.9"
    assert asked_by(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9") == "203.0.113.9"


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unix:", "unix:"),
    ],
)
def test_a_connection_counts_once_however_many_addresses_it_has(address: str, who: str) -> None:
    assert services.network(address) == who


@pytest.mark.django_db
def test_colleagues_at_one_address_have_limits_of_their_own() -> None:
    def asked(who: str) -> bool:
        request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
        services.asks_as(request, who)
        return services.allowed(request, "papers", 1, timedelta(hours=1))

    assert [asked("member 1"), asked("member 1"), asked("member 2"), asked("")] == [True, False, True, True]


# The end of a case


@pytest.mark.django_db
def test_deleting_erases_the_case_and_closes_the_session(client: Client) -> None:
    open_case(client)
    code, key = get_code(client), client.session.session_key
    assert client.get(reverse("questionnaire:delete")).status_code == 200
    assert Case.objects.count() == 1
    client.post(reverse("questionnaire:delete"))
    assert Case.objects.count() == 0
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get(reverse("questionnaire:check")).status_code == 404
    assert Client().post(reverse("questionnaire:resume"), {"code": code}).context["wrong"]


@pytest.mark.django_db
def test_a_case_past_its_time_is_gone_at_once_and_purged_later(client: Client) -> None:
    case = open_case(client)
    code = get_code(client)
    assert abs(case.expires_at - timezone.now() - timedelta(days=settings.SHORTFALL_CASE_DAYS)) < timedelta(minutes=1)
    fresh = services.start_case({"state": "CA"})
    Case.objects.filter(pk=case.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("questionnaire:check")).status_code == 404
    assert Client().post(reverse("questionnaire:resume"), {"code": code}).context["wrong"]
    call_command("purge", verbosity=0)
    assert [each.pk for each in Case.objects.all()] == [fresh.pk]


@pytest.mark.django_db
def test_opening_a_case_puts_its_end_off(client: Client) -> None:
    case = open_case(client)
    nearly = timezone.now() + timedelta(days=1)
    Case.objects.filter(pk=case.pk).update(expires_at=nearly, touched_at=timezone.now() - timedelta(days=29))
    assert client.get(reverse("questionnaire:check")).status_code == 200
    case.refresh_from_db()
    assert case.expires_at > nearly + timedelta(days=20)


@pytest.mark.django_db
def test_purge_does_not_need_the_keys(settings: Settings) -> None:
    case = services.start_case({"state": "AZ"})
    Case.objects.filter(pk=case.pk).update(expires_at=timezone.now() - timedelta(days=1))
    TokenBucket.objects.create(key="old", updated_at=timezone.now() - timedelta(days=2))
    settings.SHORTFALL_DATA_KEYS = [Fernet.generate_key().decode()]
    call_command("purge", verbosity=0)
    assert Case.objects.count() == TokenBucket.objects.count() == 0


# Who gets in


PAGES = [
    "/case/next/",
    "/case/question/state/",
    "/case/question/loans.first.amounts/",
    "/case/elsewhere/",
    "/case/first/",
    "/case/check/",
    "/case/save/",
    "/case/delete/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_sees_nothing_and_changes_nothing(address: str, method: str) -> None:
    services.start_case({"state": "AZ"})
    answer = getattr(Client(), method)(address, {"answer": "CA", "wish": "code"})
    assert answer.status_code == 404
    assert "No answers are open here" in answer.content.decode()
    assert Case.objects.get().facts == {"state": "AZ"}


@pytest.mark.django_db
def test_a_made_up_session_does_not_open_a_case(client: Client) -> None:
    case = open_case(client)
    session = client.session
    session["access"] = case.access + 1
    session.save()
    assert client.get(reverse("questionnaire:check")).status_code == 404


@pytest.mark.django_db
def test_pages_of_a_case_are_kept_by_no_cache_and_listed_by_no_robot(client: Client) -> None:
    open_case(client)
    for address in PAGES:
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert answer["X-Robots-Tag"] == "noindex", address
    assert "Disallow: /case/" in client.get("/robots.txt").content.decode()
    assert 'content="index"' in client.get("/").content.decode()
    assert 'content="noindex"' in client.get(reverse("questionnaire:resume")).content.decode()


@pytest.mark.django_db
def test_on_a_shared_computer_the_browser_forgets(client: Client) -> None:
    client.post(reverse("questionnaire:start"), {"shared": "on"})
    assert client.cookies["sessionid"]["max-age"] == ""
    alone = Client()
    alone.post(reverse("questionnaire:start"))
    assert alone.cookies["sessionid"]["max-age"] == settings.SHORTFALL_CASE_DAYS * 24 * 3600


@pytest.mark.django_db
def test_leaving_closes_the_case_and_keeps_it(client: Client) -> None:
    open_case(client)
    client.post(reverse("questionnaire:save"), {"wish": "leave"})
    assert client.get(reverse("questionnaire:check")).status_code == 404
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_no_log_line_says_what_was_answered(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    open_case(client)
    code = get_code(client)
    address = reverse("questionnaire:question", args=["property.fair_market_value"])
    client.post(address, {"answer": "271828.18"})
    client.post(address, {"answer": "314159 26"})
    client.get("/no/such/address/161803")
    Client().post(reverse("questionnaire:open", args=[code]))
    records = [record for record in caplog.records if record.name != "django.db.backends"]
    lines = [handled(record) for record in records]
    for private in ("271828", "314159", "161803", code, code.replace("-", "")):
        assert not [line for line in lines if private in line]


def handled(record: logging.LogRecord) -> str:
    """The line as our handler writes it."""
    from config.logs import NoAddresses, PlainFormatter

    NoAddresses().filter(record)
    return PlainFormatter().format(record)


@pytest.mark.django_db
def test_a_form_without_our_mark_is_refused_in_plain_words() -> None:
    client = Client(enforce_csrf_checks=True)
    answer: Any = client.post(reverse("questionnaire:start"))
    assert answer.status_code == 403
    assert "Please send that again" in answer.content.decode()
