"""Two kept releases → what was added, removed or changed, graph by graph and node by node."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ontology.rdf import Literal
from ontology.terms import CODE_NS, KEIFU_NS
from queries.errors import NothingFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from queries.answer import Cell, Rows
    from queries.binding import Bound
    from queries.catalog import Question
    from queries.ground import Ground, Kept

_LINE: Final = re.compile(r"(?P<subject>\S+) <(?P<predicate>[^>]*)> (?P<object>.*) <(?P<graph>[^>]*)> \.\Z")
_SEVERAL: Final = " ／ "
_WORDS: Final = {"left": "previous", "right": "current"}
"""What a caller may write for the release that is meant anyway."""


def add_differences(ground: Ground, question: Question, bound: Bound, rows: Rows) -> None:
    """Replaces the rows by the differences between two kept releases, sorted by kind, node and change.

    Raises:
        NothingFound: a parameter names no kept release.
    """
    del question
    pair = _pair(ground, bound)
    if pair is None:
        rows.missing.append("two-releases")
        return
    rows.lines[:] = sorted(
        differences(ground, pair[0].graph_lines(), pair[1].graph_lines()),
        key=lambda line: tuple(
            str(line[name] or "") for name in ("kind", "node", "change", "before", "after")
        ),
    )


def differences(
    ground: Ground, left: Mapping[str, frozenset[str]], right: Mapping[str, frozenset[str]]
) -> Iterator[dict[str, Cell]]:
    """One row for a graph of one side only, and one for each node that a common graph describes otherwise."""
    for name in sorted(left.keys() | right.keys()):
        before, after = left.get(name, frozenset()), right.get(name, frozenset())
        if before == after:
            continue
        path = _graph(ground, before | after)
        if name in left and name in right:
            yield from _nodes(ground, _kind(path), before, after)
        else:
            counts = (str(len(before)) if before else None, str(len(after)) if after else None)
            yield _row("graph", path, *counts)


def _nodes(
    ground: Ground, kind: str, before: frozenset[str], after: frozenset[str]
) -> Iterator[dict[str, Cell]]:
    gone, come = _by_subject(before - after), _by_subject(after - before)
    for subject in sorted(gone.keys() | come.keys()):
        yield _row(kind, _term(ground, subject), _said(ground, gone[subject]), _said(ground, come[subject]))


def _row(kind: str, node: str, before: str | None, after: str | None) -> dict[str, Cell]:
    change = "added" if before is None else "removed" if after is None else "changed"
    return {"kind": kind, "node": node, "change": change, "before": before, "after": after}


def _by_subject(lines: Iterable[str]) -> defaultdict[str, list[tuple[str, str]]]:
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in lines:
        match = _LINE.match(line)
        if match is not None:
            found[match["subject"]].append((match["predicate"], match["object"]))
    return found


def _said(ground: Ground, facts: list[tuple[str, str]]) -> str | None:
    said = sorted(f"{_term(ground, f'<{name}>')} {_term(ground, value)}" for name, value in facts)
    return _SEVERAL.join(said) or None


def _term(ground: Ground, text: str) -> str:
    """A term of N-Quads as people read it: paths, local names, texts without their datatype."""
    if text.startswith("<"):
        iri = text[1:-1]
        local = iri.removeprefix(KEIFU_NS).removeprefix(CODE_NS)
        return local if local != iri else ground.base.path(iri) or re.split("[#/]", iri)[-1]
    return text[1 : text.rindex('"')] if text.startswith('"') else text


def _graph(ground: Ground, lines: Iterable[str]) -> str:
    match = next((found for line in sorted(lines) if (found := _LINE.match(line))), None)
    return ground.base.path(match["graph"]) or match["graph"] if match else ""


def _kind(path: str) -> str:
    return path.removeprefix("graph/").partition("/")[0]


def _pair(ground: Ground, bound: Bound) -> tuple[Kept, Kept] | None:
    """The two releases asked for; by default this one and the newest kept one before it."""
    kept = {release.id: release for release in (ground.history.kept() if ground.history else ())}
    right = _named(bound, "right", kept) or kept.get(ground.release)
    older = [release for release in kept.values() if right is not None and release.created < right.created]
    left = _named(bound, "left", kept) or max(older, key=lambda one: (one.created, one.id), default=None)
    return None if left is None or right is None or left.id == right.id else (left, right)


def _named(bound: Bound, name: str, kept: Mapping[str, Kept]) -> Kept | None:
    value = bound.values.get(name)
    if not isinstance(value, Literal) or value.lexical == _WORDS[name]:
        return None
    if value.lexical not in kept:
        raise NothingFound(f"release {value.lexical} (kept: {', '.join(sorted(kept)) or 'none'})")
    return kept[value.lexical]
