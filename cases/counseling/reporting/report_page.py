"""Reports to funders: the figures of a period, on screen and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from calculators.naming import SOFTENED
from cases.crypto import unseal_json

from ..access import for_supervisors
from ..history import remember
from ..models import Client, Membership
from .chart import activity_chart
from .counting import File, Report, report
from .forms_of_hud import hud_9902
from .periods import BadPeriod, Period, asked, newest
from .record import Record, read_record
from .stale import STALE_RECORD

SHOWN = 50  # files that are named below a total that does not agree


@require_GET
@for_supervisors
def funders(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """The report of a period, on screen or as CSV."""
    today, wrong = timezone.localdate(), ""
    quarter, first, last = (request.GET.get(name, "").strip()[:10] for name in ("quarter", "from", "to"))
    try:
        period = asked(quarter, first, last, today)
    except BadPeriod as fault:
        period, wrong = newest(today)[0], str(fault)
    counted = report(files_of(member, period), period)
    if request.GET.get("as") == "csv" and not wrong:
        remember("report_made", member, period=f"{period.first} {period.last}", form="csv")
        return as_csv(counted, member)
    remember("report_made", member, period=f"{period.first} {period.last}")
    context = {
        "member": member,
        "report": counted,
        "chart": activity_chart(counted.months),
        "form": hud_9902(),
        "quarters": newest(today),
        "wrong": wrong,
        "first": first,
        "last": last,
        "outcomes": outcomes(counted),
        "lacking": named(member, counted),
        "more_lacking": max(0, len(counted.lacking) - SHOWN),
        "query": address(period),
    }
    return render(request, "desk/funders.html", context)


def address(period: Period) -> str:
    """The part of an address that asks for this period."""
    if period.key:
        return f"quarter={period.key}"
    return f"from={period.first:%Y-%m}&to={period.last:%Y-%m}"


def files_of(member: Membership, period: Period) -> Iterator[File]:
    """What a report of this period reads of each client of the agency: nobody's name. A file that was neither opened
    nor closed nor served in the period counts nowhere, and stays sealed."""
    begins, ends = (timezone.make_aware(datetime.combine(day, time())) for day in (period.first, after(period)))
    opened_then = Q(created_at__gte=begins, created_at__lt=ends)
    closed_then = Q(closed_at__gte=begins, closed_at__lt=ends)
    clients = Client.objects.for_member(member)
    began = {
        key: (outcome, timezone.localdate(opened), timezone.localdate(closed) if closed else None)
        for key, outcome, opened, closed in clients.filter(opened_then | closed_then)
        .values_list("pk", "outcome", "created_at", "closed_at")
        .iterator()
    }
    served = Q(servicerecord__first_on__lte=period.last, servicerecord__last_on__gte=period.first)
    rows = clients.filter(served | STALE_RECORD).values_list("pk", "outcome", "servicerecord__sealed")
    for key, outcome, sealed in rows.iterator():
        _outcome, opened, closed = began.pop(key, (outcome, None, None))
        yield File(str(key), opened, closed, outcome, read_record(unseal_json(bytes(sealed)) if sealed else {}))
    for key, (outcome, opened, closed) in began.items():
        yield File(str(key), opened, closed, outcome, Record())


def after(period: Period) -> date:
    """The day after it."""
    return period.last + timedelta(days=1)


def named(member: Membership, counted: Report) -> list[tuple[Client, list[str]]]:
    """The first files whose household lacks an answer, with what it lacks."""
    keys = list(counted.lacking)[:SHOWN]
    asks = {section.id: _(section.title) for section in hud_9902().sections("household")}
    clients = Client.objects.for_member(member).filter(pk__in=keys).only("sealed_person", "agency")
    found = [(each, [asks[name] for name in counted.lacking[str(each.pk)]]) for each in clients]
    return sorted(found, key=lambda pair: pair[0].name.casefold())


def outcomes(counted: Report) -> list[tuple[Any, int]]:
    """How many of the households counted have which answer and how many have none yet."""
    found: list[tuple[Any, int]] = [(tag.word, counted.outcomes[name]) for name, tag in SOFTENED.items()]
    found = [(word, count) for word, count in found if count]
    return [*found, (_("No answer yet"), counted.outcomes[""])] if counted.outcomes[""] else found


def as_csv(counted: Report, member: Membership) -> HttpResponse:
    """The same figures as a file for a spreadsheet: no line tells of one client."""
    period = counted.period
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="hud-9902-{period.first}-{period.last}.csv"'
    answer.write("\ufeff")  # so that Excel reads it as UTF-8
    lines = csv.writer(answer)
    lines.writerow(["section", "row", "label", "all", "hud_grant"])
    for each in counted.sections:
        number = each.section.number
        for row in each.section.row:
            count = each.rows[row.id]
            lines.writerow([number, row.letter, row.label, count.all, count.hud])
        if each.section.kind == "household":
            lines.writerow([number, "", "Not asked yet", each.missing.all, each.missing.hud])
        if each.summed:
            lines.writerow([number, "", f"Section {number} total", each.total.all, each.total.hud])
    lines.writerow([])
    lines.writerow(["month", "files_opened", "sessions", "hours", "workshops", "files_closed", "impacts"])
    for month in counted.months:
        counts = [month.opened, month.sessions, month.hours, month.workshops, month.closed, month.impacts]
        lines.writerow([f"{month.first:%Y-%m}", *counts])
    return answer
