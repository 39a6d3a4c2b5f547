"""A resolved report → what matching could not settle, as lines for the loss report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.model import Issue
from loaders.quads.distinct import distinct
from loaders.quads.literals import is_code
from loaders.quads.other_names import other_names
from loaders.quads.units import has_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.citing import Cited
    from loaders.identity import Resolved
    from loaders.model import Fact, IndicatorEntry, LegalAct, Quantity


def doubts(resolved: Resolved) -> tuple[Issue, ...]:
    """Gives the doubts about citations, units without a concept, and names that wait for a slug."""
    return (
        *(issue for cited in resolved.citations.cited for issue in _about_citation(cited)),
        *(issue for entry in resolved.report.entries for issue in _about_cells(entry)),
        *other_names(resolved),
        *_unmatched(resolved),
        *(_unlisted(act) for act in resolved.citations.unlisted),
    )


def _about_citation(cited: Cited) -> Iterator[Issue]:
    span = cited.spans[0] if cited.spans else None
    if cited.doubt is not None:
        yield Issue(
            "warning",
            "ocr-suspect",
            f"citation.{cited.role}",
            f"語が少し異なる節に結び付けた: {cited.doubt}",
            f"Tied to a section whose title differs a little: {cited.doubt}",
            span,
        )
    edition = cited.editions[-1] if cited.editions else None
    known = None if edition is None or not edition.known else edition.adopted_on
    if edition is not None and known is not None and cited.dates and known != cited.dates[-1]:
        printed = cited.dates[-1].isoformat()
        yield Issue(
            "warning",
            "date-conflict",
            f"citation.{cited.role}",
            f"{edition.label_ja}: 評価書は{printed}、登録簿は{known.isoformat()}。題名の年で版を決めた。",
            f"{edition.label_ja}: the report prints {printed}, the registry has {known.isoformat()}.",
            span,
            (printed, known.isoformat()),
        )
    if not cited.grounds and cited.role in {"basis", "kpi-tag"}:
        yield Issue(
            "warning",
            "ambiguous",
            f"citation.{cited.role}",
            f"版が決まらないため根拠としては結ばない: {cited.title or cited.text}",
            f"No edition can be told, so nothing is grounded on it: {cited.title or cited.text}",
            span,
            cited.targets,
        )


def _about_cells(entry: IndicatorEntry) -> Iterator[Issue]:
    yield from _about_units(entry)
    slot = f"indicator.{entry.number.value}"
    for series in entry.series:
        for target in series.targets:
            if not is_code("cmp", target.comparator):
                yield Issue(
                    "warning",
                    "unknown-vocabulary",
                    f"{slot}.target",
                    f"比較の語に当たる概念がない: {target.text.text}",
                    f"No concept for the comparison {target.comparator}.",
                    target.text.spans[0] if target.text.spans else None,
                )
    for text in distinct(entry).left_out:
        yield Issue(
            "warning",
            "conflict",
            f"{slot}.cells",
            f"同じ年の欄が二つあり、後のものは採用しない: {text.text}",
            f"Two cells of one year; the later one is left out: {text.text}",
            text.spans[0] if text.spans else None,
        )


def _about_units(entry: IndicatorEntry) -> Iterator[Issue]:
    for text, quantity in _quantities(entry):
        if quantity is not None and not has_unit(quantity):
            yield Issue(
                "warning",
                "unknown-vocabulary",
                f"indicator.{entry.number.value}.unit",
                f"単位の概念がないため値は文字のまま: {text.text}",
                f"No concept for the unit {quantity.unit}: the value stays text.",
                text.spans[0] if text.spans else None,
            )


def _quantities(entry: IndicatorEntry) -> Iterator[tuple[Fact[str], Quantity | None]]:
    for series in entry.series:
        if series.baseline is not None:
            yield series.baseline.text, series.baseline.quantity
        yield from ((target.text, target.quantity) for target in series.targets)
        yield from ((actual.text, actual.quantity) for actual in series.actuals)


def _unmatched(resolved: Resolved) -> Iterator[Issue]:
    for item in resolved.unmatched:
        yield Issue(
            "info",
            "unmatched",
            item.kind,
            f"登録簿にない名前: {item.name}",
            f"A name that the registry does not have: {item.name}",
            None,
            (item.path,),
        )


def _unlisted(act: LegalAct) -> Issue:
    number = "" if act.number is None else f" ({act.number.text})"
    return Issue(
        "info",
        "unmatched",
        "law",
        f"登録簿にない法令名: {act.name.text}{number}",
        f"A legal act that the registry does not have: {act.name.text}{number}",
        act.name.spans[0],
    )
