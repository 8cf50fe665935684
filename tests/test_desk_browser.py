"""The way into the desk in a real browser: invited, a second factor, recovery codes, a passkey, and in again by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from .desk import PASSWORD
from .test_desk_accounts import code

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLATFORM_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_manager_joins_enrols_and_comes_back_by_passkey(
    page: Page, axe: Callable[[Page], list[dict[str, Any]]], live_server: LiveServer
) -> None:
    seen = 0

    def look() -> None:
        nonlocal seen
        seen += 1
        assert axe(page) == [], page.url
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
        page.set_viewport_size({"width": 1280, "height": 900})

    def go_on() -> None:
        page.locator("main form .button").first.click()

    said = StringIO()
    call_command("agency", "Riverbend Housing", "dana@example.org", stdout=said)
    path = re.search(r"/desk/join/\S+", said.getvalue())
    assert path is not None
    page.goto(f"{live_server.url}{path[0]}")
    look()
    page.fill("[name=name]", "Dana Reyes")
    for field in ("password1", "password2"):
        page.fill(f"[name={field}]", PASSWORD)
    go_on()
    assert "One more step before your desk opens" in page.inner_text("main")
    look()
    page.get_by_role("link", name="Set up an app").click()
    look()
    page.fill("[name=code]", code(page.inner_text("#totp-key")))
    go_on()
    assert page.locator(".codes li").count() == 10
    look()
    page.get_by_role("link", name="to my desk").click()
    assert page.inner_text("h1") == "Clients"
    assert "Riverbend Housing" in page.inner_text("main")
    look()
    page.clock.install()
    page.reload()
    page.clock.fast_forward("28:30")
    page.get_by_role("button", name="Stay signed in").click()
    page.locator("#idle").wait_for(state="hidden")
    page.goto(f"{live_server.url}/desk/staff/")
    page.fill("[name=email]", "carol@example.org")
    go_on()
    assert "/desk/join/" in page.inner_text(".address")
    look()
    page.goto(f"{live_server.url}/desk/agency/")
    look()

    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PLATFORM_KEY})
    page.goto(f"{live_server.url}/desk/account/second-factor/passkeys/add/")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("Your passkey is added.").wait_for()
    page.goto(f"{live_server.url}/desk/account/sign-out/")
    go_on()
    page.goto(f"{live_server.url}/desk/account/sign-in/")
    look()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")
    assert "Dana Reyes" in page.inner_text("main")
    assert seen == 8
