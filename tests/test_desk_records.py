"""What the desk keeps: sealed, apart from every other agency's, found by name, remembered, gone in time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from cases.counseling.files import (
    Outdated,
    after_months,
    changing,
    close,
    hand_over,
    new_file,
    set_hold,
    start_file,
    start_files,
)
from cases.counseling.index import refresh_index
from cases.counseling.models import (
    Activity,
    Client,
    Deadline,
    Document,
    Membership,
    Note,
    Role,
    SearchMark,
    Task,
)
from cases.counseling.search import found, words

from .answered import CASES
from .desk import agency, client_of, staff

RECORDS: tuple[Any, ...] = (Client, Note, Task, Document, Activity, Deadline)


def fill(member: Membership) -> Client:
    """A client with one of everything."""
    client = client_of(member, facts=CASES["limited"])
    note, task = Note(client=client, author=member), Task(client=client, assigned_to=member)
    note.text, task.what = "Fears for her pay", "Call the servicer"
    note.save()
    task.save()
    Document(client=client, added_by=member).put("notice.pdf", "application/pdf", b"%PDF notice")
    Deadline.objects.create(client=client, on=date(2027, 1, 1), what="answer", kind="yours", label={})
    return client


@pytest.mark.django_db
def test_nobody_reads_a_record_of_another_agency_or_of_a_colleague() -> None:
    ours, theirs = agency("Ours"), agency("Theirs")
    anna, ben, sue = staff(ours, name="Anna"), staff(ours, name="Ben"), staff(ours, Role.SUPERVISOR)
    stranger, boss = staff(theirs), staff(theirs, Role.MANAGER)
    fill(anna)
    fill(stranger)
    for model in RECORDS:
        for member in (anna, sue):
            seen = model.objects.for_member(member)
            assert seen, model
            agencies = {(each if model is Client else each.client).agency_id for each in seen}
            assert agencies == {ours.pk}, model
        assert not model.objects.for_member(ben), model
        assert {(each if model is Client else each.client).agency_id for each in model.objects.for_member(boss)} == {
            theirs.pk
        }
    assert list(found(stranger, "muñoz")) == list(Client.objects.filter(agency=theirs))
    ours.shared_caseload = True
    ours.save()
    ben = Membership.objects.get(pk=ben.pk)
    for model in RECORDS:
        assert model.objects.for_member(ben), model


@pytest.mark.django_db
def test_the_database_holds_no_client_in_plain_words() -> None:
    client = fill(staff(agency()))
    with connection.cursor() as cursor:
        kept = ""
        for model in (*RECORDS, SearchMark):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            kept += "".join(
                str(bytes(value) if isinstance(value, memoryview) else value)
                for row in cursor.fetchall()
                for value in row
            )
    for private in ("Maria", "Muñoz", "555-0142", "Fears", "servicer", "notice.pdf", "300000", "220000"):
        assert private not in kept, private
    stored = default_storage.open(str(client.documents.get().file.name)).read()
    assert b"notice" not in stored
    assert client.documents.get().content() == b"%PDF notice"


@pytest.mark.django_db
def test_names_are_found_by_their_beginnings_however_they_are_typed() -> None:
    member = staff(agency())
    maria = start_file(member, {"name": "María José Muñoz-O'Brien", "phone": "(563) 555-0142", "reference": "HC-0917"})
    start_file(member, {"name": "Mark Brown"})
    for typed in ("munoz", "MUÑ", "mar jos", "obrien", "O’Br", "0142", "hc 0917"):
        assert list(found(member, typed)) == [maria], typed
    assert found(member, "mar").count() == 2
    assert not found(member, "ria")
    assert not found(member, "142")
    assert words("  ") == []


@pytest.mark.django_db
def test_two_agencies_with_the_same_client_share_no_mark() -> None:
    first, second = (client_of(staff(agency(name)), "Maria Muñoz") for name in ("One", "Two"))
    marks = [set(SearchMark.objects.filter(client=each).values_list("mark", flat=True)) for each in (first, second)]
    assert len(marks[0]) == len(marks[1]) > 5
    assert not marks[0] & marks[1]


@pytest.mark.django_db
def test_the_index_says_what_the_answer_says_to_the_thousand() -> None:
    client = client_of(staff(agency()), facts=CASES["limited"])
    answer = refresh_index(client, date(2026, 11, 22))
    client.refresh_from_db()
    assert answer is not None
    assert (client.state, client.stage, client.way) == ("AZ", "sold", "nonjudicial_foreclosure")
    assert (client.outcome, client.law_version) == (answer.outcome, answer.law_version)
    low, high = answer.collectible.low, answer.collectible.high
    assert low is not None and high is not None
    assert client.exposure_low is not None and client.exposure_low % 1000 == 0
    assert client.exposure_low <= low < client.exposure_low + 1000
    assert client.exposure_high is not None and client.exposure_high - 1000 < high <= client.exposure_high
    days = [each.on for each in client.deadlines.all() if each.sure]
    assert client.next_deadline == min(days)


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{}, {"state": "AZ", "disposition": {"kind": "strict_foreclosure"}}])
def test_facts_without_an_answer_leave_the_index_open(facts: dict[str, Any]) -> None:
    client = client_of(staff(agency()), facts=facts)
    client.refresh_from_db()
    assert (client.outcome, client.exposure_high, client.next_deadline) == ("", None, None)
    assert client.state == facts.get("state", "")


@pytest.mark.django_db
def test_many_files_are_started_with_as_many_queries_as_one(django_assert_num_queries: Any) -> None:
    member = staff(agency())
    with CaptureQueriesContext(connection) as one:
        client_of(member, facts=CASES["limited"])
    clients = [new_file(member, {"name": f"Client {n}"}, CASES["limited"]) for n in range(12)]
    with django_assert_num_queries(len(one)):
        start_files(member, clients)
    assert {each.outcome for each in Client.objects.all()} == {"limited"}
    assert found(member, "cli 11").count() == 1
    assert Activity.objects.filter(verb="client_made").count() == 13


@pytest.mark.django_db
def test_of_two_edits_of_one_version_the_second_is_told() -> None:
    member = staff(agency())
    client = client_of(member)
    with changing(member, client, "person_changed", seen=client.version) as file:
        file.person["name"] = "Maria Lopez"
    with pytest.raises(Outdated), changing(member, client, "person_changed", seen=client.version) as file:
        file.person["name"] = "lost"
    with changing(member, client, "facts_changed", paths=["state"]) as file:  # one answer needs no version
        file.kept["facts"] = {"state": "OH"}
    client.refresh_from_db()
    assert (client.name, client.facts, client.state, client.version) == ("Maria Lopez", {"state": "OH"}, "OH", 3)
    assert list(found(member, "lopez")) == [client]
    assert not found(member, "muñoz")
    assert [line.verb for line in client.activity.all()] == ["facts_changed", "person_changed", "client_made"]
    with pytest.raises(Client.DoesNotExist), changing(staff(agency("Other")), client, "facts_changed"):
        pass


@pytest.mark.django_db
def test_history_is_written_once() -> None:
    line = client_of(staff(agency())).activity.get()
    line.verb = "closed"
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        Activity.objects.update(verb="closed")
    with pytest.raises(TypeError):
        Activity.objects.filter(pk=line.pk).delete()


@pytest.mark.django_db
def test_a_note_is_its_authors_for_a_day() -> None:
    member = staff(agency())
    note = Note(client=client_of(member), author=member)
    assert note.editable_by(member)
    assert not note.editable_by(staff(member.agency, name="Ben"))
    note.written_at -= timedelta(days=1)
    assert not note.editable_by(member)


@pytest.mark.django_db
def test_clients_are_handed_over_within_the_agency_with_their_open_tasks() -> None:
    ours = agency()
    anna, ben = staff(ours, name="Anna"), staff(ours, name="Ben")
    client = fill(anna)
    assert hand_over(anna, [client], ben) == 1
    assert list(Client.objects.for_member(ben)) == [client]
    assert client.tasks.get().assigned_to == ben
    assert not Client.objects.for_member(anna)
    with pytest.raises(ValueError, match="within the agency"):
        hand_over(ben, [client], staff(agency("Other")))


@pytest.mark.django_db
def test_a_closed_file_is_deleted_when_its_time_is_over_unless_it_is_held(
    django_capture_on_commit_callbacks: Any,
) -> None:
    member = staff(agency())
    gone, held, working = (fill(member) for _ in range(3))
    content = str(gone.documents.get().file.name)
    for client in (gone, held):
        close(member, client)
    assert gone.retention_until is not None and gone.closed_at is not None
    assert gone.retention_until.year == gone.closed_at.year + 3  # 24 CFR 214.315(b)
    set_hold(member, held, True)
    Client.objects.filter(closed_at__isnull=False).update(retention_until=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge", verbosity=0)
    assert set(Client.objects.all()) == {held, working}
    assert not default_storage.exists(content)
    assert default_storage.exists(str(held.documents.get().file.name))
    assert [line.verb for line in Activity.objects.filter(client=None)] == ["client_deleted"]


@pytest.mark.parametrize(
    ("closed", "months", "until"),
    [("2026-11-22", 36, "2029-11-22"), ("2024-02-29", 12, "2025-02-28"), ("2026-10-31", 1, "2026-11-30")],
)
def test_months_are_counted_by_the_calendar(closed: str, months: int, until: str) -> None:
    assert after_months(datetime.fromisoformat(closed), months) == datetime.fromisoformat(until)


@pytest.mark.django_db
def test_a_person_works_for_one_agency_at_a_time() -> None:
    member = staff(agency())
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=member.user, agency=agency("Other"))
    member.active = False
    member.save()
    Membership.objects.create(user=member.user, agency=agency("Third"))


@pytest.mark.django_db
def test_rotatekeys_lets_the_old_key_go_at_the_desk_too(
    settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    old, new = settings.SHORTFALL_DATA_KEYS, [Fernet.generate_key().decode()]
    member = staff(agency())
    client = fill(member)
    settings.SHORTFALL_DATA_KEYS = new + old
    assert list(found(member, "muñoz")) == [client], "found while both keys are there"
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rotatekeys", verbosity=0)
    settings.SHORTFALL_DATA_KEYS = new
    client = Client.objects.get(pk=client.pk)
    assert (client.name, client.facts["state"]) == ("Maria Muñoz", "AZ")
    assert (client.notes.get().text, client.tasks.get().what) == ("Fears for her pay", "Call the servicer")
    assert client.documents.get().content() == b"%PDF notice"
    assert list(found(member, "muñoz")) == [client]
    factor = member.user.authenticator_set.get(type="totp")
    assert factor.wrap().validate_code("000000") in (True, False)
