"""Rows of an answer → the known holes around them, by the kinds that the question names (QUESTIONS §2.5)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from queries.answer import Gap
from queries.datasets import absent
from queries.ground import lexical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from queries.answer import Rows
    from queries.catalog import Question
    from queries.ground import Ground

_IDENTIFIER: Final = re.compile(r"(?P<ministry>\D+?)(?:[MTSHR]?\d+|元)-(?P<number>.+)\Z")
_SURE: Final = 0.8  # an inferred link below this is named as doubtful
_RANK: Final = "unit-rank"
_REIWA, _HEISEI = 2018, 1988


@dataclass(frozen=True, slots=True)
class ReportSeries:
    """The reports of one ministry under one number, by the fiscal year they evaluate."""

    key: str
    name: str
    loaded: tuple[int, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The years between the first and the last loaded report that have none."""
        years = range(self.loaded[0], self.loaded[-1])
        return tuple(year for year in years if year not in self.loaded)


def gaps_of(ground: Ground, question: Question, rows: Rows) -> tuple[Gap, ...]:
    """The known gaps around an answer; empty means looked, and none known."""
    header = question.header
    unloaded = (data.gap() for data in absent(ground, (*header.needs, *header.also, *rows.missing)))
    found = (gap for kind in header.gap_kinds for gap in _KINDS[kind](ground, rows))
    return tuple(dict.fromkeys([*unloaded, *found]))


_REPORTS: Final = """SELECT ?report ?year ?identifier {
  ?report a keifu:Report ; keifu:fiscalYear ?year . OPTIONAL { ?report dcterms:identifier ?identifier }
} ORDER BY ?report"""


def report_series(ground: Ground) -> tuple[ReportSeries, ...]:
    """All series of reports in the release, sorted by key (`soumu-08`)."""
    years: dict[str, set[int]] = defaultdict(set)
    names: dict[str, str] = {}
    for report, year, identifier in ground.rows(_REPORTS):
        _, ministry, number = ground.path(report).split("/", 2)
        key = f"{ministry}-{number.partition('-')[2]}"
        years[key].add(int(lexical(year)))
        names[key] = _series_name(lexical(identifier)) or key
    return tuple(ReportSeries(key, names[key], tuple(sorted(years[key]))) for key in sorted(years))


def fiscal_year_ja(year: int) -> str:
    """A fiscal year as reports print it.

    >>> fiscal_year_ja(2019), fiscal_year_ja(2018)
    ('令和元年度', '平成30年度')
    """
    era, start = ("令和", _REIWA) if year > _REIWA else ("平成", _HEISEI)
    return f"{era}{'元' if year - start == 1 else year - start}年度"


def _series_name(identifier: str) -> str:
    match = _IDENTIFIER.match(identifier)
    return f"{match['ministry']}{match['number']}" if match else ""


def _missing_reports(ground: Ground, rows: Rows) -> Iterator[Gap]:
    del rows
    for series in report_series(ground):
        for year in series.missing:
            yield Gap(
                "missing-reports",
                f"{series.key}/{year}",
                f"{series.name}の{fiscal_year_ja(year)}（{year}）の評価書は読み込まれていない。"
                "作成されたかどうかも分からない。",
                f"No report of the series {series.key} for fiscal year {year} is loaded; "
                "whether one was due is unknown.",
            )


_NO_FINAL: Final = """SELECT DISTINCT ?series {
  ?series a keifu:Series ; keifu:achievement ?mark .
  FILTER NOT EXISTS { ?target keifu:series ?series ; keifu:isFinal true }
} ORDER BY ?series"""


def _lost_cells(ground: Ground, rows: Rows) -> Iterator[Gap]:
    del rows
    for (series,) in ground.rows(_NO_FINAL):
        yield Gap(
            "lost-cells",
            ground.path(series),
            "達成の印はあるが、最終の目標値の欄を原本から読み取れない。",
            "A mark is printed, but the cell of the final target could not be read from the source.",
        )


_UNMATCHED: Final = """SELECT ?citation ?report ?text {
  ?citation a keifu:Citation ; keifu:report ?report .
  OPTIONAL { ?citation keifu:text ?text }
  FILTER NOT EXISTS { ?citation keifu:cites ?cited }
} ORDER BY ?citation"""


def _unmatched_citations(ground: Ground, rows: Rows) -> Iterator[Gap]:
    del rows
    for citation, _, text in ground.rows(_UNMATCHED):
        yield Gap(
            "unmatched-citations",
            ground.path(citation),
            f"引用先の文書を特定できない：{lexical(text)}",
            f"The cited document is not known: {lexical(text)}",
        )


def _undated(ground: Ground, rows: Rows) -> Iterator[Gap]:
    del ground
    for line in rows.lines:
        for name, subject in _DATED:
            if name in line and line[name] is None and line.get(subject) is not None:
                yield Gap(
                    "undated",
                    str(line[subject]),
                    "日付はどの資料にも印字されていない。",
                    "No source prints a date.",
                )
                break


_DATED: Final = (("on", "objective"), ("on", "later"), ("adoptedOn", "document"), ("adoptedOn", "edition"))
"""Columns that hold a date, with the column of what it is the date of."""

_CURATED: Final = """SELECT ?document {
  %s ?document keifu:basis code:basis-curated
} ORDER BY ?document"""


def _curated_links(ground: Ground, rows: Rows) -> Iterator[Gap]:
    names = ("document", "edition")
    shown = {str(line[name]) for line in rows.lines for name in names if line.get(name)}
    for block in ground.blocks("document", shown):
        for (document,) in ground.rows(_CURATED % block):
            yield Gap(
                "curated-links",
                ground.path(document),
                "決定主体または決定日は評価書の記載でなく、登録簿（人手）による。",
                "Deciding body or date come from the registry kept by people, not from a report.",
            )


_RECEIVERS: Final = """SELECT DISTINCT ?to ?label {
  ?change keifu:toOrganization ?to . OPTIONAL { ?to rdfs:label ?label FILTER(LANG(?label) = "ja") }
} ORDER BY ?to"""


def _not_loaded(ground: Ground, rows: Rows) -> Iterator[Gap]:
    del rows
    ministries = {series.key.rpartition("-")[0] for series in report_series(ground)}
    for receiver, label in ground.rows(_RECEIVERS):
        path = ground.path(receiver)
        if path.split("/")[-1] not in ministries:
            name = lexical(label) or path
            yield Gap(
                "not-loaded",
                path,
                f"{name}の評価書は読み込まれていない。移管後の指標・予算は追えない。",
                f"No report of {path} is loaded: what was transferred cannot be followed.",
            )


def _net_figures(ground: Ground, rows: Rows) -> Iterator[Gap]:
    del ground
    if any(line.get("carryOver") is not None for line in rows.lines):
        yield Gap(
            "net-figures",
            "keifu:carryOver",
            "「繰越し等」は前年度からの繰越しと翌年度への繰越しを差し引いた額である。",
            "Carry-over is net: what came from the year before minus what went to the next.",
        )


_DOUBTFUL: Final = f"""SELECT DISTINCT ?change ?confidence ?before {{
  GRAPH ?g {{ ?change keifu:confidence ?confidence ; keifu:before ?before }} FILTER(?confidence < {_SURE})
}} ORDER BY ?change ?before"""


def _low_confidence(ground: Ground, rows: Rows) -> Iterator[Gap]:
    guessed = [line for line in rows.lines if line.get("basis") == "basis-inferred"]
    shown = {str(value) for line in guessed for value in line.values()}
    for change, confidence, before in ground.rows(_DOUBTFUL) if guessed else ():
        if ground.path(before) not in shown:
            continue
        yield Gap(
            "low-confidence",
            ground.path(change),
            f"推定によるつながりで、確からしさは{lexical(confidence)}である。",
            f"An inferred link with confidence {lexical(confidence)}.",
        )


_NO_RATIO: Final = """SELECT ?unit ?direction (SUM(IF(?value = 0, 1, 0)) AS ?zeros) (COUNT(*) AS ?pairs) {
  ?actual keifu:against ?target ; keifu:value ?value ; keifu:indicator ?indicator ; keifu:unit ?unit .
  OPTIONAL { ?indicator keifu:direction ?direction }
} GROUP BY ?unit ?direction ORDER BY ?unit ?direction"""


def _left_out(ground: Ground, rows: Rows) -> Iterator[Gap]:
    """Judged pairs that have no ratio; counted over the whole release."""
    del rows
    ranks = zeros = aimless = 0
    for unit, direction, zero, pairs in ground.rows(_NO_RATIO):
        if ground.path(unit) == _RANK:
            ranks += int(lexical(pairs) or 0)
        elif direction is None:
            aimless += int(lexical(pairs) or 0)
        else:
            zeros += int(lexical(zero) or 0)
    if ranks or zeros or aimless:
        yield Gap(
            "left-out",
            "keifu:against",
            f"比を計算しない組がある（全評価書）：順位 {ranks}、実績値が0 {zeros}、"
            f"望ましい方向が不明 {aimless}。",
            f"Pairs without a ratio (all reports): ranks {ranks}, actuals of zero {zeros}, "
            f"no desired direction {aimless}.",
        )


_KINDS: Final[Mapping[str, Callable[[Ground, Rows], Iterator[Gap]]]] = MappingProxyType(
    {
        "missing-reports": _missing_reports,
        "lost-cells": _lost_cells,
        "unmatched-citations": _unmatched_citations,
        "undated": _undated,
        "curated-links": _curated_links,
        "not-loaded": _not_loaded,
        "net-figures": _net_figures,
        "low-confidence": _low_confidence,
        "left-out": _left_out,
    }
)
