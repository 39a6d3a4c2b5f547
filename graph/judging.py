"""Triples and shapes → what breaks the shapes, and which portions of the triples broke nothing.

A shape of ours looks at one node: its own statements and the classes of what they name (a test holds
ontology/shapes.ttl to that). So a portion, the nodes of one report, one account of a reading or one source,
can be judged without the others; and a portion that passed once, under the same shapes, need not be judged
again when the next report is added.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

import pyshacl
import rdflib
from rdflib.namespace import SH

from graph.nquads import join
from ontology.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from rdflib.term import Node

    from ontology.iris import Base

_SHORT = 16
_OWNER = re.compile(r"(?:report|loss)/[^/]+/[^/]+|source/[^/]+")
_SHARED = ""
"""The portion of all that belongs to no single report, reading or source: registry, codes, documents."""


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One result of a shape: `violation` or `warning`, and a line for people."""

    severity: str
    line: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings, sorted, and the digests of all portions without any, sorted."""

    findings: tuple[Finding, ...]
    passed: tuple[str, ...]


def judge(triples: str, shapes: str, base: Base, passed: AbstractSet[str] = frozenset()) -> Judgement:
    """Hold canonical N-Triples against SHACL core; portions whose digest is in `passed` are not judged again.

    `passed` comes from a judgement under any shapes: the digest of a portion covers the shapes and the
    version of the library.
    """
    portions = dict(_portions(triples, base))
    digests = {owner: _digest(shapes, portion) for owner, portion in portions.items()}
    waiting = [portion for owner, portion in sorted(portions.items()) if digests[owner] not in passed]
    found = _results(waiting, shapes) if waiting else {}
    broken = {_owner(focus, base) for focus in found}
    clean = (digest for owner, digest in digests.items() if owner not in broken)
    findings = (finding for findings in found.values() for finding in findings)
    return Judgement(tuple(sorted(findings)), tuple(sorted(clean)))


@dataclass(frozen=True, slots=True)
class _Portion:
    """Statements about the nodes of one owner, and those that say the classes of other nodes they name."""

    own: tuple[str, ...]
    classes: tuple[str, ...]


def _portions(triples: str, base: Base) -> Iterator[tuple[str, _Portion]]:
    lines: dict[str, list[str]] = defaultdict(list)
    classes: dict[str, list[str]] = defaultdict(list)
    for line in triples.splitlines():
        subject, predicate, _ = line.split(" ", 2)
        lines[_owner(subject[1:-1], base)].append(line)
        if predicate == f"<{RDF.type}>":
            classes[subject].append(line)
    for owner, own in lines.items():
        subjects = {_subject(line) for line in own}
        named = {line.split(" ", 2)[2].removesuffix(" .") for line in own} - subjects
        yield (
            owner,
            _Portion(tuple(own), tuple(line for node in sorted(named) for line in classes.get(node, ()))),
        )


def _owner(iri: str, base: Base) -> str:
    found = _OWNER.match(base.path(iri) or "")
    return found.group() if found else _SHARED


def _subject(line: str) -> str:
    return line.split(" ", 1)[0]


def _digest(shapes: str, portion: _Portion) -> str:
    digest = hashlib.sha256(f"pyshacl {metadata.version('pyshacl')}\n".encode())
    for text in (shapes, join(portion.own), join(portion.classes)):
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()[:_SHORT]


def _results(portions: list[_Portion], shapes: str) -> Mapping[str, list[Finding]]:
    """The findings by the IRI of the node; nodes that are only named are not judged."""
    text = join({line for portion in portions for line in (*portion.own, *portion.classes)})
    data = rdflib.Graph().parse(data=text, format="nt")
    rules = rdflib.Graph().parse(data=shapes, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph), "pyshacl answers bytes only when it fails to serialise"
    judged = {_subject(line)[1:-1] for portion in portions for line in portion.own}
    found: dict[str, list[Finding]] = defaultdict(list)
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        focus = str(report.value(result, SH.focusNode))
        if focus in judged:
            found[focus].append(_finding(report, result))
    return found


def _finding(report: rdflib.Graph, result: Node) -> Finding:
    severity = "violation" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
    parts = [report.value(result, key) for key in (SH.focusNode, SH.resultPath, SH.resultMessage)]
    return Finding(severity, "shapes: " + " ".join(str(part) for part in parts if part is not None))
