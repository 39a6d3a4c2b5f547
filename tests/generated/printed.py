"""Values of a fictional report → the words that a form prints: years, dates, numbers, targets."""

from __future__ import annotations

import re
from datetime import date

from tests.generated.facts import Cell, Made, Plan, Run, Value

_REIWA = 2019
_HAN = "0123456789()[]:,.%<>"
_ZEN = "０１２３４５６７８９（）［］：，．％＜＞"


def era_year(made: Made, year: int) -> tuple[str, int]:
    """The era and number of a fiscal year; a report made before 令和 counts 平成 on (平成33年度)."""
    return ("令和", year - 2018) if made.knows_reiwa and year >= _REIWA else ("平成", year - 1988)


def counted(number: int) -> str:
    """The number of a year in its era: 元 for 1."""
    return "元" if number == 1 else str(number)


def fiscal_year(made: Made, year: int) -> str:
    """令和元年度."""
    name, number = era_year(made, year)
    return f"{name}{counted(number)}年度"


def heads(made: Made, years: tuple[int, ...]) -> list[str]:
    """Heads of year columns; short ones print the era only where it changes."""
    printed: list[str] = []
    era = era_year(made, made.year)[0]
    if era_year(made, years[0])[0] != era:
        era = ""
    for year in years:
        name, number = era_year(made, year)
        is_short = made.short_years and name == era
        printed.append(f"{'' if is_short else name}{counted(number)}年度")
        era = name
    return printed


def marked(made: Made, year: int) -> str:
    """【26年度】 or 【平成26年度】."""
    name, number = era_year(made, year)
    is_short = made.short_years and name == era_year(made, made.year)[0]
    return f"【{'' if is_short else name}{counted(number)}年度】"


def day(on: date) -> str:
    """平成30年4月1日: a day before the era began has the name of the one before."""
    is_heisei = on < date(2019, 5, 1)
    number = on.year - 1988 if is_heisei else on.year - 2018
    return f"{'平成' if is_heisei else '令和'}{counted(number)}年{on.month}月{on.day}日"


def as_of(year: int) -> str:
    """The last day of a fiscal year: (R3.3.31時点)."""
    letter, number = ("H", year + 1 - 1988) if year < _REIWA else ("R", year + 1 - 2018)
    return f"({letter}{number}.3.31時点)"


def quantity(value: Value, part: str = "") -> str:
    """約1,000団体以上、うち常設は300団体以上."""
    if value.relative:
        return value.relative
    about = "約" if value.approximate else ""
    text = f"{about}{value.number:,}{value.unit}{value.comparator}"
    if value.part is not None:
        text += f"、うち{part}は{about}{value.part:,}{value.unit}{value.comparator}"
    if value.ratio is not None:
        text += f"\n({value.ratio[0]}／{value.ratio[1]})"
    return text


def cell(content: Cell, part: str = "") -> str:
    """What a cell prints; nothing in a blank one."""
    if content is None:
        return ""
    return content if isinstance(content, str) else quantity(content, part)


def baseline(made: Made, run: Run) -> str:
    """4位 【26年度】."""
    return (
        "" if run.baseline is None else f"{cell(run.baseline, run.part)}\n{marked(made, run.baseline_year)}"
    )


def final(made: Made, run: Run) -> str:
    """平成28年度値以上 【30年度】."""
    return f"{cell(run.final, run.part)}\n{marked(made, run.final_year)}"


def actual(run: Run, index: int, year: int) -> str:
    """180室 (R3.3.31時点)."""
    text = cell(run.actuals[index], run.part)
    return f"{text}\n{as_of(year)}" if text and text != "－" and run.dated else text


def figure(amount: int | None, sign: str) -> str:
    """△ 13,745."""
    if amount is None:
        return ""
    return f"{sign}{-amount:,}" if amount < 0 else f"{amount:,}"


def excerpt(plan: Plan) -> list[str]:
    """The lines of an excerpt."""
    lines = [f"{heading.numbering} {heading.title}" for heading in plan.headings]
    return [*lines, plan.quote] if plan.quote else lines


def wide(text: str) -> str:
    """Brackets and marks in full width, and digits that stand alone, as word processors print them."""
    table = str.maketrans("()[]:%<>", "（）［］：％＜＞")
    alone = re.sub(r"(?<![0-9.,A-Za-z/])[0-9](?![0-9.,A-Za-z/])", lambda m: _ZEN[_HAN.index(m[0])], text)
    return alone.translate(table)
