"""The files of this package → their texts: vocabulary, codes, shapes, checks, rules, context, examples."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final, Literal

from ontology.errors import OntologyError
from ontology.iris import DEFAULT_BASE

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Severity = Literal["violation", "warning"]

_HEADER_MARK: Final = "#+ "


@dataclass(frozen=True, slots=True)
class Check:
    """One graph-wide rule: its rows are what breaks it; `name` is the file name without suffix."""

    name: str
    title: str
    severity: Severity
    text: str


def ontology_turtle() -> str:
    """The vocabulary, `keifu.ttl`."""
    return _text("keifu.ttl")


def alignments_turtle() -> str:
    """Close matches with other vocabularies; nothing loads them by itself."""
    return _text("alignments.ttl")


def code_turtles() -> dict[str, str]:
    """Scheme → Turtle, one file per scheme."""
    return _folder("codes", ".ttl")


def shapes_turtle() -> str:
    """The shapes, SHACL core only."""
    return _text("shapes.ttl")


def context_json() -> str:
    """The JSON-LD context."""
    return _text("context.jsonld")


def examples() -> dict[str, str]:
    """Class or `Class-invalid` → TriG."""
    return _folder("examples", ".trig")


def registry_toml() -> dict[str, str]:
    """Name → TOML of the registry."""
    return _folder("registry", ".toml")


def rules(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Rule → SPARQL update that runs once at build; relative graph IRIs are resolved against `base`."""
    return {name: f"BASE <{base}>\n{text}" for name, text in _folder("rules", ".ru").items()}


def checks() -> list[Check]:
    """All checks in the order of their numbers; rows of a check mean something is wrong."""
    return [read_check(name, text) for name, text in _folder("checks", ".rq").items()]


def read_check(name: str, text: str) -> Check:
    """A check with its header read; OntologyError unless that is a title and a known severity."""
    lines = [line.removeprefix(_HEADER_MARK) for line in text.splitlines() if line.startswith(_HEADER_MARK)]
    header = tomllib.loads("\n".join(lines))
    severity: object = header.get("severity")
    if header.keys() != {"title", "severity"} or severity not in {"violation", "warning"}:
        raise OntologyError(f"{name}: the header is a title and a severity, not {header}")
    return Check(name, header["title"], "violation" if severity == "violation" else "warning", text)


def _root() -> Traversable:
    return resources.files("ontology")


def _text(name: str) -> str:
    return _root().joinpath(name).read_text(encoding="utf-8")


def _folder(folder: str, suffix: str) -> dict[str, str]:
    found = sorted(_root().joinpath(folder).iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(suffix): entry.read_text(encoding="utf-8")
        for entry in found
        if entry.name.endswith(suffix)
    }
