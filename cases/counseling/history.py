"""The history of the desk: one function writes it, one table says what its lines are called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from calculators.working import Text

from .models import Activity, Agency, Client, Membership

# What can be done, as the history tells it. An entry a verb; the detail of a line fills the words in braces.
VERBS: dict[str, Text] = {
    "agency_made": Text("The agency was set up"),
    "agency_changed": Text("Changed the agency's settings"),
    "staff_invited": Text("Invited someone to the staff"),
    "invitation_withdrawn": Text("Withdrew an invitation"),
    "staff_joined": Text("Joined the staff"),
    "role_changed": Text("Changed the role of {name}"),
    "staff_deactivated": Text("Closed the access of {name}"),
    "factors_forgotten": Text("Took away the second factor of {name}, so that a new one is set up"),
    "staff_reactivated": Text("Opened the access of {name} again"),
    "client_opened": Text("Opened the file"),
    "client_made": Text("Started the file"),
    "facts_changed": Text("Changed answers"),
    "taken_by_code": Text("Took the case over by the homeowner's code"),
    "taken_by_copy": Text("Took the case over from the homeowner's PDF, with their consent"),
    "copy_by_code": Text("Copied the homeowner's case for this file by their code"),
    "copy_by_pdf": Text("Copied the homeowner's PDF for this file, with their consent"),
    "answers_brought": Text("Brought the homeowner's answers into the file"),
    "copy_left_out": Text("Left the homeowner's copy out of the file"),
    "consent_withdrawn": Text("The homeowner took their consent back"),
    "homeowner_deleted": Text("The homeowner's own case was deleted"),
    "link_made": Text("Made a link by which the client gets a copy"),
    "link_revoked": Text("Took the link for the client back"),
    "link_used": Text("The client took their copy by the link"),
    "note_written": Text("Wrote a note"),
    "note_changed": Text("Changed a note"),
    "task_added": Text("Added a task"),
    "task_changed": Text("Changed a task"),
    "task_done": Text("Did a task"),
    "task_reopened": Text("Put a task back"),
    "document_added": Text("Added a document"),
    "document_renamed": Text("Renamed a document"),
    "document_opened": Text("Opened a document or paper"),
    "document_deleted": Text("Deleted a document"),
    "work_changed": Text("Changed scenarios, letters, ticks, the plan or which papers are made"),
    "paper_made": Text("Made a paper"),
    "person_changed": Text("Changed name or contact"),
    "services_changed": Text("Changed the record of services"),
    "report_made": Text("Looked at a report to funders"),
    "law_seen": Text("Looked at what a change of the law did to the answer"),
    "day_done": Text("Marked the deadline of {day} as done"),
    "day_open": Text("Marked the deadline of {day} as open again"),
    "handed_over": Text("Handed the file over to {name}"),
    "closed": Text("Closed the file"),
    "reopened": Text("Opened the file again"),
    "hold_set": Text("Put the file's deletion on hold"),
    "hold_lifted": Text("Lifted the hold on the file's deletion"),
    "packets_begun": Text("Began packets for {count} clients"),
    "packet_made": Text("Made a packet of papers"),
    "packets_fetched": Text("Downloaded packets of {count} clients"),
    "clients_imported": Text("Imported a file: {made} clients new, {changed} changed, {skipped} left out"),
    "import_undone": Text("Took back an import: {count} clients deleted"),
    "clients_exported": Text("Exported a list of {count} clients"),
    "client_exported": Text("Exported the client in a list"),
    "agency_export_begun": Text("Had everything the agency keeps put together"),
    "agency_exported": Text("Exported everything the agency keeps"),
    "client_deleted": Text("Deleted a client's file"),
}


def remember(
    verb: str,
    member: Membership | None,
    *,
    client: Client | None = None,
    agency: Agency | None = None,
    **detail: Any,
) -> Activity:
    """Write one line of history. `detail` is small and tells nothing of a client: counts, paths of questions, the names
    of colleagues. Raises KeyError for a verb that has no words, and ValueError where no agency can be named."""
    VERBS[verb]
    of = agency or (client.agency if client else member.agency if member else None)
    if of is None:
        raise ValueError("history belongs to an agency")
    return Activity.objects.create(agency=of, client=client, member=member, verb=verb, detail=detail)


STILL_OPEN = timedelta(minutes=15)  # pages of one file that are turned within it are one opening


def opened(member: Membership, client: Client) -> None:
    """Remember that this member looked into the file, unless they had it open a moment ago."""
    since = timezone.now() - STILL_OPEN
    if not client.activity.filter(verb="client_opened", member=member, at__gt=since).exists():
        remember("client_opened", member, client=client)


def remember_each(verb: str, member: Membership, clients: Iterable[Client], **detail: Any) -> None:
    """One line of history for each of these clients, written together."""
    VERBS[verb]
    lines = [
        Activity(agency_id=client.agency_id, client=client, member=member, verb=verb, detail=detail)
        for client in clients
    ]
    Activity.objects.bulk_create(lines)
