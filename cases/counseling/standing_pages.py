"""How a file stands: closed, opened again, held, deleted; and its history."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from calculators.facts import BadFacts
from calculators.working import Text
from cases.questionnaire.flow import Flow

from .access import at_least, for_sure, no_desk, with_client
from .files import close, delete_file, reopen, set_hold
from .history import VERBS, opened
from .models import Activity, Client, Membership, Role

LINES = 50  # of history on a page


@require_POST
@with_client
def standing(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """Close the file, open it again, hold its deletion or let it come."""
    match request.POST.get("wish"):
        case "close" if client.closed_at is None:
            close(member, client)
        case "reopen" if client.closed_at:
            reopen(member, client)
        case "hold" if not client.hold:
            set_hold(member, client, True)
        case "lift" if client.hold:
            set_hold(member, client, False)
    return redirect("desk:client", client.pk)


@require_http_methods(["GET", "POST"])
@with_client
@for_sure
def delete(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """Erase the file before its time; whoever supervises, after proving once more who they are."""
    if not at_least(Role.SUPERVISOR, member):
        return no_desk(request)
    if request.method == "POST" and not client.hold:
        delete_file(client, member)
        return redirect("desk:home")
    return render(request, "desk/delete.html", {"member": member, "client": client})


@require_GET
@with_client
def history(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """Everything that was seen and changed, by whom, the newest first."""
    opened(member, client)
    lines = Activity.objects.for_member(member).filter(client=client).select_related("member__user")
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    told = [(line, words(line), touched(client, line)) for line in page]
    return render(request, "desk/history.html", {"member": member, "client": client, "page": page, "lines": told})


def words(line: Activity) -> Text:
    """What was done, of a verb that is still in use."""
    verb = VERBS.get(line.verb, Text("{verb}", {"verb": line.verb}))
    known = {name: value for name, value in line.detail.items() if isinstance(value, str | int)}
    return Text(verb.template, {**verb.values, **known})


def touched(client: Client, line: Activity) -> list[Text]:
    """The questions whose answers were changed, as they are asked."""
    asked: Any = line.detail.get("pages", [])
    flow, found = Flow.of(client), []
    for path in asked if isinstance(asked, list) else []:
        try:
            found.append(flow.page(path).title)
        except (BadFacts, KeyError):
            found.append(Text("{path}", {"path": str(path)}))
    return found
