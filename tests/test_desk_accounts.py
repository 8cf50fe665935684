"""How staff get in: by invitation, password and second factor, and nobody by trying; and how they are let out."""

from __future__ import annotations

import re
import time
from io import BytesIO, StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from cases.counseling.files import close
from cases.counseling.invitations import invite
from cases.counseling.letterhead import letterhead
from cases.counseling.logos import KEPT, LARGEST_SIDE, NotALogo, redrawn
from cases.counseling.middleware import BEGAN, DESK_COOKIE, SEEN
from cases.counseling.models import Activity, Agency, Client, Invitation, Membership, Remembered, Role, User
from cases.models import Case

from .answered import begin
from .desk import PASSWORD, SECRET, agency, browser_of, client_of, staff

pytestmark = pytest.mark.django_db
DESK, SIGN_IN = "/desk/", "/desk/account/sign-in/"
NEW = {"name": "Anna Berg", "password1": PASSWORD, "password2": PASSWORD}


def code(secret: str = SECRET) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(browser: Browser, member: Membership, password: str = PASSWORD) -> Any:
    return browser.post(SIGN_IN, {"login": member.user.email, "password": password})


# The way in


def test_the_first_manager_is_invited_from_the_command_line_and_enrols_a_second_factor(client: Browser) -> None:
    said = StringIO()
    call_command("agency", "Riverbend  Housing", "Boss@Example.org", stdout=said)
    path = re.search(r"http://localhost:8000(/desk/join/\S+)", said.getvalue())
    assert path is not None
    assert path[1] in mail.outbox[0].body
    page = client.get(path[1]).content.decode()
    assert "Join Riverbend Housing" in page and "manager" in page and "boss@example.org" in page
    answer = client.post(path[1], NEW)
    assert answer["Location"] == reverse("desk:home")
    assert client.get(DESK)["Location"] == reverse("mfa_index"), "a password alone opens no page of the desk"
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert [line.verb for line in Activity.objects.all()] == ["staff_joined", "staff_invited", "agency_made"]
    call_command("agency", "Riverbend Housing", "second@example.org", stdout=said)
    assert Agency.objects.count() == 1


@pytest.mark.parametrize("wrong", [("", "a@example.org"), ("Name", "nobody")])
def test_the_command_refuses_what_is_no_name_or_address(wrong: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("agency", *wrong)


def test_an_invitation_works_once_and_for_a_week() -> None:
    ours = agency()
    link = invite(ours, "anna@example.org", Role.COUNSELOR)
    newer = invite(ours, "Anna@example.org", Role.SUPERVISOR)
    assert Browser().get(link).status_code == 404, "a newer invitation replaces an older one"
    assert Browser().post(newer, {**NEW, "password2": "another one entirely"}).context["form"].errors
    assert Browser().post(newer, NEW).status_code == 302
    assert Membership.objects.get().role == Role.SUPERVISOR
    assert Browser().get(newer).status_code == 404
    late = invite(ours, "ben@example.org", Role.COUNSELOR)
    Invitation.objects.update(expires_at=timezone.now())
    assert Browser().post(late, NEW).status_code == 404
    assert User.objects.count() == 1
    assert "anna" not in str(Invitation.objects.values_list())


@pytest.mark.parametrize("password", ["short", "password1234", "anna.berg@exam"])
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    link = invite(agency(), "anna.berg@example.org", Role.COUNSELOR)
    answer = Browser().post(link, {**NEW, "password1": password, "password2": password})
    assert "password1" in answer.context["form"].errors


def test_someone_with_an_account_joins_only_when_signed_in_and_free() -> None:
    member = staff(agency())
    link = invite(agency("Other"), member.user.email, Role.COUNSELOR)
    assert "Sign in with it" in Browser().post(link).content.decode()
    browser = browser_of(member)
    assert browser.post(link).status_code == 409
    Membership.objects.update(active=False)
    assert browser.post(link)["Location"] == reverse("desk:home")
    assert Membership.objects.active().get().agency.name == "Other"


def test_nobody_signs_up_uninvited(client: Browser) -> None:
    answer = client.post("/desk/account/sign-up/", {"email": "x@example.org", "password1": PASSWORD})
    assert "Accounts are by invitation" in answer.content.decode()
    assert not User.objects.exists()


def test_both_factors_are_asked_and_the_session_key_changes(client: Browser) -> None:
    member = staff(agency())
    client.get(SIGN_IN)
    begin_session = client.cookies.get(DESK_COOKIE)
    assert sign_in(client, member)["Location"] == reverse("mfa_authenticate")
    before = client.cookies[DESK_COOKIE].value
    assert client.get(DESK).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).context["form"].errors
    answer = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert answer["Location"] == reverse("desk:home")
    cookie = client.cookies[DESK_COOKIE]
    assert cookie.value not in (before, begin_session)
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (DESK, True, "Lax")
    assert client.get(DESK).status_code == 200
    assert not Session.objects.filter(session_key=before).exists()


def test_a_recovery_code_lets_in_once() -> None:
    member = staff(agency())
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (302, 200):
        browser = Browser()
        sign_in(browser, member)
        assert browser.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


@pytest.mark.django_db(transaction=True)
def test_an_earlier_session_without_the_second_factor_ends_when_one_is_added() -> None:
    member = staff(agency(), second_factor=False)
    earlier, now = Browser(), Browser()
    for browser in (earlier, now):
        assert sign_in(browser, member)["Location"] == reverse("desk:home")
    secret = now.get(reverse("mfa_activate_totp")).context["form"].secret
    assert now.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    assert now.get(DESK).status_code == 200
    assert earlier.get(DESK)["Location"] == SIGN_IN
    now.post(reverse("mfa_deactivate_totp"))
    assert now.get(DESK)["Location"] == reverse("mfa_index"), "without a factor the desk closes again"


# Nobody by trying


def test_five_wrong_passwords_rest_the_account_for_every_process_and_name_nobody(client: Browser) -> None:
    member = staff(agency())
    for _ in range(5):
        assert "not correct" in str(sign_in(client, member, "wrong").context["form"].errors)
    said = str(sign_in(client, member).context["form"].errors)
    assert "Too many failed login attempts" in said
    keys = str(list(Remembered.objects.values_list("cache_key", flat=True)))
    assert "127.0.0.1" not in keys and "allauth" not in keys
    Remembered.objects.all().delete()  # a quarter of an hour later
    assert sign_in(client, member).status_code == 302


def test_nothing_tells_who_has_an_account(client: Browser) -> None:
    member = staff(agency())
    forgotten = reverse("account_reset_password")
    known = client.post(forgotten, {"email": member.user.email})
    unknown = client.post(forgotten, {"email": "unknown@example.org"})
    assert known["Location"] == unknown["Location"]
    assert [sent.subject for sent in mail.outbox] == ["A new password for Shortfall"] * 2
    assert [sent.to for sent in mail.outbox] == [[member.user.email], ["unknown@example.org"]]
    wrong = sign_in(client, member, "wrong").content.decode()
    other = client.post(SIGN_IN, {"login": "unknown@example.org", "password": "wrong"}).content.decode()
    own = r'name="csrfmiddlewaretoken" value="\w+"|value="\S+@example.org"'
    plain = [re.sub(own, "", page) for page in (wrong, other)]
    assert plain[0] == plain[1]


def test_a_new_password_by_mail_works_once_signs_out_everywhere_and_still_needs_the_second_factor() -> None:
    member = staff(agency())
    elsewhere, browser = browser_of(member), Browser()
    browser.post(reverse("account_reset_password"), {"email": member.user.email})
    link = re.search(r"http://testserver(/desk/account/password/new/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = browser.get(link[1])["Location"]
    fresh = {"password1": "seven quiet lanterns", "password2": "seven quiet lanterns"}
    assert browser.post(form, fresh)["Location"] == reverse("account_reset_password_from_key_done")
    assert elsewhere.get(DESK).status_code == 302
    assert "This link is used up" in Browser().get(link[1], follow=True).content.decode()
    assert sign_in(browser, member).status_code == 200
    assert sign_in(browser, member, "seven quiet lanterns")["Location"] == reverse("mfa_authenticate")


# Sessions


@pytest.mark.parametrize(("began", "seen", "why"), [(0, 31, "idle"), (12 * 60 + 1, 5, "long"), (11 * 60, 29, "")])
def test_a_session_ends_when_it_is_not_used_and_after_a_working_day(began: int, seen: int, why: str) -> None:
    browser = browser_of(staff(agency()))
    browser.get(DESK)
    session = Session.objects.get()
    data = session.get_decoded()
    now = int(time.time())
    data |= {BEGAN: now - max(began, seen) * 60, SEEN: now - seen * 60}
    session.session_data = Session.objects.encode(data)
    session.save()
    answer = browser.get(DESK)
    if not why:
        assert answer.status_code == 200
        return
    assert answer["Location"] == f"{SIGN_IN}?ended={why}&next=%2Fdesk%2F"
    assert "You were signed out" in browser.get(answer["Location"]).content.decode()
    assert browser.get(DESK)["Location"] == SIGN_IN


def test_sessions_are_listed_and_ended() -> None:
    member = staff(agency(), second_factor=False)
    here, elsewhere = Browser(headers={"user-agent": "Here"}), Browser(headers={"user-agent": "Elsewhere"})
    for browser in (here, elsewhere):
        sign_in(browser, member)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Here" in page and "Elsewhere" in page
    here.post(reverse("usersessions_list"))
    assert elsewhere.get(reverse("mfa_index")).status_code == 302
    assert here.get(reverse("mfa_index")).status_code == 200
    here.post(reverse("account_logout"))
    assert here.get(DESK)["Location"] == SIGN_IN


def test_a_homeowners_session_and_a_counselors_never_meet() -> None:
    member = staff(agency())
    browser = browser_of(member)
    case = begin(browser, "barred")
    assert browser.get(DESK).status_code == 200
    assert browser.get(reverse("questionnaire:check")).status_code == 200
    assert "Riverbend" not in browser.get("/").content.decode()
    browser.post(reverse("questionnaire:save"), {"wish": "leave"})
    assert browser.get(DESK).status_code == 200, "leaving a case does not sign the counselor out"
    browser.cookies.pop("sessionid")
    begin(browser, "bare")
    browser.post(reverse("account_logout"))
    assert browser.get(reverse("questionnaire:check")).status_code == 200, "nor the other way round"
    assert Case.objects.filter(pk=case.pk).exists()
    homeowner = Browser()
    begin(homeowner, "bare")
    homeowner.cookies[DESK_COOKIE] = homeowner.cookies["sessionid"].value
    assert homeowner.get(DESK)["Location"] == SIGN_IN, "a homeowner's cookie opens nothing at the desk"


# Staff and settings


def manager_browser(of: Agency) -> tuple[Membership, Browser]:
    """A manager who has just signed in with both factors."""
    member, browser = staff(of, Role.MANAGER), Browser()
    sign_in(browser, member)
    browser.post(reverse("mfa_authenticate"), {"code": code()})
    return member, browser


def test_a_manager_invites_and_sees_the_link_once(settings: Settings) -> None:
    _, browser = manager_browser(agency())
    invited = {"email": "new@example.org", "role": "counselor"}
    page = browser.post(reverse("desk:invite"), invited).content.decode()
    link = re.search(r"/desk/join/[\w-]+/", page)
    assert link is not None and link[0] in mail.outbox[0].body
    assert link[0] not in browser.get(reverse("desk:staff")).content.decode()
    settings.SENDS_MAIL = False
    assert "hand the link over yourself" in browser.post(reverse("desk:invite"), invited).content.decode()
    browser.post(reverse("desk:withdraw", args=[Invitation.objects.get().pk]))
    assert not Invitation.objects.exists()


def test_what_matters_asks_for_proof_again() -> None:
    ours = agency()
    old = browser_of(staff(ours, Role.MANAGER))  # signed in long ago
    answer = old.post(reverse("desk:invite"), {"email": "new@example.org", "role": "counselor"})
    assert answer["Location"].startswith("/desk/account/again/")
    assert not Invitation.objects.exists()


def test_access_is_closed_at_once_and_clients_go_to_a_colleague() -> None:
    ours = agency()
    boss, browser = manager_browser(ours)
    anna, ben = staff(ours, name="Anna"), staff(ours, name="Ben")
    client, annas = client_of(anna), browser_of(anna)
    page = reverse("desk:person", args=[anna.pk])
    assert "Choose who takes over" in browser.post(page, {"wish": "close"}).content.decode()
    stranger = staff(agency("Other"))
    assert browser.post(page, {"wish": "close", "successor": stranger.pk}).context["successor"].errors
    browser.post(page, {"wish": "close", "successor": ben.pk})
    assert list(Client.objects.for_member(ben)) == [client]
    assert annas.get(DESK).status_code in (302, 404)
    assert browser_of(anna).get(DESK).status_code == 404
    browser.post(page, {"wish": "open"})
    lost = Browser()
    sign_in(lost, anna)
    lost.post(reverse("mfa_authenticate"), {"code": code()})
    assert lost.get(DESK).status_code == 200
    browser.post(page, {"wish": "factors"})
    assert lost.get(DESK).status_code == 302
    assert mail.outbox[-1].to == [anna.user.email]
    assert sign_in(lost, anna)["Location"] == reverse("desk:home")
    assert lost.get(DESK)["Location"] == reverse("mfa_index")
    assert browser_of(anna).get(DESK).status_code == 200
    own = reverse("desk:person", args=[boss.pk])
    for last in ({"wish": "close", "successor": ben.pk}, {"wish": "role", "role": "counselor"}):
        assert "An agency needs a manager" in browser.post(own, last).content.decode()
    browser.post(page, {"wish": "role", "role": "manager"})
    assert browser.post(own, {"wish": "role", "role": "counselor"}).status_code == 302
    assert browser.get(reverse("desk:staff")).status_code == 404


def picture(size: tuple[int, int], kind: str = "PNG") -> bytes:
    drawn = BytesIO()
    Image.new("RGB", size, "teal").save(drawn, kind, comment=b"hidden words")
    return drawn.getvalue()


def test_settings_stand_on_papers_and_a_new_retention_counts_for_closed_files() -> None:
    ours = agency()
    boss, browser = manager_browser(ours)
    client = client_of(boss)
    close(boss, client)
    logo = SimpleUploadedFile("logo.jpg", picture((1200, 300), "JPEG"), "image/jpeg")
    given = {"name": "Riverbend", "address": "1 Main St\n\nDubuque", "phone": "1", "retention_months": "60"}
    assert browser.post(reverse("desk:agency"), {**given, "picture": logo}).status_code == 302
    ours.refresh_from_db()
    client.refresh_from_db()
    assert client.retention_until and client.closed_at
    assert client.retention_until.year == client.closed_at.year + 5
    head = letterhead(ours)
    assert (head.name, head.address) == ("Riverbend", ("1 Main St", "Dubuque"))
    assert head.logo.startswith("data:image/png;base64,")
    shown = browser.get(reverse("desk:logo")).content
    assert Image.open(BytesIO(shown)).size == (600, 150)
    assert b"hidden words" not in shown
    wrong = SimpleUploadedFile("logo.png", b"<svg onload=x>", "image/png")
    assert "picture" in browser.post(reverse("desk:agency"), {**given, "picture": wrong}).context["form"].errors
    assert browser.post(reverse("desk:agency"), {**given, "no_picture": "on"}).status_code == 302
    assert browser.get(reverse("desk:logo")).status_code == 404


def test_a_logo_is_drawn_anew_and_huge_ones_are_refused() -> None:
    assert max(Image.open(BytesIO(redrawn(picture((3000, 2000))))).size) <= max(KEPT)
    for bad in (b"", b"GIF89a", picture((LARGEST_SIDE + 1, 1)), b"\x89PNG" + bytes(2_000_000)):
        with pytest.raises(NotALogo):
            redrawn(bad)
