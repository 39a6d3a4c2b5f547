"""The words of the drawings in Japanese and English, by column, relation, tie and mark."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the page in both languages."""

    ja: str
    en: str

    def said(self, language: str) -> str:
        """Give the word in `language`; every language but "en" reads Japanese."""
        return self.en if language == "en" else self.ja


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict as printed: its letter, a short word for the pill, the sentence of the legend."""

    letter: str
    word: Word
    legend: Word


COLUMNS = MappingProxyType(
    {
        "work": Word("文書の系列", "Series of documents"),
        "edition": Word("内閣の文書", "Cabinet documents"),
        "section": Word("関係部分", "Passages cited"),
        "unit": Word("担当部局", "Units"),
        "policy": Word("政策", "Policies"),
        "objective": Word("施策目標", "Objectives"),
        "means": Word("施策手段", "Means"),
        "indicator": Word("測定指標", "Indicators"),
        "observation": Word("年度の値", "Values"),
    }
)
"""The classes in the order of the columns, authority first (the order is part of the rule)."""

RELATIONS = MappingProxyType(
    {
        "measures": Word("測定", "measures"),
        "implements": Word("実施", "implements"),
        "objectiveOf": Word("目標", "objective of"),
        "mandatedBy": Word("根拠", "mandated by"),
        "kpiOf": Word("KPIとして記載", "KPI of"),
        "sectionOf": Word("部分", "part of"),
        "basedOn": Word("踏まえる", "based on"),
        "succeeds": Word("継続", "succeeds"),
        "revises": Word("改定", "revises"),
        "partOf": Word("内訳", "part of"),
        "indicator": Word("値", "value of"),
        "responsibleUnit": Word("担当", "responsible unit"),
        "editionOf": Word("版", "edition of"),
    }
)

ARCS = MappingProxyType(
    {
        "succeeds": Word("→引継ぎ", "continued as"),
        "revises": Word("→改定", "revised as"),
    }
)
"""Successions as drawn: the arrow runs with time, old → new, against the relation; so do the words.
All other arrows run with their relation, from the derived thing to what it rests on."""

TIES = MappingProxyType(
    {
        "indicator": Word("指標単位", "by indicator"),
        "objective": Word("施策目標単位", "by objective"),
        "means": Word("施策手段単位", "by means"),
        "policy": Word("政策単位", "by policy"),
    }
)
TIE_LEGENDS = MappingProxyType(
    {
        "indicator": Word("指標単位（この指標のKPIとして記載）", "by indicator (stated for this indicator)"),
        "objective": Word("施策目標単位の記載", "stated for the objective"),
        "means": Word("施策手段単位の記載", "stated for the means"),
        "policy": Word("政策単位の記載", "stated for the policy"),
        "": Word("目標・測定・部分の関係", "objective, measure, part"),
        "inferred": Word("推定（原文に記載なし）", "inferred (no report says it)"),
        "right": Word(
            "→改定・→引継ぎ（矢印は前のものから後のものへ）",
            "revised as, continued as (the arrow runs from the earlier to the later)",
        ),
        "left": Word(
            "踏まえる・部分（矢印は元のものへ）",
            "based on, part of (the arrow points to the source)",
        ),
    }
)
INFERRED = Word("推定", "inferred")

MARKS = MappingProxyType(
    {
        "i": Mark("イ", Word("達成", "met"), Word("目標達成", "target met")),
        "ro": Mark(
            "ロ",
            Word("未達・近い", "near"),
            Word("目標未達成であるが目標値に近い実績", "target missed, but the result is near"),
        ),
        "ha": Mark(
            "ハ",
            Word("未達", "missed"),
            Word("目標未達成であり近い実績を示していない", "target missed, and the result is not near"),
        ),
        "pending": Mark(
            "－",
            Word("期間中", "running"),
            Word("目標期間が終了していない", "the target period has not ended"),
        ),
        "none": Mark("", Word("判定なし", "no verdict"), Word("判定の記載がない", "no verdict printed")),
    }
)
"""Short codes of the achievement scheme; the words of the letters are the note ※3 of the reports."""

TITLE = Word("政策の系譜", "Policy lineage")
SHARED = Word("複数の評価書に共通", "In several reports")
REPORT = Word("評価書", "Report")
START = Word("起点", "Start")
UPWARD = Word("上", "Up")
DOWNWARD = Word("下", "Down")
EMPTY_LABEL = Word("（名称なし）", "(no name)")


def relation_word(relation: str, language: str) -> str:
    """Give the word of a relation; one that the table does not know is shown by its own name."""
    known = RELATIONS.get(relation)
    return known.said(language) if known else relation


def arc_word(relation: str, language: str) -> str:
    """Give the word of a relation as it reads along its arrow."""
    known = ARCS.get(relation)
    return known.said(language) if known else relation_word(relation, language)


def mark_of(code: str) -> Mark:
    """Give the mark of an achievement code; an unknown code is shown as it is, never as a verdict."""
    known = MARKS.get(code)
    return known or Mark(code, MARKS["none"].word, MARKS["none"].legend)


CHART = MappingProxyType(
    {
        "title": Word("指標の推移", "Indicator over time"),
        "baseline": Word("基準", "baseline"),
        "actual": Word("実績", "actual"),
        "target": Word("目標", "target"),
        "final": Word("目標（最終）", "final target"),
        "up": Word("高いほどよい", "higher is better"),
        "down": Word("低いほどよい", "lower is better"),
        "rank": Word("軸は逆向き（上ほど上位）", "axis reversed (best rank on top)"),
        "cut": Word("軸は0から始まらない", "axis does not start at 0"),
        "agree": Word("評価書間で一致", "the reports agree"),
        "differ": Word("評価書間の差", "the reports differ by"),
        "first": Word("最初", "first"),
        "last": Word("最後", "last"),
        "empty": Word("数値のない指標（年度ごとの記載）", "No numbers (what is said, year by year)"),
    }
)

SHORT_UNITS = MappingProxyType(
    {
        "municipality": " mun.",
        "thousand cases": "k cases",
        "percent": "%",
        "household": " househ.",
        "prefecture": " pref.",
        "institution": " inst.",
        "percentage point": " pt",
        "years of age": " years",
        "kilometre": " km",
        "hectare": " ha",
        "tonne": " t",
        "gigabyte": " GB",
        "megabit per second": " Mbit/s",
        "thousand yen": "k yen",
        "million yen": "m yen",
        "hundred million yen": "×100m yen",
        "trillion yen": "tn yen",
        "thousand persons": "k persons",
        "ten thousand persons": "×10k persons",
        "ten thousand cases": "×10k cases",
        "ten thousand tonnes": "×10k t",
    }
)
"""Long English units as they stand behind a number beside a sign; the axis names them in full."""
