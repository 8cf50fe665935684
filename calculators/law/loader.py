"""Reading the law files: once a process, strictly, with a message that a lawyer can act on."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .schema import CommonLaw, StateLaw

FOLDER = Path(__file__).parent
STATES = FOLDER / "states"
FEDERAL = FOLDER / "federal"
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class LawFault:
    """One thing wrong with a law file."""

    file: str
    key: str
    fault: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.fault}"


class BadLaw(Exception):
    """A law file that cannot stand; `faults` names file, key and fault of each."""

    def __init__(self, faults: list[LawFault]):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def read(path: Path, shape: type[Model]) -> Model:
    """The law file at `path`. Raises BadLaw with every fault that was found."""
    name = str(path.relative_to(FOLDER)) if path.is_relative_to(FOLDER) else path.name
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadLaw([LawFault(name, "the file", f"is not valid TOML: {error}")]) from error
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise BadLaw([_fault(name, item, data) for item in error.errors()]) from error


def _fault(name: str, item: Any, data: dict[str, Any]) -> LawFault:
    """One fault of pydantic's, with the id of the rule that it stands in."""
    steps: list[str] = []
    here: Any = data
    for step in item["loc"]:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = {}
        label = str(step)
        if isinstance(step, int) and isinstance(here, dict):
            label = str(here.get("id") or here.get("key") or here.get("n") or step)
            steps[-1] += f"[{label}]"
        else:
            steps.append(label)
    fault = {
        "extra_forbidden": "is not a key of the schema",
        "missing": "is missing",
    }.get(item["type"], item["msg"].removeprefix("Value error, "))
    return LawFault(name, ".".join(steps) or "the file", fault)


@cache
def codes() -> tuple[str, ...]:
    """The two-letter codes of the jurisdictions that have a law file, in order."""
    return tuple(sorted(path.stem for path in STATES.glob("*.toml")))


@cache
def state_law(code: str) -> StateLaw:
    """The law of one state. Raises KeyError for a code that has no file, BadLaw for a bad file."""
    path = STATES / f"{code}.toml"
    if code not in codes():
        raise KeyError(code)
    law = read(path, StateLaw)
    if law.code != code:
        raise BadLaw([LawFault(f"states/{path.name}", "code", f"is {law.code}, not {code}")])
    return law


@cache
def common_law() -> CommonLaw:
    """The rules that hold everywhere."""
    return read(FOLDER / "common.toml", CommonLaw)


def all_laws() -> Iterator[StateLaw]:
    """Every state's law, in order of code."""
    return (state_law(code) for code in codes())


def paths_of(*states: str) -> tuple[Path, ...]:
    """The files that decide a case under the law of these states: theirs, the common ones and the federal ones."""
    ours = [STATES / f"{code}.toml" for code in dict.fromkeys(states)]
    return (*ours, *sorted(FOLDER.glob("*.toml")), *sorted(FEDERAL.glob("*.toml")))


@cache
def law_version(*states: str) -> str:
    """A short fingerprint of everything that decides a case under the law of these states. It changes whenever a word
    of them changes."""
    digest = hashlib.sha256()
    for path in paths_of(*states):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def file_versions(*states: str) -> Mapping[str, str]:
    """The same, file by file: by name ("AZ", "common", "collection"), a fingerprint of what stands in it."""
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in paths_of(*states)}
