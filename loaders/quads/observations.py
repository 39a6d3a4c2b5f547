"""Baselines, targets, actuals and figures → Observation nodes with value, unit, day and judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.citing.facts import spans_of
from loaders.quads.distinct import distinct, target_place
from loaders.quads.entries import entry_path, series_path
from loaders.quads.judging import judgements
from loaders.quads.literals import boolean, code, day, decimal, integer, is_code
from loaders.quads.marks import judged_marks
from loaders.quads.units import has_unit, unit_iri
from ontology.rdf import ja
from ontology.terms import KEIFU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Actual, Baseline, Figure, IndicatorEntry, Quantity, Reference, Series, Target
    from loaders.quads.frame import Frame, Said
    from ontology.rdf import Quad


def observations(frame: Frame) -> Iterator[Quad]:
    """Writes every baseline, target and actual, then which actual is against which target."""
    for printed in frame.resolved.report.entries:
        entry = distinct(printed).entry
        for series in entry.series:
            if series.baseline is not None:
                yield from _baseline(frame, entry, series, series.baseline)
            for target in series.targets:
                yield from _target(frame, entry, series, target)
            for actual in series.actuals:
                yield from _actual(frame, entry, series, actual)
        yield from _against(frame, entry)


def figures(frame: Frame) -> Iterator[Quad]:
    """Writes the numbers of the prose that are no cells of the table, numbered by their place.

    An observation has a fiscal year: a figure whose sentence gives none stays in the document model.
    """
    dated = [figure for figure in frame.resolved.report.figures if figure.fiscal_year is not None]
    ordered = sorted(dated, key=lambda f: (f.text.spans, f.subject.text))
    for number, figure in enumerate(ordered, 1):
        spans = spans_of(figure.text, figure.subject)
        yield from frame.node(
            frame.own(f"figure/{number}"), KEIFU.Figure, list(_figure(frame, figure)), spans
        )


def _figure(frame: Frame, figure: Figure) -> Iterator[Said]:
    yield KEIFU.subjectText, ja(figure.subject.text)
    yield KEIFU.text, ja(figure.text.text)
    yield KEIFU.fiscalYear, None if figure.fiscal_year is None else integer(figure.fiscal_year)
    yield KEIFU.asOf, None if figure.as_of is None else day(figure.as_of)
    if figure.indicator is not None and figure.indicator in frame.resolved.indicators:
        yield KEIFU.indicator, frame.iri(frame.resolved.indicators[figure.indicator].path)
    yield from _quantity(frame, figure.quantity)


def _baseline(frame: Frame, entry: IndicatorEntry, series: Series, baseline: Baseline) -> Iterator[Quad]:
    said: list[Said] = [
        *_place(frame, entry, series, baseline.fiscal_year),
        (KEIFU.text, ja(baseline.text.text)),
        (KEIFU.asOf, None if baseline.as_of is None else day(baseline.as_of.value)),
        *_quantity(frame, baseline.quantity),
    ]
    path = f"{series_path(frame, entry, series.key)}/baseline/{baseline.fiscal_year}"
    yield from frame.node(path, KEIFU.Baseline, said, spans_of(baseline.text, baseline.as_of))


def _target(frame: Frame, entry: IndicatorEntry, series: Series, target: Target) -> Iterator[Quad]:
    reference = None if target.reference is None else _reference(frame, entry, target.reference)
    factor = 1 if target.reference is None else target.reference.factor
    said: list[Said] = [
        *_place(frame, entry, series, target.fiscal_year),
        (KEIFU.text, ja(target.text.text)),
        (KEIFU.comparator, code("cmp", comparator_of(target))),
        (KEIFU.isFinal, boolean(truth=target.is_final)),
        (KEIFU.columnFrom, None if target.column_from is None else integer(target.column_from)),
        (KEIFU.columnTo, None if target.column_to is None else integer(target.column_to)),
        *_quantity(frame, target.quantity),
    ]
    if reference is not None:
        said.append((KEIFU.relativeTo, frame.iri(reference)))
    if target.reference is not None and factor != 1:
        said.append((KEIFU.factor, decimal(target.reference.factor)))
    spans = (*spans_of(target.text, target.final_text), *target.reference_spans)
    yield from frame.node(_target_path(frame, entry, series, target), KEIFU.Target, said, spans)


def _actual(frame: Frame, entry: IndicatorEntry, series: Series, actual: Actual) -> Iterator[Quad]:
    said: list[Said] = [
        *_place(frame, entry, series, actual.fiscal_year),
        (KEIFU.text, ja(actual.text.text)),
        (KEIFU.asOf, None if actual.as_of is None else day(actual.as_of)),
        *_quantity(frame, actual.quantity),
    ]
    path = _actual_path(frame, entry, series.key, actual.fiscal_year)
    yield from frame.node(path, KEIFU.Actual, said, actual.text.spans)


def _against(frame: Frame, entry: IndicatorEntry) -> Iterator[Quad]:
    by_key = {series.key: series for series in entry.series}
    marks = judged_marks(frame.resolved.report)
    for judged in judgements(entry, frame.resolved.indicator_of(entry), marks):
        actual = _actual_path(frame, entry, judged.actual_key, judged.actual_year)
        target = _target_path(frame, entry, by_key[judged.target_key], judged.target)
        yield frame.link(actual, KEIFU.against, target)


def _place(frame: Frame, entry: IndicatorEntry, series: Series, year: int) -> Iterator[Said]:
    yield KEIFU.series, frame.iri(series_path(frame, entry, series.key))
    yield KEIFU.entry, frame.iri(entry_path(frame, entry))
    yield KEIFU.indicator, frame.iri(frame.resolved.indicator_of(entry)[series.key])
    yield KEIFU.fiscalYear, integer(year)


def _quantity(frame: Frame, quantity: Quantity | None) -> Iterator[Said]:
    """A value whose unit the vocabulary does not have yet stays text: no value is said without a unit."""
    if quantity is None or not has_unit(quantity):
        return
    yield KEIFU.value, decimal(quantity.value)
    yield KEIFU.unit, unit_iri(quantity, frame.base)
    yield KEIFU.numerator, None if quantity.numerator is None else decimal(quantity.numerator)
    yield KEIFU.denominator, None if quantity.denominator is None else decimal(quantity.denominator)


def comparator_of(target: Target) -> str:
    """Gives the short code; a comparison that the vocabulary lacks (未満) is bare, with a doubt."""
    return target.comparator if is_code("cmp", target.comparator) else "bare"


def _actual_path(frame: Frame, entry: IndicatorEntry, key: str, year: int) -> str:
    return f"{series_path(frame, entry, key)}/actual/{year}"


def _target_path(frame: Frame, entry: IndicatorEntry, series: Series, target: Target) -> str:
    return f"{series_path(frame, entry, series.key)}/target/{target_place(target, series.targets)}"


def _reference(frame: Frame, entry: IndicatorEntry, reference: Reference) -> str | None:
    """Gives the observation that a relative target refers to, when the report has it."""
    series = next((s for s in entry.series if s.key == reference.series_key), None)
    if series is None:
        return None
    years = {actual.fiscal_year for actual in series.actuals}
    if reference.where == "baseline":
        years = set() if series.baseline is None else {series.baseline.fiscal_year}
    path = f"{series_path(frame, entry, series.key)}/{reference.where}/{reference.fiscal_year}"
    return path if reference.fiscal_year in years else None
