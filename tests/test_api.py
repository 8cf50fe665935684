"""The JSON API: the command line's answers over HTTP, the screen's words for faults, and nothing kept of what is sent.

What a schema promises, schemathesis holds against the answers: in one process, without a server or a network.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from html import unescape
from typing import Any, ClassVar
from unittest import SkipTest

import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.http import HttpRequest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from pytest_django.fixtures import Settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from calculators.api.document import document
from calculators.api.operations import OPERATIONS, Operation
from calculators.assessment import assess
from calculators.facts import BadFacts, read_facts
from calculators.law.loader import codes, state_law
from calculators.questions import questions_json
from calculators.shelf.registry import CALCULATORS
from calculators.ways_out import ways_json
from cases.models import TokenBucket

from .test_commands import EXAMPLE

V1 = "/api/v1"


class Counted:
    """Stands for what counts requests, so that most of these tests need no database."""

    left: ClassVar[int] = 10**9
    asked: ClassVar[list[tuple[str, int, timedelta]]] = []


def counted(request: HttpRequest, purpose: str, tries: int, period: timedelta) -> bool:
    Counted.asked.append((purpose, tries, period))
    Counted.left -= 1
    return Counted.left >= 0


@pytest.fixture(autouse=True)
def never_too_many(settings: Settings) -> Iterator[None]:
    settings.SHORTFALL_ALLOWED = f"{__name__}.counted"
    Counted.left, Counted.asked = 10**9, []
    yield


def post(path: str, sent: Any, **more: Any) -> Any:
    body = sent if isinstance(sent, str | bytes) else json.dumps(sent)
    return Client().post(f"{V1}/{path}", body, content_type=more.pop("content_type", "application/json"), **more)


def faults(answer: Any, status: int = 422) -> dict[str, str]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    return {each["field"]: each["message"] for each in answer.json()["faults"]}


# The same objects as on the command line


def test_the_contracts_example_is_answered_to_the_byte_as_on_the_command_line() -> None:
    facts = read_facts(EXAMPLE)
    answer = post("assess", EXAMPLE)
    assert answer.status_code == 200
    assert answer.content.decode() == json.dumps(assess(facts).as_json(), ensure_ascii=False)
    assert post("compare", EXAMPLE).content.decode() == json.dumps(ways_json(facts), ensure_ascii=False)
    assert post("questions", EXAMPLE).json() == json.loads(json.dumps(questions_json(facts), default=str))
    assert answer["Cache-Control"] == "no-store"


def test_cents_are_exact_however_they_are_sent() -> None:
    case = {"state": "MN", "loans": [{"payoff": 265000.10}]}
    text = {"state": "MN", "loans": [{"payoff": "265000.10"}]}
    assert post("assess", case).json() == post("assess", text).json()
    assert post("assess", case).json()["loans"][0]["deficiency"]["debt"] == 265000.1


def test_the_law_of_each_state_is_its_file_with_every_citation() -> None:
    listed = Client().get(f"{V1}/states").json()["states"]
    assert [each["code"] for each in listed] == list(codes())
    found = Client().get(f"{V1}/states/az").json()["law"]
    law = state_law("AZ")
    assert [rule["cite"] for rule in found["deficiency"]] == [list(rule.cite) for rule in law.deficiency]
    assert found["deficiency"][0]["when"]["acres_at_most"] == 2.5
    assert faults(Client().get(f"{V1}/states/PR"), 404) == {"code": "is not one of the 50 states or DC"}


# Calculators


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda each: each.slug)
def test_every_calculator_of_the_shelf_answers_its_example_as_its_page_does(calculator: Any) -> None:
    shown = document()["paths"][f"/calculators/{calculator.slug}"]["post"]
    sent = shown["requestBody"]["content"]["application/json"]["examples"]["example"]["value"]
    answer = post(f"calculators/{calculator.slug}", sent)
    assert answer.status_code == 200, answer.content
    form = calculator.form(calculator.example)
    assert form.is_valid()
    result = calculator.compute(form.cleaned_data)
    assert answer.json()["says"] == str(result.says)
    assert [line["label"] for line in answer.json()["lines"]] == [str(line.label) for line in result.lines]
    listed = Client().get(f"{V1}/calculators").json()["calculators"]
    assert {"slug": calculator.slug, "path": f"/calculators/{calculator.slug}"}.items() <= listed[
        CALCULATORS.index(calculator)
    ].items()


def test_a_calculators_facts_can_be_sent_on_as_a_case() -> None:
    numbers = {"state": "AZ", "kind": "nonjudicial_foreclosure", "price": 180000, "loans": [{"owed": "252,280"}]}
    found = post("calculators/deficiency", numbers).json()
    assert post("assess", found["facts"]).json()["headline"] == found["says"]
    assert found["more"]["assessment"]["loans"][0]["deficiency"]["gross"] == 72280


# Faults


def test_bad_facts_are_told_in_the_words_of_the_command_line() -> None:
    case = {"state": "AZ", "loans": [{"principal": -1, "purpose": "boat"}], "disposition": {"date": "2026-02-30"}}
    with pytest.raises(BadFacts) as raised:
        read_facts(case)
    told = {fault.field: str(fault.message) for fault in raised.value.faults if fault.field != "as_of"}
    assert faults(post("assess", case)) == told
    assert len(told) == 3
    for path in ("assess", "compare", "questions"):
        strict = {"state": "AZ", "disposition": {"kind": "strict_foreclosure"}}
        assert "does not exist in Arizona" in faults(post(path, strict))["disposition.kind"]
        assert faults(post(path, {"state": "ZZ"})) == {"state": "is not one of the 50 states or DC"}


def test_bad_numbers_are_told_in_the_words_of_the_page() -> None:
    sent = {"state": "AZ", "price": "180,00", "loans": [{"owed": "what"}, {}]}
    told = faults(post("calculators/deficiency", sent))
    page = Client().get("/calculators/deficiency/", {"state": "AZ", "price": "180,00", "owed1": "what"})
    assert told.keys() == {"price", "loans.0.owed"}
    for message in told.values():
        assert message in page.content.decode()
    assert faults(post("calculators/deficiency", {}))["state"].startswith("Choose an answer")
    assert faults(post("calculators/vehicle", {"owed": 1, "price": 1, "speed": 90})) == {
        "speed": "is not a field that we know"
    }
    rows = faults(post("calculators/deficiency", {"loans": [{"colour": 1}, 7], "state": {}}))
    assert rows.keys() == {"loans.0.colour", "loans.1", "state"}


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "123456789012345678901234567890123", "-0.0"])
def test_numbers_beyond_reason_are_faults_not_work(number: str) -> None:
    answer = post("calculators/vehicle", f'{{"owed": {number}, "price": 1}}')
    assert answer.status_code == 422 or answer.json()["says"]
    assert post("assess", f'{{"state": "AZ", "loans": [{{"principal": {number}}}]}}').status_code in (200, 422)


def test_what_is_no_json_object_too_large_or_of_another_type_is_refused() -> None:
    assert faults(post("assess", "{"), 400) == {"case": "is not valid JSON"}
    assert faults(post("assess", "[]"), 400) == {"case": "is not a JSON object"}
    assert faults(post("assess", b"\xff\xfe"), 400) == {"case": "is not valid JSON"}
    assert faults(post("assess", "[" * 100_000), 400) == {"case": "is not valid JSON"}
    assert faults(post("assess", " " * 1_000_001), 413) == {"case": "is larger than a megabyte"}
    assert faults(post("assess", " " * 3_000_000), 413)
    assert faults(post("assess", "{}", content_type="text/plain"), 415)
    assert faults(post("assess", '{"state": "AZ", "\\ud800": 1}')) == {"case": "is not a text"}


def test_other_methods_and_addresses_are_told_in_the_same_shape() -> None:
    answer = Client().get(f"{V1}/assess")
    assert faults(answer, 405)
    assert answer["Allow"] == "POST, OPTIONS"
    assert faults(Client().delete(f"{V1}/states"), 405)
    assert faults(Client().get(f"{V1}/no/such"), 404).keys() == {"address"}
    assert faults(post("calculators/none", {}), 404)


# Who may ask, and what is kept


def test_an_address_that_asks_too_often_is_told_when_to_come_back(settings: Settings) -> None:
    settings.SHORTFALL_API_AN_HOUR = 500
    Counted.left = 1
    assert post("assess", {"state": "AZ"}).status_code == 200
    answer = post("assess", {"state": "AZ"})
    assert "500 an hour" in faults(answer, 429)["case"]
    assert answer["Retry-After"] == "8"
    assert Counted.asked == [("api", 500, timedelta(hours=1))] * 2
    assert Client().get(f"{V1}/states").status_code == 200, "what is only read is not counted"
    assert len(Counted.asked) == 2


@pytest.mark.django_db
def test_the_count_is_all_that_is_written_and_no_cookie_is_set(
    settings: Settings, django_assert_max_num_queries: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SHORTFALL_ALLOWED = "cases.services.allowed"
    settings.SHORTFALL_API_AN_HOUR = 2
    with django_assert_max_num_queries(8) as queries:
        answer = post("assess", EXAMPLE)
    assert answer.status_code == 200
    assert all("tokenbucket" in each["sql"].lower() or "POINT" in each["sql"] for each in queries.captured_queries)
    assert not answer.cookies
    assert TokenBucket.objects.count() == 1
    private = {"state": "AZ", "loans": [{"id": "secret-loan", "principal": -98765}]}
    assert post("assess", private, headers={"x-forwarded-for": "203.0.113.9"}).status_code == 422
    assert post("assess", EXAMPLE, headers={"x-forwarded-for": "203.0.113.9"}).status_code == 200
    assert "secret" not in caplog.text
    assert "98765" not in caplog.text
    assert [post("assess", EXAMPLE).status_code for _again in range(2)] == [200, 429]


def test_pages_of_other_sites_may_read_it_only_where_the_settings_name_them(settings: Settings) -> None:
    here, there = {"origin": "https://tool.example"}, {"origin": "https://other.example"}
    assert "Access-Control-Allow-Origin" not in post("assess", EXAMPLE, headers=here)
    settings.SHORTFALL_API_ORIGINS = ["https://tool.example"]
    answer = post("assess", {"state": "ZZ"}, headers=here)
    assert answer["Access-Control-Allow-Origin"] == "https://tool.example"
    assert "Origin" in answer["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in post("assess", EXAMPLE, headers=there)
    before = Client().options(f"{V1}/assess", headers=here | {"access-control-request-method": "POST"})
    assert before.status_code == 204
    assert before["Access-Control-Allow-Methods"] == "POST"
    assert before["Access-Control-Allow-Headers"] == "Content-Type"
    settings.SHORTFALL_API_ORIGINS = ["*"]
    assert Client().get(f"{V1}/states", headers=there)["Access-Control-Allow-Origin"] == "*"


def test_what_changes_only_with_a_new_version_is_not_sent_twice() -> None:
    for path in ("states", "states/AZ", "calculators", "openapi.json"):
        first = Client().get(f"{V1}/{path}")
        assert first["Cache-Control"] == "public, max-age=3600"
        again = Client().get(f"{V1}/{path}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first["X-Content-Type-Options"] == "nosniff"


# The document


def test_the_document_names_every_operation_and_describes_every_fact() -> None:
    served = Client().get(f"{V1}/openapi.json").json()
    assert served["openapi"].startswith("3.1")
    ids = [each["operationId"] for path in served["paths"].values() for each in path.values()]
    assert sorted(ids) == sorted(each.name for each in OPERATIONS)
    assert len(set(ids)) == len(ids)
    schemas = served["components"]["schemas"]
    assert not [name for name in schemas if "__" in name], "two shapes of one name"
    below = ("Facts", "Property", "Loan", "Disposition", "Household", "Person", "Cancellation", "Form1099C")
    bare = [
        f"{name}.{field}"
        for name in below
        for field, each in schemas[name]["properties"].items()
        if "description" not in each
    ]
    assert not bare


def test_the_example_on_the_page_for_people_works() -> None:
    page = unescape(Client().get("/api/").content.decode())
    sent = page.split("-d '")[1].split("'</code>")[0]
    assert post("assess", sent).json()["outcome"] == "barred"
    for operation in OPERATIONS:
        assert f"<code>{V1}{operation.path}</code>" in page
    every = set(re.findall(r'href="#schema-(\w+)"', page))
    assert every <= set(re.findall(r'id="schema-(\w+)"', page)), "each link to a schema leads to it"


def closed(shape: Any) -> Any:
    """The same schema without room for what it does not describe."""
    if isinstance(shape, list):
        return [closed(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    found = {key: closed(each) for key, each in shape.items()}
    if "properties" in found and isinstance(found.get("type"), str) and "additionalProperties" not in found:
        found["additionalProperties"] = False
    return found


@cache
def described(name: str) -> Any:
    """What holds an answer against its schema, every key of it described."""
    whole = {"$ref": f"#/components/schemas/{name}", "components": closed(document()["components"])}
    return jsonschema_rs.validator_for(whole, validate_formats=True)


def not_described(shape: str, answer: Any) -> list[str]:
    return [f"{list(fault.instance_path)}: {fault.message[:200]}" for fault in described(shape).iter_errors(answer)]


def test_every_key_of_an_answer_is_described() -> None:
    """A key that is new in an answer belongs into calculators/api/contract/."""
    for each in OPERATIONS:
        for name, example in each.examples().items():
            answer = post(each.path[1:], example.sent).json()
            assert not_described(each.answers.__name__, answer) == [], (each.name, name)
    for code in ("AZ", "CA", "DC", "NV", "NY", "TX"):
        assert not_described("StateAnswer", Client().get(f"{V1}/states/{code}").json()) == [], code


# Every answer on its schema

EACH = int(os.environ.get("SHORTFALL_API_EXAMPLES", "5"))  # examples of each kind for each operation
# Faults of sense (a sale before the loan was made) are refused though each fact is of its kind; and what is readable,
# such as "yes" for true, is taken though the schema does not promise it.
NOT_ASKED = [negative_data_rejection, positive_data_acceptance]


@pytest.fixture(scope="module")
def api() -> Iterator[Any]:
    """The API as schemathesis knows it, asked in this process. A server would look after its connections to the
    database before and after each request; here there are none."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(f"{V1}/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_whatever_is_sent_there_is_no_server_error_and_every_answer_is_on_its_schema(
    api: Any, operation: Operation
) -> None:
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @hypothesis_settings(max_examples=EACH, suppress_health_check=list(HealthCheck), database=None)
        @given(api[operation.path][operation.method].as_strategy(generation_mode=mode))
        def held(case: Any) -> None:
            case.call_and_validate(excluded_checks=NOT_ASKED)

        try:
            held()
        except (Unsatisfiable, SkipTest):  # what takes nothing cannot be sent anything wrong
            assert mode is GenerationMode.NEGATIVE
            assert not operation.takes
