"""Report and registry → persistent things: which policy, objective, means, indicator, unit and post is meant.

A name that the registry does not know gets a hash path (ONTOLOGY 5) and a place in `Resolved.unmatched`.
Nothing is guessed here: identity is a label or an alias that a person recorded. No persons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from loaders.citing import Library, cite
from ontology.iris import hashed, ministry_hash, normal_name
from ontology.registry_items import IndicatorItem, ObjectiveItem, Post

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from loaders.citing import Citations
    from loaders.citing.sections import QuotedText
    from loaders.model import Fact, IndicatorEntry, Report, ResponsiblePost, Transfer
    from loaders.source import Source
    from ontology.registry import Registry
    from ontology.registry_items import Item

_PART = re.compile(r"\A\s*うち")


@dataclass(frozen=True, slots=True)
class Thing:
    """A persistent thing that the report speaks of.

    `kind` is policy, objective, indicator, means, post, unit or organisation. `parent` is the policy of
    an objective, the unit of a post, the unit above a unit, the whole of a part.
    `known` when the registry has it; `was` are the hash paths that stood for it before.
    """

    kind: str
    path: str
    label_ja: str
    known: bool
    label_en: str | None = None
    aliases: tuple[str, ...] = ()
    direction: str | None = None
    parent: str | None = None
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """One objective of a stated transfer with the body that receives it."""

    transfer: Transfer
    printed: Fact[str]
    objective: Thing
    receiver: Thing


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name that waits for a person to give it a slug."""

    kind: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A report with every name resolved; numbers of objectives, means and entries are the keys.

    `body` is the ministry that speaks; `units` and `posts` stand in the order of the report.
    """

    report: Report
    source: Source
    path: str
    body: Thing
    policy: Thing
    former_policy: Thing | None
    objectives: Mapping[int, Thing]
    means: Mapping[int, Thing]
    indicators: Mapping[int, Thing]
    parts: Mapping[tuple[int, str], Thing]
    units: tuple[tuple[Thing, ...], ...]
    posts: tuple[Thing, ...]
    moved: tuple[Moved, ...]
    citations: Citations
    unmatched: tuple[Unmatched, ...] = ()

    @property
    def source_path(self) -> str:
        """The path of the source file."""
        return f"source/{self.source.sha256[:16]}"

    def things(self) -> tuple[Thing, ...]:
        """Gives every persistent thing once, by path."""
        every = [
            self.body,
            self.policy,
            *([self.former_policy] if self.former_policy is not None else []),
            *self.objectives.values(),
            *self.means.values(),
            *self.indicators.values(),
            *self.parts.values(),
            *(unit for chain in self.units for unit in chain),
            *self.posts,
            *(thing for moved in self.moved for thing in (moved.objective, moved.receiver)),
        ]
        return tuple(
            {thing.path: thing for thing in sorted(every, key=lambda t: (t.path, t.label_ja))}.values()
        )

    def indicator_of(self, entry: IndicatorEntry) -> dict[str, str]:
        """Gives the indicator of each series of an entry by its key; a part has one of its own."""
        number = entry.number.value
        whole = self.indicators[number].path
        return {
            series.key: part.path if (part := self.parts.get((number, series.key))) is not None else whole
            for series in entry.series
        }


def resolve(
    report: Report, source: Source, registry: Registry, texts: Mapping[str, QuotedText] | None = None
) -> Resolved:
    """Resolves all names of one report against the registry; `texts` are full texts by their edition."""
    number = report.head.number.value
    names = Names(registry, ministry_slug(number.ministry, registry))
    policy = names.plan("policy", report.policy.name.value)
    former = _former(report, names)
    indicators = {e.number.value: names.plan("indicator", e.name.value) for e in report.entries}
    resolved = Resolved(
        report=report,
        source=source,
        path=f"report/{names.ministry}/{number.path}",
        body=names.body(number.ministry),
        policy=policy,
        former_policy=former,
        objectives={o.number: names.objective(o.name.value, policy) for o in report.objectives},
        means={m.number: names.plan("means", m.name.value) for m in report.means},
        indicators=indicators,
        parts=_parts(report, indicators, names),
        units=tuple(names.units(unit.names) for unit in report.units),
        posts=tuple(names.post(post) for post in report.posts),
        moved=tuple(_moved(report, former or policy, names)),
        citations=cite(report, source, Library(registry, names.ministry, texts or {})),
    )
    return replace(resolved, unmatched=_unmatched(resolved))


def ministry_slug(name: str, registry: Registry) -> str:
    """Gives the slug of a ministry by its printed name or its slug; an unknown one gets a hash."""
    path = registry.by_label("organisation", name)
    if path is None and name.isascii() and registry.organisation(f"org/{name}") is not None:
        path = f"org/{name}"
    return path.removeprefix("org/") if path is not None else ministry_hash(name)


@dataclass(frozen=True, slots=True)
class Names:
    """Looks up printed names of one ministry's report; what is not found gets a hash path."""

    registry: Registry
    ministry: str

    def plan(self, kind: Literal["policy", "indicator", "means"], name: str) -> Thing:
        """Finds a policy or means of this ministry, or an indicator of any."""
        within = None if kind == "indicator" else f"{kind}/{self.ministry}"
        path = self.registry.by_label(kind, name, within=within)
        return self._hashed(kind, name) if path is None else self._plan_item(kind, path)

    def part(self, name: str, whole: Thing) -> Thing:
        """Finds an うち… part, printed with or without its うち."""
        bare = _PART.sub("", name)
        path = self.registry.by_label("indicator", name) or self.registry.by_label("indicator", bare)
        found = None if path is None else self._plan_item("indicator", path)
        return self._hashed("indicator", f"{whole.label_ja} {name}") if found is None else found

    def objective(self, name: str, policy: Thing) -> Thing:
        """Finds an objective of this policy; two policies may word theirs alike: a hash covers both names."""
        path = self.registry.by_label(
            "objective", name, within=policy.path.replace("policy/", "objective/", 1)
        )
        if path is None:
            whole = hashed("objective", self.ministry, policy.label_ja + name)
            return Thing("objective", whole, name, False, parent=policy.path)
        item = self.registry.items[path]
        assert isinstance(item, ObjectiveItem)
        return _known("objective", item, parent=item.policy)

    def body(self, name: str) -> Thing:
        """Gives the ministry itself, by the slug under which all its names stand."""
        path = f"org/{self.ministry}"
        if self.registry.organisation(path) is not None:
            return self._organisation(path)
        return Thing("organisation", path, name, False)

    def organisation(self, name: str) -> Thing:
        """Finds a body that stands on its own, such as デジタル庁."""
        path = self.registry.by_label("organisation", name)
        if path is None:
            return Thing("organisation", hashed("org", self.ministry, name), name, False)
        return self._organisation(path)

    def units(self, names: tuple[str, ...]) -> tuple[Thing, ...]:
        """Finds the units from the bureau down; below an unknown unit all are unknown."""
        chain: list[Thing] = []
        above = f"org/{self.ministry}"
        for depth, name in enumerate(names, 1):
            path = self._unit_below(above, name)
            full = "".join(names[:depth])
            unit = (
                Thing("unit", hashed("org", self.ministry, full), name, False, parent=above)
                if path is None
                else self._organisation(path)
            )
            chain.append(unit)
            above = unit.path
        return tuple(chain)

    def post(self, printed: ResponsiblePost) -> Thing:
        """Finds a post by its printed words; an unknown one belongs to its stated unit."""
        name = printed.post.value
        path = self.registry.by_label("post", name, within=f"post/{self.ministry}")
        if path is not None:
            item = self.registry.items[path]
            assert isinstance(item, Post)
            return _known("post", item, parent=item.unit)
        chain = self.units(printed.unit_names)
        parent = chain[-1].path if chain else f"org/{self.ministry}"
        return Thing("post", hashed("post", self.ministry, name), name, False, parent=parent)

    def _unit_below(self, above: str, name: str) -> str | None:
        wanted = normal_name(name)
        return next(
            (
                unit.path
                for unit in self.registry.organisations
                if unit.unit_of == above and wanted in set(map(normal_name, unit.names))
            ),
            None,
        )

    def _organisation(self, path: str) -> Thing:
        item = self.registry.organisation(path)
        assert item is not None, path
        kind = "organisation" if item.unit_of is None else "unit"
        return _known(kind, item, parent=item.unit_of)

    def _plan_item(self, kind: Literal["policy", "indicator", "means"], path: str) -> Thing:
        item = self.registry.items[path]
        if isinstance(item, IndicatorItem):
            return _known(kind, item, item.direction, item.part_of)
        return _known(kind, item)

    def _hashed(self, kind: str, name: str) -> Thing:
        return Thing(kind, hashed(kind, self.ministry, name), name, known=False)


def _known(kind: str, item: Item, direction: str | None = None, parent: str | None = None) -> Thing:
    return Thing(
        kind, item.path, item.label_ja, True, item.label_en, item.aliases, direction, parent, item.was
    )


def _former(report: Report, names: Names) -> Thing | None:
    former = report.policy.former_name
    return None if former is None else names.plan("policy", former.name.value)


def _parts(report: Report, indicators: Mapping[int, Thing], names: Names) -> dict[tuple[int, str], Thing]:
    return {
        (entry.number.value, series.key): names.part(series.part_name.value, indicators[entry.number.value])
        for entry in report.entries
        for series in entry.series
        if series.part_name is not None
    }


def _moved(report: Report, policy: Thing, names: Names) -> Iterator[Moved]:
    """An objective moves away from the policy under its former name, when the report gives one."""
    for transfer in report.transfers:
        receiver = names.organisation(transfer.to_organization.value)
        for objective in transfer.objectives:
            yield Moved(transfer, objective, names.objective(objective.value, policy), receiver)


def _unmatched(resolved: Resolved) -> tuple[Unmatched, ...]:
    things = [
        Unmatched(thing.kind, thing.label_ja, thing.path) for thing in resolved.things() if not thing.known
    ]
    works = [
        Unmatched("work", work.label_ja, work.path) for work in resolved.citations.works() if not work.known
    ]
    return (*things, *works)
