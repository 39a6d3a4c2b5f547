"""Cells of the indicators → entries with series of baselines, targets and actuals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.jp.eras import find_years
from loaders.jp.head_years import head_years
from loaders.jp.markers import parse_number
from loaders.model import (
    Actual,
    Baseline,
    Confidence,
    Fact,
    IndicatorEntry,
    KpiTag,
    MeansItem,
    NextTerm,
    ObjectiveItem,
    Series,
)
from loaders.reading.amounts import (
    Clause,
    as_of,
    clauses,
    has_unread_number,
    marked_year,
    named_years,
    only_quantity,
    recurring_units,
)
from loaders.reading.facts import Reader
from loaders.reading.fused import split_fused, without_doubled
from loaders.reading.targets import Draft, read_targets, resolve
from loaders.slots import IndicatorCells, SeriesCells, Slots, YearCell
from loaders.text import Text, joined

_TAG = re.compile(r"【[^【】]*】")
_LOST_END = re.compile(r"[をのにでがは、]\Z")


@dataclass(frozen=True, slots=True)
class SaidOfIndicators:
    """What the prose of the report says of each indicator number."""

    main: Mapping[int, Fact[bool]]
    next_term: Mapping[int, NextTerm]


@dataclass(frozen=True, slots=True)
class Plan:
    """Objectives, means and entries of one report."""

    objectives: tuple[ObjectiveItem, ...]
    means: tuple[MeansItem, ...]
    entries: tuple[IndicatorEntry, ...]


@dataclass(slots=True)
class _Run:
    """One series while its parts are being collected."""

    series: Series
    drafts: tuple[Draft, ...]


def read_plan(
    reader: Reader, slots: Slots, said: SaidOfIndicators, objectives: Sequence[ObjectiveItem]
) -> Plan:
    """The entries in printed order; `objectives` come from the prose when the table lost them."""
    years = _years(reader, slots)
    named = (
        tuple(objectives) if not any(c.objective for c in slots.indicators) else _objectives(reader, slots)
    )
    _report_objectives(reader, slots)
    means = _means(reader, slots, named)
    entries = tuple(
        _entry(reader, cells, tuple(_all_series(reader, cells, years)), said) for cells in slots.indicators
    )
    return Plan(named, means, tuple(_placed(entry, named, means) for entry in entries))


def _report_objectives(reader: Reader, slots: Slots) -> None:
    lost = [cells for cells in slots.indicators if cells.objective is None]
    word = reader.form.name_of("objective")
    if lost and reader.form.prints("objective"):
        numbers = ", ".join(str(_number(cells)) for cells in lost)
        reader.doubt(
            "missing-slot",
            "objective",
            lost[0].name,
            f"{_level(reader)}{numbers}の{word}の欄が原文にない。",
            f"The cell of the objective of indicators {numbers} is not in the source.",
        )


def _level(reader: Reader) -> str:
    return reader.form.name_of("indicator")


def _years(reader: Reader, slots: Slots) -> tuple[int, ...]:
    if slots.year_heads is None:
        return ()
    reader.label(slots.year_heads)
    heads = joined(slots.year_heads.folded()).chars
    return tuple(y.fiscal_year for y in head_years(heads, reader.era) if y.fiscal_year is not None)


def _number(cells: IndicatorCells) -> int:
    marker = parse_number(joined(cells.number.folded()).chars)
    assert marker is not None, "a layout only yields entries whose number it could read"
    return marker.value


def _objectives(reader: Reader, slots: Slots) -> tuple[ObjectiveItem, ...]:
    found: dict[str, tuple[Fact[str], list[int]]] = {}
    for cells in slots.indicators:
        if cells.objective is not None:
            name = reader.words(cells.objective, "objective.cell")
            found.setdefault(name.value, (name, []))[1].append(_number(cells))
    return tuple(
        ObjectiveItem(i, name, tuple(numbers)) for i, (name, numbers) in enumerate(found.values(), start=1)
    )


def _means(reader: Reader, slots: Slots, objectives: Sequence[ObjectiveItem]) -> tuple[MeansItem, ...]:
    found: dict[str, tuple[Fact[str], list[int]]] = {}
    for cells in slots.indicators:
        if cells.means is None and not reader.form.prints("means"):
            continue
        if cells.means is None:
            reader.doubt(
                "missing-slot",
                "indicator.means",
                cells.name,
                f"{_level(reader)}{_number(cells)}の{reader.form.name_of('means')}が原文にない。",
                f"The means of indicator {_number(cells)} is not in the source.",
            )
            continue
        name = reader.words(cells.means, "means.cell")
        found.setdefault(name.value, (name, []))[1].append(_number(cells))
    return tuple(_means_item(reader, i, *pair, objectives) for i, pair in enumerate(found.values(), start=1))


def _means_item(
    reader: Reader, number: int, name: Fact[str], indicators: list[int], objectives: Sequence[ObjectiveItem]
) -> MeansItem:
    partial = _LOST_END.search(name.value) is not None
    if partial:
        span = name.spans[0]
        reader.doubt(
            "partial-slot",
            "indicator.means",
            Text.of(reader.document.source.raw, span.start, name.spans[-1].end),
            f"{reader.form.name_of('means')}の一部の文字が失われている。",
            "Some characters of this means are lost in the source.",
        )
    objective = next((o.number for o in objectives if indicators[0] in o.indicators), None)
    return MeansItem(number, name, objective, tuple(indicators), partial)


def _placed(
    entry: IndicatorEntry, objectives: Sequence[ObjectiveItem], means: Sequence[MeansItem]
) -> IndicatorEntry:
    number = entry.number.value
    return replace(
        entry,
        objective=next((o.number for o in objectives if number in o.indicators), None),
        means=next((m.number for m in means if number in m.indicators), None),
    )


def _entry(
    reader: Reader, cells: IndicatorCells, series: tuple[Series, ...], said: SaidOfIndicators
) -> IndicatorEntry:
    printed = joined(cells.number.folded())
    marker = parse_number(printed.chars)
    assert marker is not None, "a layout only yields entries whose number it could read"
    name, kind, tag = _name_parts(reader, cells.name)
    return IndicatorEntry(
        number=reader.fact(marker.value, cells.number, "indicator.number"),
        number_text=reader.printed(cells.number),
        is_main=marker.circled,
        name=name,
        measure_kind=_measure_kind(reader, series),
        series=series,
        indicator_type=kind,
        tag=tag,
        said_main=said.main.get(marker.value),
        next_term=said.next_term.get(marker.value),
    )


def _name_parts(reader: Reader, cell: Text) -> tuple[Fact[str], Fact[str] | None, KpiTag | None]:
    """Name, printed kind (absent when not printed) and 【…】 tags of an indicator's cell."""
    flat = _from_its_name(reader, joined(cell.folded()).strip())
    stop, kind = len(flat), None
    for printed, code in reader.form.indicator_types.items():
        if (at := flat.chars.find(f"<{printed}>")) >= 0:
            kind = reader.fact(code, flat.cut(at, at + len(printed) + 2), "indicator.type")
            stop = min(stop, at)
    tags = [m for m in _TAG.finditer(flat.chars) if not find_years(m[0])]
    if tags:
        stop = min(stop, tags[0].start())
    tag = None
    if tags:
        text = flat.cut(tags[0].start(), tags[-1].end())
        tag = KpiTag(
            reader.words(text, "indicator.tag"), tuple(reader.printed(flat.cut(*m.span())) for m in tags)
        )
    return reader.words(flat.cut(0, stop), "indicator.name"), kind, tag


def _from_its_name(reader: Reader, flat: Text) -> Text:
    """The cell without a kind in front of the name: that is the end of another cell, which a page cut off."""
    kinds = (f"<{printed}>" for printed in reader.form.indicator_types)
    torn = next((kind for kind in kinds if flat.chars.startswith(kind)), None)
    if torn is None or len(flat) == len(torn):
        return flat
    reader.doubt(
        "ambiguous",
        "indicator.name",
        flat.cut(0, len(torn)),
        "指標の種類が名称より前にある。他の欄の末尾と見て採用しない。",
        "The kind stands before the name: it is the end of another cell and is not asserted.",
    )
    return flat.cut(len(torn)).strip()


def _all_series(reader: Reader, cells: IndicatorCells, years: Sequence[int]) -> Iterator[Series]:
    runs: list[_Run] = []
    reader = _knowing_units(reader, cells)
    for index, series_cells in enumerate(cells.series, start=1):
        if series_cells.final is None and reader.form.prints("final_target"):
            reader.doubt(
                "missing-slot",
                "indicator.final",
                cells.name,
                f"{_level(reader)}{_number(cells)}の最終目標が原文にない。",
                f"The final target of indicator {_number(cells)} is not in the source.",
            )
        cut = without_doubled(reader, split_fused(reader, series_cells))
        if not cut.actuals and cut.targets and years:
            reader.doubt(
                "missing-slot",
                "indicator.actual",
                cells.name,
                f"測定指標{_number(cells)}の実績が原文にない。",
                f"No actual of indicator {_number(cells)} is in the source.",
            )
        runs.extend(_runs(reader, str(index), cut, years))
    whole = [run.series for run in runs]
    for run in runs:
        others = [
            s
            for s in whole
            if s.key != run.series.key and s.part_name is None and run.series.part_name is None
        ]
        yield replace(run.series, targets=tuple(resolve(run.drafts, run.series, others, reader)))


def _knowing_units(reader: Reader, cells: IndicatorCells) -> Reader:
    texts = [
        t
        for s in cells.series
        for t in (s.baseline, s.final, *(c.text for c in (*s.targets, *s.actuals)))
        if t
    ]
    printed = recurring_units(reader, texts)
    if printed:
        words = "、".join(printed)
        reader.doubt(
            "unknown-vocabulary",
            "indicator.unit",
            cells.name,
            f"単位「{words}」は一覧にない。表記のままの単位として採用した。様式の [units] に加える。",
            f"The unit {words} is in no list and is kept as printed; add it to [units] of the form file.",
        )
    return reader.with_units(printed)


def _runs(reader: Reader, key: str, cells: SeriesCells, years: Sequence[int]) -> Iterator[_Run]:
    """The whole of a row, then each うち… part with the same achievement mark."""
    baseline = clauses(cells.baseline) if cells.baseline else []
    final = clauses(cells.final) if cells.final else []
    targets = [(cell, clauses(cell.text)) for cell in cells.targets]
    actuals = [(cell, clauses(cell.text)) for cell in cells.actuals]
    width = max(
        (len(c) for c in (baseline, final, *(c for _, c in targets), *(c for _, c in actuals))), default=1
    )
    for part in range(max(1, width)):
        drafts = read_targets(reader, _nth(targets, part), _at(final, part), years)
        series = Series(
            key=key + ("" if part == 0 else chr(ord("a") + part - 1)),
            baseline=_baseline(reader, _at(baseline, part), years),
            actuals=tuple(_actual(reader, cell, clause, years) for cell, clause in _nth(actuals, part)),
            achievement=_achievement(reader, cells.achievement),
            part_name=_part_name(
                reader, part, [baseline, final, *(c for _, c in targets), *(c for _, c in actuals)]
            ),
        )
        yield _Run(series, drafts)


def _at(parts: Sequence[Clause], index: int) -> Clause | None:
    return parts[index] if index < len(parts) else None


def _nth(cells: Sequence[tuple[YearCell, list[Clause]]], part: int) -> list[tuple[YearCell, Clause]]:
    return [(cell, found[part]) for cell, found in cells if part < len(found)]


def _part_name(reader: Reader, part: int, groups: Sequence[Sequence[Clause]]) -> Fact[str] | None:
    if part == 0:
        return None
    names = [g[part].part_name for g in groups if part < len(g)]
    return next((reader.words(name, "series.part") for name in names if name is not None), None)


def _baseline(reader: Reader, clause: Clause | None, years: Sequence[int]) -> Baseline | None:
    if clause is None:
        return None
    latest = max(years, default=None)
    year = marked_year(reader, clause.text, latest)
    if year is None and (named := named_years(reader, clause.text)):
        year = named[-1].fiscal_year
    if year is None or (latest is not None and year > latest):
        reader.doubt(
            "missing-slot",
            "indicator.baseline",
            clause.text,
            "基準値の年度がないか、表の年度より後である。",
            "The baseline has no year, or one after the years of the table.",
        )
        return None
    amount = only_quantity(reader, "indicator.baseline", clause)
    day = as_of(reader, clause.text)
    text = reader.words(clause.text, "baseline.cell")
    stated_day = Fact(day, text.text, text.spans, text.confidence, "baseline.as-of") if day else None
    return Baseline(year, text, amount.quantity if amount else None, stated_day)


def _actual(reader: Reader, cell: YearCell, clause: Clause, years: Sequence[int]) -> Actual:
    amount = only_quantity(reader, "indicator.actual", clause)
    text = reader.words(clause.text, cell.rule, _confidence(cell))
    return Actual(
        years[cell.first or 0], text, amount.quantity if amount else None, as_of(reader, clause.text)
    )


def _confidence(cell: YearCell) -> Confidence:
    if cell.rule in {"row.place.dates", "row.place.full"}:
        return Confidence.PROVEN
    return Confidence.READ if cell.rule == "row.place.position" else Confidence.ALIGNED


def _achievement(reader: Reader, text: Text | None) -> Fact[str] | None:
    if text is None:
        return None
    sign = joined(text.folded()).chars.strip()
    code = reader.form.achievement.get(sign) or reader.form.achievement.get(text.chars.strip())
    if code is None:
        reader.doubt(
            "unknown-vocabulary",
            "indicator.achievement",
            text,
            f"達成の記号「{sign}」は一覧にない。{reader.form.name}.toml の [achievement] に加える。",
            f"The mark {sign!r} is not known; add it to [achievement] of {reader.form.name}.toml.",
        )
        return None
    return reader.fact(code, text, "indicator.achievement")


def _measure_kind(reader: Reader, series: Sequence[Series]) -> str | None:
    """ONTOLOGY 9: quantitative when a target has a number or refers to one, mixed for bullets with some.

    None when there is no target, or when a target has a number that was not read: then it is not known.
    """
    targets = [t for s in series for t in s.targets]
    numeric = [t for t in targets if t.quantity is not None or t.reference is not None]
    if not numeric:
        unread = any(has_unread_number(reader, reader.text_of(t.text)) for t in targets)
        return None if unread or not targets else "qualitative"
    return "mixed" if any(t.text.text.count("・") > 1 for t in numeric) else "quantitative"
