"""Objectives, means and indicators of a report → Entries, Series and the vertical links they state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.citing.blocks import cells_of
from loaders.citing.facts import name_cell, spans_of, stated
from loaders.quads.literals import boolean, code, integer, plain
from loaders.quads.marks import result_iri
from ontology.rdf import ja
from ontology.terms import KEIFU, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Fact, IndicatorEntry, MeansItem, Report, Series, Span
    from loaders.quads.frame import Frame, Said
    from ontology.rdf import Quad


def plan_entries(frame: Frame) -> Iterator[Quad]:
    """Writes the entries of the policy, its objectives and its means, with objectiveOf and implements."""
    resolved, report = frame.resolved, frame.resolved.report
    yield from _plain_entry(frame, "policy", resolved.policy.path, report.policy.name, report.policy.number)
    for objective in report.objectives:
        path = resolved.objectives[objective.number].path
        yield from _plain_entry(frame, f"objective/{objective.number}", path, objective.name)
        yield frame.link(path, KEIFU.objectiveOf, resolved.policy.path)
    for means in report.means:
        path = resolved.means[means.number].path
        yield from _plain_entry(frame, f"means/{means.number}", path, means.name)
        for above in _above_means(frame, means):
            yield frame.link(path, KEIFU.implements, above)


def indicator_entries(frame: Frame) -> Iterator[Quad]:
    """Writes the entry of each indicator with its series, and what the indicator measures."""
    for entry in frame.resolved.report.entries:
        yield from _indicator_entry(frame, entry)
        for series in entry.series:
            yield from _series(frame, entry, series)
        for indicator in sorted(set(frame.resolved.indicator_of(entry).values())):
            for above in _measured(frame, entry):
                yield frame.link(indicator, KEIFU.measures, above)
        whole = frame.resolved.indicators[entry.number.value].path
        for part in sorted(set(frame.resolved.indicator_of(entry).values()) - {whole}):
            yield frame.link(part, KEIFU.partOf, whole)


def entry_path(frame: Frame, entry: IndicatorEntry) -> str:
    """Gives the path of the entry of an indicator."""
    return frame.own(f"indicator/{entry.number.value}")


def series_path(frame: Frame, entry: IndicatorEntry, key: str) -> str:
    """Gives the path of one series of an entry."""
    return f"{entry_path(frame, entry)}/{key}"


def _plain_entry(
    frame: Frame, tail: str, about: str, name: Fact[str], number: Fact[int] | None = None
) -> Iterator[Quad]:
    printed = tail.rsplit("/", 1)[-1]
    said: list[Said] = [
        (KEIFU.about, frame.iri(about)),
        (KEIFU.text, ja(name.text)),
        (KEIFU.number, integer(int(printed)) if printed.isdecimal() else None),
        *frame.mentioned(name.spans),
    ]
    yield from frame.node(frame.own(tail), KEIFU.Entry, said, spans_of(name, number))


def _indicator_entry(frame: Frame, entry: IndicatorEntry) -> Iterator[Quad]:
    kind = stated(entry.indicator_type)
    actions = () if entry.next_term is None else entry.next_term.actions
    marks = sorted({mark.value for series in entry.series if (mark := _whole_mark(series)) is not None})
    said: list[Said] = [
        (KEIFU.about, frame.iri(frame.resolved.indicators[entry.number.value].path)),
        (KEIFU.number, integer(entry.number.value)),
        (KEIFU.numberText, plain(entry.number_text)),
        (KEIFU.text, ja(entry.name.text)),
        (KEIFU.isMain, boolean(truth=entry.is_main)),
        (KEIFU.saidMain, None if entry.said_main is None else boolean(truth=entry.said_main.value)),
        (KEIFU.indicatorType, None if kind is None else code("type", kind.value)),
        (KEIFU.measureKind, None if entry.measure_kind is None else code("measure", entry.measure_kind)),
        *((KEIFU.achievement, result_iri("achievement", mark, frame.base)) for mark in marks),
        *((KEIFU.nextAction, code("change", action)) for action in actions),
    ]
    cell = name_cell(entry, frame.resolved.source.raw)
    cells = tuple(span for fact in cells_of(entry) if stated(fact) is not None for span in fact.spans)
    said.extend(frame.mentioned((*cell, *cells)))
    spans = (*spans_of(entry.number), *cell, *frame.named_first(cells, besides=cell))
    yield from frame.node(entry_path(frame, entry), KEIFU.Entry, said, spans)


def _whole_mark(series: Series) -> Fact[str] | None:
    """Gives the mark of a series that is no part: only those count for the entry."""
    return stated(series.achievement) if series.part_name is None else None


def _series(frame: Frame, entry: IndicatorEntry, series: Series) -> Iterator[Quad]:
    path = series_path(frame, entry, series.key)
    mark = stated(series.achievement)
    yield from frame.say(
        path,
        [
            (RDF.type, KEIFU.Series),
            (KEIFU.key, plain(series.key)),
            (KEIFU.entry, frame.iri(entry_path(frame, entry))),
            (KEIFU.indicator, frame.iri(frame.resolved.indicator_of(entry)[series.key])),
            (KEIFU.achievement, None if mark is None else result_iri("achievement", mark.value, frame.base)),
        ],
    )
    yield from frame.evidence(path, _series_spans(entry, series))


def _series_spans(entry: IndicatorEntry, series: Series) -> tuple[Span, ...]:
    """Gives the mark and the name of the part; a series without either rests on its first cell."""
    found = spans_of(stated(series.achievement), series.part_name)
    if found:
        return found
    cells = [
        *([] if series.baseline is None else [series.baseline.text]),
        *(target.text for target in series.targets),
        *(actual.text for actual in series.actuals),
        entry.name,
    ]
    return cells[0].spans


def _measured(frame: Frame, entry: IndicatorEntry) -> tuple[str, ...]:
    """Gives the objectives and means that the entry stands beside, else the policy."""
    resolved = frame.resolved
    objectives = [resolved.objectives[number].path for number in objectives_of(resolved.report, entry)]
    means = [
        resolved.means[item.number].path
        for item in resolved.report.means
        if item.number == entry.means or entry.number.value in item.indicators
    ]
    return tuple(sorted({*objectives, *means})) or (resolved.policy.path,)


def objectives_of(report: Report, entry: IndicatorEntry) -> tuple[int, ...]:
    """Gives the numbers of the objectives of an entry, by its row or by the stated list of indicators."""
    return tuple(
        objective.number
        for objective in report.objectives
        if objective.number == entry.objective or entry.number.value in objective.indicators
    )


def _above_means(frame: Frame, means: MeansItem) -> tuple[str, ...]:
    """Gives the objectives that a means serves: its own, else those of its indicators, else the policy."""
    resolved = frame.resolved
    beside = [
        number
        for entry in resolved.report.entries
        if entry.means == means.number or entry.number.value in means.indicators
        for number in objectives_of(resolved.report, entry)
    ]
    numbers = beside if means.objective is None else [means.objective]
    return tuple(sorted({resolved.objectives[n].path for n in numbers})) or (resolved.policy.path,)
