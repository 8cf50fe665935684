"""The contract on the command line."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from calculators.law.federal import SUBJECTS

ROOT = Path(__file__).parent.parent
# The case of DESIGN's contract: a trustee's sale of a small Arizona home.
EXAMPLE: dict[str, Any] = {
    "as_of": "2026-11-22",
    "state": "AZ",
    "stage": "sold",
    "property": {
        "occupancy": "principal_residence",
        "units": 1,
        "acres": 0.2,
        "agricultural": False,
        "fair_market_value": 210000,
        "adjusted_basis": 265000,
        "months_lived_last_five_years": 60,
        "occupied": False,
        "sale_scheduled_on": None,
    },
    "loans": [
        {
            "id": "first",
            "lien": "first",
            "purpose": "purchase",
            "program": "conventional",
            "owner": "unknown",
            "obligor": "signed_note",
            "originated_on": "2019-05-01",
            "seller_financed": False,
            "mortgage_insurance": True,
            "recourse": None,
            "acquisition_part": None,
            "principal": 240000,
            "accrued_interest": 6200,
            "late_fees": 480,
            "advances": 2100,
            "costs": 3500,
            "credits": 0,
            "interest_rate": 6.5,
            "paid_through": None,
            "first_delinquent_on": "2025-03-01",
            "last_payment_on": None,
            "accelerated_on": None,
            "maturity_on": None,
            "paid_from_sale": None,
            "release": "none",
            "amount_forgiven": None,
            "forgiven_on": None,
            "claim_filed_on": None,
            "served_on": None,
            "summons_days": None,
            "judgment_on": None,
            "discharged_on": None,
            "reaffirmed": None,
            "answers": {},
        }
    ],
    "disposition": {
        "kind": "nonjudicial_foreclosure",
        "date": "2026-03-02",
        "sale_price": 180000,
        "selling_costs": 0,
        "foreclosing_lien": "first",
        "lender_bought_at_sale": True,
        "waiver_in_writing": False,
        "confirmed_on": None,
        "deed_delivered_on": None,
        "deed_recorded_on": None,
        "redemption_ended_on": None,
        "fair_value_requested_on": None,
    },
    "household": {
        "filing_status": "single",
        "tax_year": 2026,
        "other_income": 52000,
        "people": [{"age": 45, "blind": False}],
        "residence_state": "TX",
        "work_state": "TX",
        "gross_pay": None,
        "disposable_pay": 1500,
        "pay_period": "biweekly",
        "head_of_family": None,
        "supported_dependents": 0,
        "existing_withholding": 0,
        "bank_balance": 4000,
        "assets": {"total": 241000},
        "debts": {"total": 304280},
        "bankruptcy": "none",
        "qpri_written_before_2026": None,
        "cancellations": [],
    },
    "answers": {"lender_elected_short_redemption": False},
}


def manage(*args: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *args], input=given, capture_output=True, text=True, cwd=ROOT, check=False
    )


Run = Callable[..., str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What a command prints that succeeds, in this process: to start another takes two seconds."""

    def printed(*args: str, given: str = "") -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        execute_from_command_line(["manage.py", *args])
        told = capsys.readouterr()
        assert told.err == ""
        return told.out

    return printed


def test_assess_prints_the_contract() -> None:
    done = manage("assess", given=json.dumps(EXAMPLE))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    loan = found["loans"][0]
    assert loan["liability"]["outcome"] == "barred"
    assert loan["liability"]["possible"] == ["barred"]
    assert loan["liability"]["depends_on"] == []
    assert loan["liability"]["confidence"] == "statute"
    assert any("33-814(G)" in cite for cite in loan["liability"]["citations"])
    assert all(each["settled"] is None for each in loan["liability"]["exceptions"])
    deficiency = loan["deficiency"]
    assert (deficiency["debt"], deficiency["credit"], deficiency["gross"]) == (252280, 180000, 72280)
    assert deficiency["collectible"] == {"low": 0, "high": 0}
    assert {"label", "amount", "how", "source"} <= set(deficiency["working"][0])
    clock = next(each for each in found["deadlines"] if each["what"] == "deficiency_claim")
    assert (clock["date"], clock["safe_after"], clock["state"]) == ("2026-05-31", "2026-06-08", "passed")
    assert {
        "state",
        "as_of",
        "law_checked_on",
        "law_version",
        "surplus",
        "tax",
        "collection",
        "credit",
        "unknown",
    } <= set(found)


def test_assess_reads_a_file_and_says_what_is_unknown(run: Run, tmp_path: Path) -> None:
    case = {**EXAMPLE, "property": {**EXAMPLE["property"], "acres": None}}
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case))
    found = json.loads(run("assess", str(file)))
    assert found["loans"][0]["liability"]["outcome"] == "depends"
    assert "property.acres" in found["unknown"]


def test_lines_answers_each_case_and_goes_on_after_a_bad_one(run: Run) -> None:
    given = "\n".join([json.dumps(EXAMPLE), "{oops", json.dumps({**EXAMPLE, "state": "ZZ"}), json.dumps(EXAMPLE)])
    found = [json.loads(line) for line in run("assess", "--lines", given=given).splitlines()]
    assert [("error" in each) for each in found] == [False, True, True, False]
    assert found[2]["error"] == ["state: is not one of the 50 states or DC"]


def test_compare_shows_every_way_with_and_without_a_waiver(run: Run) -> None:
    found = json.loads(run("assess", "--compare", given=json.dumps(EXAMPLE)))["ways_out"]
    assert {(each["kind"], each["waiver_in_writing"]) for each in found} == {
        (kind, waived)
        for kind in ("judicial_foreclosure", "nonjudicial_foreclosure", "short_sale", "deed_in_lieu")
        for waived in (True, False)
    }
    assert all(each["outcome"] == "barred" for each in found if each["waiver_in_writing"])


def test_questions_names_the_open_facts_first(run: Run) -> None:
    case = {**EXAMPLE, "property": {**EXAMPLE["property"], "acres": None}}
    found = json.loads(run("questions", given=json.dumps(case)))
    assert found["questions"][0]["field"] == "property.acres"
    assert found["questions"][0]["question"] == "How large is the land, in acres?"


@pytest.mark.parametrize("command", ["assess", "questions"])
@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("{", "case: is not valid JSON"),
        ('{"state": "AZ", "loans": [{"principal": -1}]}', "loans.first.principal: is less than"),
        ('{"state": "AZ", "disposition": {"kind": "strict_foreclosure"}}', "disposition.kind: does not exist"),
        (" " * 1_100_000, "case: is larger than a megabyte"),
    ],
)
def test_bad_input_ends_with_2_and_a_line_that_names_the_field(
    command: str, given: str, fault: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    with pytest.raises(SystemExit) as ended:
        call_command(command)
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "")
    assert told.err.startswith(fault)


def test_bad_input_shows_no_traceback() -> None:
    done = manage("questions", given="{")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("case: is not valid JSON")
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_said_so() -> None:
    done = manage("assess", "no-such-file.json")
    assert (done.returncode, done.stderr) == (2, "case: cannot be read (FileNotFoundError)\n")


def test_checklaw_stands_and_prints_what_it_proved(run: Run) -> None:
    told = run("checklaw", "--classes", "--today", "2026-11-22")
    assert f"{52 + len(SUBJECTS)} law files stand" in told
    assert "AZ  No deficiency" in told


def test_checklaw_names_what_nobody_has_checked_for_a_year(run: Run) -> None:
    assert "Not checked for a year: AK, AL" in run("checklaw", "--today", "2028-01-01")


def test_the_case_in_the_readme_is_answered(run: Run) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    case = readme.split("```json\n")[1].split("```")[0]
    found = json.loads(run("assess", given=case))
    assert found["outcome"] == "barred"
    assert found["loans"][0]["deficiency"]["gross"] == 72280


def test_a_rehearsal_needs_two_ports_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as another:
        port = another.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is in use"):
            call_command("rehearse", port=port - 1)
