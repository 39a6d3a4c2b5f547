"""Registry files → `Registry`: the names and links that people keep, with look-ups by printed name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ontology import files
from ontology.errors import OntologyError
from ontology.iris import normal_name
from ontology.registry_checks import check_registry
from ontology.registry_items import (
    YEAR_MARK,
    EditionItem,
    IndicatorItem,
    Item,
    Kind,
    MeansItem,
    ObjectiveItem,
    Organisation,
    PolicyItem,
    Post,
    Programme,
    SameAs,
    Succession,
    WorkItem,
    WorkMatch,
)
from ontology.registry_reading import Row, T, read_rows, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

__all__ = [
    "EditionItem",
    "IndicatorItem",
    "Item",
    "Kind",
    "MeansItem",
    "ObjectiveItem",
    "Organisation",
    "PolicyItem",
    "Post",
    "Programme",
    "Registry",
    "SameAs",
    "Succession",
    "WorkItem",
    "WorkMatch",
    "load_registry",
    "parse_registry",
]

_TABLES: Final = {
    "organisations": frozenset({"organisation"}),
    "posts": frozenset({"post"}),
    "policies": frozenset({"policy"}),
    "objectives": frozenset({"objective"}),
    "indicators": frozenset({"indicator"}),
    "means": frozenset({"means"}),
    "programmes": frozenset({"programme"}),
    "works": frozenset({"work", "edition"}),
    "succession": frozenset({"succession"}),
    "same_as": frozenset({"same_as"}),
}
_YEAR: Final = r"([12]\d{3})"
_QUOTED: Final = re.compile(r"(?:「([^「」]*)」|『([^『』]*)』)\Z")


@dataclass(frozen=True)
class Registry:
    """All records, in the order of the files; build it with `load_registry` or `parse_registry`."""

    organisations: tuple[Organisation, ...]
    posts: tuple[Post, ...]
    policies: tuple[PolicyItem, ...]
    objectives: tuple[ObjectiveItem, ...]
    indicators: tuple[IndicatorItem, ...]
    means: tuple[MeansItem, ...]
    programmes: tuple[Programme, ...]
    works: tuple[WorkItem, ...]
    editions: tuple[EditionItem, ...]
    successions: tuple[Succession, ...]
    same_as: tuple[SameAs, ...] = field(default=())

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every record by its path."""
        return {item.path: item for group in self.groups.values() for item in group}

    @cached_property
    def groups(self) -> Mapping[Kind, tuple[Item, ...]]:
        """The records of each kind."""
        return {
            "organisation": self.organisations,
            "post": self.posts,
            "policy": self.policies,
            "objective": self.objectives,
            "indicator": self.indicators,
            "means": self.means,
            "programme": self.programmes,
            "work": self.works,
            "edition": self.editions,
        }

    @cached_property
    def names(self) -> Mapping[tuple[Kind, str], tuple[str, ...]]:
        """The paths that bear a normal name, by kind and name."""
        found: dict[tuple[Kind, str], list[str]] = {}
        for kind, group in self.groups.items():
            for item in group:
                for name in dict.fromkeys(map(normal_name, item.names)):
                    found.setdefault((kind, name), []).append(item.path)
        return {key: tuple(paths) for key, paths in found.items()}

    @cached_property
    def _title_patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((_title_regex(pattern), work.path) for work in self.works for pattern in work.patterns)

    @cached_property
    def _organisations(self) -> Mapping[str, Organisation]:
        return {organisation.path: organisation for organisation in self.organisations}

    def of_kind(self, kind: Kind) -> tuple[Item, ...]:
        """All records of one kind, in the order of the file."""
        return self.groups[kind]

    def organisation(self, path: str) -> Organisation | None:
        """The organisation at a path such as `org/soumu`."""
        return self._organisations.get(path)

    def by_label(self, kind: Kind, text: str, *, within: str | None = None) -> str | None:
        """The path of the one record of this kind that bears this printed name.

        Compared by `normal_name`. `within` keeps only paths at or below a prefix, as in
        `policy/soumu`. None when nothing fits, and also when two records fit: a name that two
        units share needs `within` to be told apart.
        """
        paths = self.names.get((kind, normal_name(text)), ())
        fitting = [
            path for path in paths if within is None or f"{path}/".startswith(f"{within.rstrip('/')}/")
        ]
        return fitting[0] if len(fitting) == 1 else None

    def match_title(self, printed_title: str) -> WorkMatch | None:
        """The work that a printed title names as a whole, with the year in the title.

        Quotation marks around the whole title do not count. Never a partial match:
        社会資本整備重点計画 is no デジタル社会の実現に向けた重点計画.
        """
        title = _unquoted(normal_name(printed_title))
        for pattern, work in self._title_patterns:
            if found := pattern.match(title):
                return WorkMatch(work, int(found.group(1)))
        path = self.by_label("work", title)
        return WorkMatch(path, None) if path else None

    def edition(self, work: str, year: int | None, on: date | None) -> EditionItem | None:
        """The edition of a work by the year in its title, else by its date of adoption.

        A title year wins over the date, so that a misprinted date cannot split an edition.
        Without both there is no edition, never "the newest".
        """
        editions = [edition for edition in self.editions if edition.work == work]
        if year is not None:
            return next((edition for edition in editions if edition.year == year), None)
        if on is None:
            return None
        return next((edition for edition in editions if edition.adopted_on == on), None)


def load_registry() -> Registry:
    """The registry of this package; OntologyError when its files contradict each other."""
    return parse_registry(files.registry_toml())


def parse_registry(texts: Mapping[str, str]) -> Registry:
    """File name without suffix → TOML text, as a checked registry; an absent file is an empty one."""
    unknown = sorted(texts.keys() - _TABLES.keys())
    if unknown:
        raise OntologyError(f"unknown registry files {unknown}")
    tables = {
        table: rows
        for name, text in texts.items()
        for table, rows in read_tables(text, _TABLES[name], name).items()
    }
    registry = _registry(tables)
    check_registry(registry)
    return registry


def _registry(tables: Mapping[str, Sequence[Row]]) -> Registry:
    def rows(table: str, record: type[T]) -> tuple[T, ...]:
        return read_rows(tables.get(table, ()), record, table)

    return Registry(
        organisations=rows("organisation", Organisation),
        posts=rows("post", Post),
        policies=rows("policy", PolicyItem),
        objectives=rows("objective", ObjectiveItem),
        indicators=rows("indicator", IndicatorItem),
        means=rows("means", MeansItem),
        programmes=rows("programme", Programme),
        works=rows("work", WorkItem),
        editions=rows("edition", EditionItem),
        successions=rows("succession", Succession),
        same_as=rows("same_as", SameAs),
    )


def _title_regex(pattern: str) -> re.Pattern[str]:
    before, _, after = normal_name(pattern).partition(YEAR_MARK)
    return re.compile(re.escape(before) + _YEAR + re.escape(after) + r"\Z")


def _unquoted(title: str) -> str:
    found = _QUOTED.match(title)
    return (found.group(1) or found.group(2) or "") if found else title
