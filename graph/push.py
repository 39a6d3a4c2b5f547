"""A release and an endpoint → the release on the endpoint, whole and counted, in place of the one before.

    1  staging   every graph is written beside the old ones, under names of its own
    2  counting  each must hold as many statements as the manifest says
    3  switch    one update moves all of them to their places and writes the card
    4  counting  again, in their places

An endpoint that takes a failed update back as a whole shows the old or the new release at every moment. On
others the card says "changing" during the switch, and whoever asks then gets an error, never a mixture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from graph.build import quads_name
from graph.card import CARD, MERGED, Card, read_card
from graph.errors import PushRefused, RemoteFailed
from graph.probe import probe
from graph.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.endpoint import Endpoint
    from graph.probe import Abilities
    from graph.release import Release

_STAGING: Final = "urn:keifu:staging:"
_NTRIPLES: Final = "application/n-triples"
_LINES: Final = 1_000
"""Statements in one INSERT DATA: some servers compile an update as a program and cannot take a long one."""
_STEPS: Final = 20
"""Steps in one update of a switch that is not atomic anyway."""
_COUNTED: Final = """SELECT ?g (COUNT(*) AS ?n) WHERE {{
  GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{prefix}"))
}} GROUP BY ?g"""
_ALL: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_ALL_MERGED: Final = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{MERGED}> {{ ?s ?p ?o }} }}"


@dataclass(frozen=True, slots=True)
class Target:
    """The addresses of one server: where it is asked, written to, and, when it has that, given graphs."""

    query: Endpoint
    update: Endpoint
    graphs: Endpoint | None = None

    @property
    def shown(self) -> str:
        """Its name in messages."""
        return self.query.shown


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did. Without `changed` the endpoint held the release already and nothing was written."""

    release: str
    graphs: int
    statements: int
    changed: bool
    atomic: bool
    evaluation: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One graph on its way: its file, its name while it is staged, its place ("" for the default graph)."""

    file: str
    staged: str
    place: str

    @property
    def target(self) -> str:
        """The place as an update writes it."""
        return f"GRAPH <{self.place}>" if self.place else "DEFAULT"

    def triples(self, release: Release) -> list[str]:
        """The statements of the file without the name of their graph, one line each."""
        text = (release.path / "quads" / self.file).read_text("utf-8")
        return [f"{line.removesuffix(f' <{self.place}> .').removesuffix(' .')} .\n" for line in _lines(text)]


def _lines(text: str) -> list[str]:
    """Lines by line feeds alone: a literal may hold other characters that end lines."""
    return text.removesuffix("\n").split("\n") if text else []


def push(release: Release, target: Target, tell: Callable[[str], None]) -> Pushed:
    """Puts a release on an endpoint; the same release again changes nothing.

    Raises:
        PushRefused: the endpoint holds statements that no push of ours wrote, or changes literals.
        RemoteFailed: it does not take what is sent, or does not hold what it took.
    """
    before = read_card(target.query)
    if before is not None and before.release == release.id and _is_there(release, target, before):
        return _told(release, before, changed=False, atomic=True)
    abilities = probe(target.query, target.update, target.graphs)
    _refuse_strangers(release, target, before, abilities)
    card = Card(
        release=release.id,
        base=release.base,
        created=release.created,
        evaluation="there" if abilities.evaluates and abilities.apart else "here",
        merged="no" if abilities.apart else "yes",
        state="whole",
    )
    parts = _parts(release, card)
    _sweep(target)
    _stage(release, target, parts, tell, puts=abilities.puts)
    tell("switching to the new release")
    _switch(target, parts, before, card, atomic=abilities.undoes)
    if not _is_there(release, target, card):
        _run(target, [_card_step(replace(card, state="changing"))])
        raise RemoteFailed(target.shown, "after the push it does not hold as many statements as were sent")
    return _told(release, card, changed=True, atomic=abilities.undoes)


def _told(release: Release, card: Card, *, changed: bool, atomic: bool) -> Pushed:
    counts = release.manifest.counts
    statements = counts.default_graph + counts.named_graphs
    return Pushed(release.id, len(counts.graphs), statements, changed, atomic, card.evaluation)


def _is_there(release: Release, target: Target, card: Card) -> bool:
    """Whether a release lies whole in its place, by the number of statements of each graph."""
    counts = release.manifest.counts
    held = _counts(target, card.below)
    wanted = {f"{release.base}{path}": number for path, number in counts.graphs.items()}
    default = _number(target, _ALL if card.merged == "no" else _ALL_MERGED)
    return card.state == "whole" and held == wanted and default == counts.default_graph


def _refuse_strangers(release: Release, target: Target, before: Card | None, abilities: Abilities) -> None:
    if before is not None:
        return
    if abilities.apart and (others := _number(target, _ALL)):
        raise PushRefused(
            target.shown, f"its default graph holds {others} statements that are not of a release of ours"
        )
    if others := _counts(target, f"{release.base}graph/"):
        raise PushRefused(target.shown, f"it holds graphs of this base that nobody pushed: {min(others)} …")


def _parts(release: Release, card: Card) -> tuple[_Part, ...]:
    default = MERGED if card.merged == "yes" else ""
    named = [(quads_name(path), f"{release.base}{path}") for path in release.manifest.counts.graphs]
    return tuple(
        _Part(file, f"{_STAGING}{release.id}:{number}", place)
        for number, (file, place) in enumerate([("default.nq", default), *named])
    )


def _sweep(target: Target) -> None:
    """Removes what a push left that was broken off."""
    _run_in_parts(target, [f"DROP SILENT GRAPH <{name}>" for name in sorted(_counts(target, _STAGING))])


def _stage(
    release: Release, target: Target, parts: Sequence[_Part], tell: Callable[[str], None], *, puts: bool
) -> None:
    wanted: dict[str, int] = {}
    for number, part in enumerate(parts, start=1):
        tell(f"sending {part.file} ({number} of {len(parts)})")
        lines = part.triples(release)
        wanted |= {part.staged: len(lines)} if lines else {}
        _send(target, part.staged, lines, puts=puts)
    held = _counts(target, _STAGING)
    if held != wanted:
        odd = sorted(set(held.items()) ^ set(wanted.items()))
        raise RemoteFailed(target.shown, f"it does not hold what was sent: {odd[0]}")


def _send(target: Target, graph: str, lines: Sequence[str], *, puts: bool) -> None:
    if puts and target.graphs is not None:
        target.graphs.put(graph, "".join(lines).encode(), _NTRIPLES)
        return
    for batch in _batches(lines, _LINES):
        target.update.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{''.join(batch)}}} }}")


def _switch(target: Target, parts: Sequence[_Part], before: Card | None, card: Card, *, atomic: bool) -> None:
    held = _counts(target, before.below) if before is not None else {}
    gone = sorted(set(held) - {part.place for part in parts})
    steps = [f"DROP SILENT GRAPH <{name}>" for name in gone]
    steps += [f"MOVE SILENT GRAPH <{part.staged}> TO {part.target}" for part in parts]
    if atomic:
        _run(target, [*steps, _card_step(card)])
        return
    _run(target, [_card_step(replace(card, state="changing"))])
    _run_in_parts(target, steps)
    _run(target, [_card_step(card)])


def _card_step(card: Card) -> str:
    return f"DROP SILENT GRAPH <{CARD}> ;\nINSERT DATA {{ GRAPH <{CARD}> {{\n{card.triples()}}} }}"


def _run(target: Target, steps: Sequence[str]) -> None:
    target.update.update(" ;\n".join(steps))


def _run_in_parts(target: Target, steps: Sequence[str]) -> None:
    for part in _batches(steps, _STEPS):
        _run(target, part)


def _counts(target: Target, prefix: str) -> dict[str, int]:
    rows = RemoteStore(target.query).select(_COUNTED.format(prefix=prefix)).rows
    return {str(graph): int(getattr(number, "lexical", 0)) for graph, number in rows if graph is not None}


def _number(target: Target, query: str) -> int:
    [[number]] = RemoteStore(target.query).select(query).rows
    return int(getattr(number, "lexical", 0))


def _batches(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(lines)
    while batch := list(islice(rest, size)):
        yield batch
