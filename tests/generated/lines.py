"""The facts of a fictional report → text in drawing order: cells of one row far apart, labels after contents.

A form of a word processor repeats what is counted in each cell (「利用件数：200件以上」), prints the day of
each actual and never a dash; `as_drawn` gives the facts as such a form states them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.generated import printed, tables
from tests.generated.facts import Cell, Indicator, Made, Run
from tests.generated.printed import wide

_SPLIT = 14
_CUT = 36


def as_drawn(made: Made) -> Made:
    """The same report with what this form prints otherwise: every actual has its day, a dash is blank."""
    runs = {i.number: tuple(_drawn(run, i.name) for run in i.runs) for i in made.indicators}
    entries = tuple(replace(i, runs=runs[i.number]) for i in made.indicators)
    return replace(made, indicators=entries, short_years=False, signs=(made.signs[0], ""))


def _drawn(run: Run, name: str) -> Run:
    def repeated(cell: Cell) -> Cell:
        return f"{name}：{cell}" if isinstance(cell, str) and cell != "－" else None if cell == "－" else cell

    return replace(
        run, dated=True, baseline=repeated(run.baseline), final=repeated(run.final),
        targets=tuple(map(repeated, run.targets)), actuals=tuple(map(repeated, run.actuals)),
    )  # fmt: skip


def as_lines(made: Made) -> str:
    """The text; blocks are parted by blank lines."""
    blocks = (
        *_head(made), *_budget(made), *_plans(made), *_judgement(made), *_pieces(made), *_table_head(made),
        *(wide(note) for note in tables.NOTES), *_end(made),
    )  # fmt: skip
    return "\n" + "\n\n".join(blocks) + "\n"


def _label(words: str) -> str:
    """A label as a narrow cell wraps it."""
    return "\n".join(words[at : at + _SPLIT] for at in range(0, len(words), _SPLIT))


def _head(made: Made) -> Iterator[str]:
    yield wide(f"{tables.title(made)}\n{tables.number(made)}")
    yield wide(tables.ROUNDED)
    for label, kind in tables.ROWS[2:]:
        yield _row(made, label, kind)
    policy = f"政策{made.policy_number}：{made.policy}"
    yield f"政策（※１）名 {wide(policy)} 分野 {made.field}"
    yield f"政策の概要 {made.overview}"
    yield "基本目標\n【達成すべき目標】"
    yield wide(tables.outcomes(made).replace("。 ・", "。\n　　　・"))


def _row(made: Made, label: str, kind: str) -> str:
    figures = (tables.figure(made, money, kind) for money in made.budget)
    return f"{wide(label)} {' '.join(figure for figure in figures if figure)}"


def _budget(made: Made) -> Iterator[str]:
    yield f"政策の予算額・\n執行額等\n（{made.money_unit}）"
    heads = printed.heads(made, tuple(money.year for money in made.budget))
    yield f"区　　分 {' '.join(wide(head) for head in heads)}"
    yield "予算の状況\n（注）"
    for label, kind in tables.ROWS[:2]:
        yield _row(made, label, kind)


def _plans(made: Made) -> Iterator[str]:
    yield "政策に関係する内\n閣の重要政策（施政\n方針演説等のうち主\nなもの）"
    yield "施政方針演説等の名称 年月日 関係部分（抜粋）"
    for plan in made.plans:
        first, *later = (wide(printed.day(on)) for on in plan.dates)
        yield f"{plan.title} {first}{''.join(f'（{on}改定）' for on in later)}"
        yield "\n".join(wide(line) for line in printed.excerpt(plan))


def _judgement(made: Made) -> Iterator[str]:
    yield _label("目標達成度合いの測定結果")
    yield f"（各行政機関共通区分） 　　　{made.rating}"
    yield "（判断根拠）\n" + "\n".join(wide(line) for line in tables.reasons(made))
    yield "政策の分析\n(達成・未達成\nに関する要因\n分析)"
    for index, objective in enumerate(made.objectives, start=1):
        entries = [i for i in made.indicators if i.objective == index]
        if not entries:
            continue
        numbers = "・".join(str(i.number) for i in entries)
        yield wide(f"<施策目標>「{objective}」(測定指標{numbers}に対応)")
        for entry in entries:
            yield wide(f"測定指標{entry.number}：{made.prose.analysis[entry.number - 1]}")


def _pieces(made: Made) -> Iterator[str]:
    for indicator in made.indicators:
        mark = f" {tables.number_of(indicator)}" if indicator.is_main else f" {indicator.number}"
        yield f"{indicator.means}\n{mark}"
        kind = f"\n　＜{indicator.kind}指標＞" if indicator.kind else ""
        yield indicator.name + kind + (f"\n【{indicator.tag}】" if indicator.tag else "")
        for run in indicator.runs:
            yield from _cells(made, indicator, run)


def _cells(made: Made, indicator: Indicator, run: Run) -> Iterator[str]:
    base = _named(indicator, run, run.baseline)
    if base:
        yield f"{base}\n　　　　　　　　{wide(printed.marked(made, run.baseline_year))}"
    for target in run.targets:
        if target is not None:
            yield _named(indicator, run, target)
    final = f"{_wrapped(_named(indicator, run, run.final))}\n{wide(printed.marked(made, run.final_year))}"
    is_open = run.mark == "－"
    yield final if is_open else f"{final}\n{run.mark}"
    sign = "－" if is_open else ""
    for index, year in enumerate(made.years):
        if run.actuals[index] is not None:
            day = wide(printed.as_of(year)).replace("時点", "現在")
            yield f"{sign}{_named(indicator, run, run.actuals[index])}\n{day}"
            sign = ""


def _named(indicator: Indicator, run: Run, cell: Cell) -> str:
    if cell is None:
        return ""
    return wide(cell if isinstance(cell, str) else f"{indicator.name}：{printed.cell(cell, run.part)}")


def _wrapped(text: str) -> str:
    return f"{text[:_CUT]}\n{text[_CUT:]}" if len(text) > _CUT else text


def _table_head(made: Made) -> Iterator[str]:
    yield "施策目標 　　　　　　　　　測定指標\n（数字に○を付した測定指標は、主\n要な測定指標）"
    yield "基準（値）\n【年度】"
    yield "年度ごとの目標（値）"
    yield "目標（値）\n【年度】"
    yield "達成\n（※３）年度ごとの実績（値）又は施策の進捗状況（実績）（※２）"
    yield f"施策手段 {' '.join(wide(head) for head in printed.heads(made, made.years))}"
    yield "（※４）"


def _end(made: Made) -> Iterator[str]:
    yield "学識経験を有する\n者の知見等の活用"
    yield made.prose.expert
    yield "政策評価を行う過程\nにおいて使用した資\n料、データその他の\n情報"
    yield "\n".join(f"・{item}" for item in made.prose.materials)
    posts = "\n".join(f"{post}　{name.replace(' ', '　')}" for post, name in made.posts)
    yield f"担当部局課室名 {wide(tables.units(made))} 作成責任者名\n{posts}"
    yield f"政策評価実施時期 {wide(tables.month(made))}"
    terms = zip(made.indicators, made.prose.next_term, strict=True)
    yield "\n".join(wide(f"測定指標{i.number}：{words}") for i, (words, _) in terms)
    request = wide(printed.fiscal_year(made, made.year + 2))
    yield f"（{request}予算概算要求に向けた考え方）"
    yield f"　　　{made.stance[0]}　　{made.stance[1]}"
    yield f"{request}予算概算要求\nへの主な反映内容"
    yield made.prose.request
    yield "税制、法令、組織、定員\n等への主な反映内容"
    yield made.prose.system
    yield "評\n価\n結\n果"
    yield "次期目標等へ\nの反映の方向\n性"
