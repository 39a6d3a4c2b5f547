"""A document model → its facts with their places in it, and how many of them each part of the form has.

The parts stand in `sections.toml`: a new part of the model is counted under its own name until it has words
there, so that no fact is ever left out of the count.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from loaders.model import Confidence, Fact, Report


@dataclass(frozen=True, slots=True)
class Step:
    """One field on the way to a fact, with the plain values of the record that stands there."""

    field: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact and where the model holds it.

    `path` is a path into the JSON of the reading: `entries[6].series[0].targets[1].text`; `record` is what
    stands there without the last step.
    """

    path: str
    section: str
    fact: Fact[object]
    record: object


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form with its names in both languages; `places` are the patterns of `sections.toml`."""

    name: str
    ja: str
    en: str
    places: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many facts one part of the form has, by confidence class; every class is there, also with 0."""

    section: Section
    counts: dict[str, int]

    @property
    def facts(self) -> int:
        """All facts of the part."""
        return sum(self.counts.values())


def facts_of(node: object) -> Iterator[Fact[object]]:
    """Every fact of a document model, in the order of its fields."""
    return (found.fact for found in _walk(node, "", (), node))


def placed_facts(report: Report) -> Iterator[Placed]:
    """Every fact of a report with its path and its part of the form, in the order of the model."""
    for found in _walk(report, "", (), report):
        yield Placed(found.path, _section_of(found.steps), found.fact, found.record)


def count_sections(placed: Iterable[Placed]) -> tuple[SectionCount, ...]:
    """The table of facts: the parts that have any, in the order of the form, unknown parts at the end."""
    counted: dict[str, Counter[str]] = {}
    for each in placed:
        counted.setdefault(each.section, Counter())[str(each.fact.confidence)] += 1
    known = {section.name: section for section in sections()}
    order = [*known, *sorted(counted.keys() - known.keys())]
    return tuple(
        SectionCount(
            known.get(name) or Section(name, name, name),
            {str(kind): counted[name][str(kind)] for kind in Confidence},
        )
        for name in order
        if name in counted
    )


@cache
def sections() -> tuple[Section, ...]:
    """The parts of `sections.toml`, in its order."""
    text = resources.files("loaders").joinpath("sections.toml").read_text(encoding="utf-8")
    return tuple(
        Section(each["name"], each["ja"], each["en"], tuple(map(_pattern, each["at"])))
        for each in tomllib.loads(text)["section"]
    )


def _pattern(place: str) -> tuple[tuple[str, str], ...]:
    """`remarks[kind=analysis]` → one step: its field, and the mark that its record must have."""
    steps = (step.partition("[") for step in place.split("."))
    return tuple((field, mark.removesuffix("]")) for field, _, mark in steps)


def _section_of(steps: tuple[Step, ...]) -> str:
    best, name = (0, 0), steps[0].field
    for section in sections():
        for pattern in section.places:
            weight = (len(pattern), sum(bool(mark) for _, mark in pattern))
            if weight > best and _fits(pattern, steps):
                best, name = weight, section.name
    return name


def _fits(pattern: tuple[tuple[str, str], ...], steps: tuple[Step, ...]) -> bool:
    return len(pattern) <= len(steps) and all(
        field == step.field and (not mark or mark in step.marks)
        for (field, mark), step in zip(pattern, steps, strict=False)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    steps: tuple[Step, ...]
    fact: Fact[object]
    record: object


def _walk(node: object, path: str, steps: tuple[Step, ...], record: object) -> Iterator[_Found]:
    if isinstance(node, Fact):
        yield _Found(path, steps, node, record)
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            inner = (*steps[:-1], _step(steps, item)) if steps else ()
            yield from _walk(item, f"{path}[{index}]", inner, record)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        for field in dataclasses.fields(node):
            value = getattr(node, field.name)
            step = Step(field.name, _marks(value))
            yield from _walk(value, f"{path}.{camel(field.name)}".lstrip("."), (*steps, step), node)


def _step(steps: tuple[Step, ...], item: object) -> Step:
    return Step(steps[-1].field, _marks(item))


def _marks(node: object) -> frozenset[str]:
    """The plain values of a record as `field=value`: what tells one kind of remark or target from another."""
    if isinstance(node, Fact) or not dataclasses.is_dataclass(node) or isinstance(node, type):
        return frozenset()
    values = ((field.name, getattr(node, field.name)) for field in dataclasses.fields(node))
    return frozenset(f"{name}={value}" for name, value in values if isinstance(value, bool | str))


def camel(name: str) -> str:
    """The key of a field in JSON: `final_text` → `finalText`."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
