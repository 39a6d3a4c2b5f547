"""A registry → nothing, or the error that says which records contradict each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ontology.errors import OntologyError
from ontology.iris import normal_name
from ontology.registry_items import (
    YEAR_MARK,
    Item,
    MeansItem,
    ObjectiveItem,
    Organisation,
    PolicyItem,
    Post,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.registry import Registry


def check_registry(registry: Registry) -> None:
    """Raise OntologyError at the first path, reference, name, title or edition that does not fit."""
    _check_paths(registry)
    _check_references(registry)
    _check_names(registry)
    _check_titles(registry)
    _check_editions(registry)


def _check_paths(registry: Registry) -> None:
    paths = [item.path for kind in registry.groups for item in registry.of_kind(kind)]
    _refuse_repeated(paths, "paths")
    _refuse_repeated([row.slug for row in registry.successions], "slugs of successions")
    for path in paths:
        if not re.fullmatch(r"[a-z]+(/[A-Za-z0-9.-]+)+", path):
            raise OntologyError(f"not a path of the registry: {path!r}")


def _check_references(registry: Registry) -> None:
    wanted = [
        *((post.path, post.unit) for post in registry.posts),
        *((unit.path, unit.unit_of) for unit in registry.organisations if unit.unit_of),
        *((objective.path, objective.policy) for objective in registry.objectives),
        *((means.path, means.ministry) for means in registry.means),
        *((part.path, part.part_of) for part in registry.indicators if part.part_of),
        *((edition.path, edition.work) for edition in registry.editions),
        *((edition.path, body) for edition in registry.editions for body in edition.adopted_by),
        *((row.slug, end) for row in registry.successions for end in (row.later, row.earlier)),
        *((row.source, row.subject) for row in registry.same_as),
    ]
    for owner, path in wanted:
        if path not in registry.items:
            raise OntologyError(f"{owner} names {path}, which the registry does not hold")


def _check_names(registry: Registry) -> None:
    for (kind, name), paths in registry.names.items():
        scopes = [_scope(registry.items[path]) for path in paths]
        if kind != "edition" and len(set(scopes)) < len(scopes):
            raise OntologyError(f"{kind} name {name!r} belongs to {sorted(paths)}")


def _scope(item: Item) -> str:
    """Names must be unique beside each other: in a ministry for plans, under one body for units."""
    if isinstance(item, Organisation):
        return item.unit_of or ""
    if isinstance(item, ObjectiveItem):
        return item.policy
    return "/".join(item.path.split("/")[:2]) if isinstance(item, (PolicyItem, MeansItem, Post)) else ""


def _check_titles(registry: Registry) -> None:
    for work in registry.works:
        for pattern in work.patterns:
            if pattern.count(YEAR_MARK) != 1:
                raise OntologyError(f"{work.path}: a pattern has {YEAR_MARK} once: {pattern!r}")
    patterns = [normal_name(pattern) for work in registry.works for pattern in work.patterns]
    _refuse_repeated(patterns, "title patterns")


def _check_editions(registry: Registry) -> None:
    keys = [f"{edition.work} {edition.year or edition.adopted_on}" for edition in registry.editions]
    _refuse_repeated(keys, "editions")
    for edition in registry.editions:
        key = str(edition.year or edition.adopted_on)
        if edition.path != f"doc/{edition.work.removeprefix('work/')}/{key}":
            raise OntologyError(f"{edition.path}: the path of an edition ends in its key {key}")


def _refuse_repeated(values: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise OntologyError(f"{what} must not repeat: {value!r}")
        seen.add(value)
