"""The facts of a fictional report → its tables as the printed form has them, and the text with TABs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from tests.generated import printed
from tests.generated.facts import Indicator, Made, Money, Run
from tests.loaders.drawn import Drawing, Sheet

ROWS = (
    ("当初予算(a)", "initial"), ("補正予算(b)", "supplementary"), ("繰越し等(c)", "carry_over"),
    ("合計(a+b+c)", "total"), ("執行額", "executed"),
)  # fmt: skip
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NOTES = (
    "※1 政策とは、「目標管理型の政策評価の実施に関するガイドライン」の別紙2の施策に当たる。",
    "※2 「年度ごとの実績(値)又は施策の進捗状況(実績)」欄のかっこ書きの年度は、直近の実績(値)の年度である。",
    (
        "※3 凡例「イ」:目標達成、「ロ」:目標未達成であるが目標(値)に近い実績を示した、"
        "「ハ」:目標未達成であり目標(値)に近い実績を示していない、「－」:目標期間が終了していない。"
    ),
    "※4 測定指標における目標の達成状況を示している。",
)
ROUNDED = "(注) 計数は、それぞれ四捨五入しているため、合計が一致しない場合がある。"


def tables(made: Made) -> Drawing:
    """Paragraphs and tables in printed order."""
    return (
        title(made), number(made), head(made), ROUNDED, cabinet(made), indicators(made),
        judgement(made), *prose(made), people(made), *NOTES,
    )  # fmt: skip


def title(made: Made) -> str:
    """The title with the year evaluated."""
    return f"主要な政策に係る評価書({printed.fiscal_year(made, made.year)}実施政策)"


def number(made: Made) -> str:
    """The number with the year of evaluation."""
    era, year = printed.era_year(made, made.year + 1)
    letter = "R" if era == "令和" else ""
    return f"({made.ministry}{letter}{year}-{_MARKS[made.sequence - 1]})"


def head(made: Made) -> Sheet:
    """Policy, overview, outcomes and the budget in one table."""
    sheet = Sheet()
    years = [money.year for money in made.budget]
    width = 3 + len(years)
    sheet.put(0, 0, "政策 (※1) 名")
    sheet.put(0, 1, f"政策{made.policy_number}:{made.policy}", 1, width - 3)
    sheet.put(0, width - 2, "分野")
    sheet.put(0, width - 1, made.field)
    sheet.put(1, 0, "政策の概要")
    sheet.put(1, 1, made.overview, 1, width - 1)
    sheet.put(2, 0, "基本目標 【達成すべき目標】")
    sheet.put(2, 1, outcomes(made), 1, width - 1)
    sheet.put(3, 0, f"政策の予算額・ 執行額等 ({made.money_unit})", 6)
    sheet.put(3, 1, "区 分", 1, 2)
    for index, year in enumerate(printed.heads(made, tuple(years))):
        sheet.put(3, 3 + index, year)
    sheet.put(4, 1, "予算の状況 (注)", 4)
    for row, (label, kind) in enumerate(ROWS, start=4):
        sheet.put(row, 1 if kind == "executed" else 2, label, 1, 2 if kind == "executed" else 1)
        for index, money in enumerate(made.budget):
            sheet.put(row, 3 + index, figure(made, money, kind))
    return sheet


def figure(made: Made, money: Money, kind: str) -> str:
    """What a cell of the budget prints; a blank addend of a past year may be a dash."""
    amount: int | None = getattr(money, kind)
    if amount is None and money.total is not None:
        return made.signs[1]
    return printed.figure(amount, made.signs[0])


def outcomes(made: Made) -> str:
    """The final outcome and one or more intermediate ones, with bullets when there are several."""
    final = [text for level, text in made.outcomes if level == "final"]
    middle = [text for level, text in made.outcomes if level == "intermediate"]
    listed = middle[0] if len(middle) == 1 else " ".join(f"・{text}" for text in middle)
    return f"[最終アウトカム]:{final[0]}\n[中間アウトカム]:{listed}"


def cabinet(made: Made) -> Sheet:
    """The table of cabinet documents."""
    sheet = Sheet()
    label = "政策に関係する内閣の 重要政策(施政方針演 説等のうち主なもの)"
    sheet.put(0, 0, label, 1 + len(made.plans))
    for column, words in enumerate(("施政方針演説等の名称", "年月日", "関係部分(抜粋)"), start=1):
        sheet.put(0, column, words)
    for row, plan in enumerate(made.plans, start=1):
        first, *later = (printed.day(on) for on in plan.dates)
        sheet.put(row, 1, plan.title)
        sheet.put(row, 2, first + "".join(f"({on}改定)" for on in later))
        sheet.put(row, 3, "\n".join(printed.excerpt(plan)))
    return sheet


def indicators(made: Made) -> Sheet:
    """The table of indicators: three rows of heads, two rows for each series."""
    sheet = Sheet()
    width = len(made.years)
    sheet.put(0, 0, "施策目標", 3)
    sheet.put(0, 1, "施策手段", 3)
    sheet.put(0, 2, "測定指標 (数字に○を付した測定指標は、主要な測定指標)", 3, 2)
    sheet.put(0, 4, "基準(値) 【年度】", 3)
    sheet.put(0, 5, "年度ごとの目標(値)", 1, width)
    sheet.put(0, 5 + width, "目標(値) 【年度】", 3)
    sheet.put(0, 6 + width, "達成 (※3)", 3)
    sheet.put(1, 5, "年度ごとの実績(値)又は施策の進捗状況(実績) (※2)", 1, width)
    for index, year in enumerate(printed.heads(made, made.years)):
        sheet.put(2, 5 + index, year)
    row = 3
    for indicator in made.indicators:
        row = _indicator(sheet, made, indicator, row)
    _spanning(sheet, made)
    return sheet


def _indicator(sheet: Sheet, made: Made, indicator: Indicator, row: int) -> int:
    height = 2 * len(indicator.runs)
    sheet.put(row, 2, number_of(indicator), height)
    sheet.put(row, 3, name_of(indicator), height)
    for index, run in enumerate(indicator.runs):
        _run(sheet, made, run, row + 2 * index)
    return row + height


def number_of(indicator: Indicator) -> str:
    """The number of an indicator, circled when it is a main one."""
    return _MARKS[indicator.number - 1] if indicator.is_main else str(indicator.number)


def name_of(indicator: Indicator) -> str:
    """Name, kind and tag as one cell prints them."""
    kind = f"\n＜{indicator.kind}指標＞" if indicator.kind else ""
    return indicator.name + kind + (f"\n【{indicator.tag}】" if indicator.tag else "")


def _run(sheet: Sheet, made: Made, run: Run, row: int) -> None:
    width = len(made.years)
    sheet.put(row, 4, printed.baseline(made, run), 2)
    sheet.put(row, 5 + width, printed.final(made, run), 2)
    sheet.put(row, 6 + width, run.mark, 2)
    if run.merged:
        sheet.put(row, 5, printed.cell(run.targets[0], run.part), 1, width)
    else:
        for index, target in enumerate(run.targets):
            sheet.put(row, 5 + index, printed.cell(target, run.part))
    for index, year in enumerate(made.years):
        sheet.put(row + 1, 5 + index, printed.actual(run, index, year))


def _spanning(sheet: Sheet, made: Made) -> None:
    """Objective and means are printed once for the rows of indicators that follow each other."""
    objectives = [made.objectives[indicator.objective - 1] for indicator in made.indicators]
    for column, words in ((0, objectives), (1, [indicator.means for indicator in made.indicators])):
        at = 3
        for text, group in groupby(zip(words, made.indicators, strict=True), itemgetter(0)):
            height = sum(2 * len(indicator.runs) for _, indicator in group)
            sheet.put(at, column, text, height)
            at += height


def judgement(made: Made) -> Sheet:
    """Rating, analysis and next term."""
    sheet = Sheet()
    sheet.put(0, 0, "評価結果", 7)
    sheet.put(0, 1, "目標達成度合いの測定結果 (※4)")
    sheet.put(0, 2, "(各行政機関共通区分)")
    sheet.put(0, 3, "\n".join((made.rating, *reasons(made))))
    sheet.put(1, 1, "政策の分析 (達成・未達成に関する要因分析)")
    sheet.put(1, 2, "\n".join(analysis(made)), 1, 2)
    request = printed.fiscal_year(made, made.year + 2)
    sheet.put(2, 1, "次期目標等への反映の方向性", 5)
    sheet.put(2, 2, "\n".join(next_term(made)), 1, 2)
    sheet.put(3, 2, f"({request}予算概算要求に向けた考え方)", 1, 2)
    sheet.put(4, 2, f"{made.stance[0]} {made.stance[1]}", 1, 2)
    sheet.put(5, 2, f"{request}予算概算要求への主な反映内容")
    sheet.put(5, 3, made.prose.request)
    sheet.put(6, 2, "税制、法令、組織、定員等への主な反映内容")
    sheet.put(6, 3, made.prose.system)
    return sheet


def reasons(made: Made) -> tuple[str, ...]:
    """The sentences behind the rating."""
    return made.prose.main, made.prose.reasons


def analysis(made: Made) -> Iterator[str]:
    """Each objective, then a sentence for each of its indicators."""
    for index, objective in enumerate(made.objectives, start=1):
        yield f"<施策目標>{objective}"
        for indicator, cause in zip(made.indicators, made.prose.analysis, strict=True):
            if indicator.objective == index:
                yield f"・測定指標{indicator.number}については、{cause}"


def next_term(made: Made) -> Iterator[str]:
    """What becomes of each indicator."""
    for indicator, (words, _) in zip(made.indicators, made.prose.next_term, strict=True):
        yield f"・測定指標{indicator.number}については、{words}"


def prose(made: Made) -> Iterator[Sheet]:
    """Experts and materials, a table of one row each."""
    for label, words in (
        ("学識経験を有する者の知見等の活用", made.prose.expert),
        (
            "政策評価を行う過程において使用した資料、データその他の情報",
            "\n".join(f"・{m}" for m in made.prose.materials),
        ),
    ):
        sheet = Sheet()
        sheet.put(0, 0, label)
        sheet.put(0, 1, words)
        yield sheet


def people(made: Made) -> Sheet:
    """Units, posts and the month of the evaluation."""
    sheet = Sheet()
    cells = (
        "担当部局課室名", units(made), "作成責任者名",
        "\n".join(f"{post} {name}" for post, name in made.posts), "政策評価実施時期", month(made),
    )  # fmt: skip
    for column, words in enumerate(cells):
        sheet.put(0, column, words)
    return sheet


def units(made: Made) -> str:
    """星空局(企画課、利用課研修室)、里山局(総務課)."""
    return "、".join(f"{bureau}({'、'.join(sections)})" for bureau, sections in made.units)


def month(made: Made) -> str:
    """令和元年8月."""
    era, year = printed.era_year(made, made.year + 1)
    return f"{era}{printed.counted(year)}年{made.month}月"


def as_tabbed(drawing: Drawing) -> str:
    """A line for each row with TABs between all columns; a covered field is blank."""
    lines: list[str] = []
    for part in drawing:
        lines.append("")
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += [
                "\t".join((cell[0] if cell else "").replace("\n", " ") for cell in row) for row in part.grid()
            ]
    return "\n".join(lines) + "\n"
