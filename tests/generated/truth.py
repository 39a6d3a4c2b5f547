"""What the drawing of a report states, cell by cell: a place in the form and the value that stands there.

Values are compared in a plain form: numbers with their unit, words without blanks, widths and bullets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from loaders.form import load_form
from tests.generated import printed, tables
from tests.generated.facts import Cell, Made, Run, Value

Place = tuple[object, ...]
Cells = dict[Place, object]
Pairs = Iterator[tuple[Place, object]]
BUDGET_KINDS = ("initial", "supplementary", "carry_over", "total", "executed")
_SCALES = {"百万円": 10**6, "千円": 10**3, "億円": 10**8}
_COMPARATORS = {"以上": "at-least", "以内": "at-most", "以下": "at-most", "程度": "about", "": "bare"}
_MARKS = {"イ": "i", "ロ": "ro", "ハ": "ha", "－": "pending"}
_RATINGS = {
    "目標超過達成": "exceeded", "目標達成": "achieved", "相当程度進展あり": "substantial",
    "進展が大きくない": "slow", "目標に向かっていない": "none",
}  # fmt: skip
_STANCES = {"Ⅰ": "expand", "Ⅲ": "maintain"}
_KINDS_OF_INDICATOR = {"アウトカム": "outcome", "アウトプット": "output"}


def plain(words: str) -> str:
    """Comparing form of words: widths, blanks and bullets do not count."""
    return re.sub(r"[\s・]", "", unicodedata.normalize("NFKC", words))


def truth(made: Made) -> Cells:
    """Every cell that a drawing of a report states."""
    cells: Cells = {}
    for part in (_head, _budget, _plans, _indicators, _judgement):
        for place, value in part(made):
            assert place not in cells, place
            cells[place] = value
    return cells


def _head(made: Made) -> Pairs:
    yield ("head", "number"), (made.ministry, made.year + 1, made.sequence)
    yield ("head", "year"), made.year
    yield ("head", "evaluated"), (made.year + 1, made.month)
    yield ("policy", "number"), made.policy_number
    yield ("policy", "name"), plain(made.policy)
    yield ("policy", "field"), plain(made.field)
    yield ("policy", "overview"), plain(made.overview)
    for index, (level, text) in enumerate(made.outcomes):
        yield ("policy", "outcome", index), (level, plain(text))


def _budget(made: Made) -> Pairs:
    scale = _SCALES[made.money_unit]
    for money in made.budget:
        for kind in BUDGET_KINDS:
            amount: int | None = getattr(money, kind)
            if amount is not None:
                yield ("budget", money.year, kind), amount * scale


def _plans(made: Made) -> Pairs:
    for index, plan in enumerate(made.plans):
        yield ("document", index, "title"), plain(plan.title)
        yield ("document", index, "dates"), plan.dates
        yield ("document", index, "excerpt"), plain("".join(printed.excerpt(plan)))
        branch: list[tuple[int, str]] = []
        paths: list[tuple[tuple[int, str], ...]] = []
        for at, heading in enumerate(plan.headings):
            branch = [*branch[: heading.depth], (heading.value, plain(heading.title))]
            after = plan.headings[at + 1] if at + 1 < len(plan.headings) else None
            if after is None or after.depth <= heading.depth:
                paths.append(tuple(branch))
        for number, path in enumerate(paths):
            yield ("document", index, "path", number), path


def _indicators(made: Made) -> Pairs:
    for indicator in made.indicators:
        number = indicator.number
        yield ("indicator", number, "main"), indicator.is_main
        yield ("indicator", number, "name"), plain(indicator.name)
        yield ("indicator", number, "objective"), plain(made.objectives[indicator.objective - 1])
        yield ("indicator", number, "means"), plain(indicator.means)
        if indicator.kind:
            yield ("indicator", number, "type"), _KINDS_OF_INDICATOR[indicator.kind]
        if indicator.tag:
            yield ("indicator", number, "tag"), plain(f"【{indicator.tag}】")
        for index, run in enumerate(indicator.runs, start=1):
            yield from _run(made, number, str(index), run)
            if run.part:
                yield from _run(made, number, f"{index}a", run)


def _run(made: Made, number: int, key: str, run: Run) -> Pairs:
    yield ("mark", number, key), _MARKS[run.mark]
    is_part = key.endswith("a")
    if not _is_blank(run.baseline):
        yield ("baseline", number, key), (run.baseline_year, _amount(run.baseline, is_part=is_part))
    for index, target in enumerate(run.targets):
        if not _is_blank(target):
            place = ("target", number, key, made.years[index])
            yield place, _compared(target, is_part=is_part)
    yield ("final", number, key), (run.final_year, _compared(run.final, is_part=is_part))
    for index, actual in enumerate(run.actuals):
        if not _is_blank(actual):
            year = made.years[index]
            day = f"{year + 1}-03-31" if run.dated else None
            yield ("actual", number, key, year), (_amount(actual, is_part=is_part), day)


def _is_blank(cell: Cell) -> bool:
    return cell is None or cell == "－"


def _unit(printed_unit: str) -> str:
    return load_form().units.get(printed_unit, f"printed:{printed_unit}")


def _amount(cell: Cell, *, is_part: bool) -> object:
    if not isinstance(cell, Value):
        return plain(cell or "")
    number = cell.part if is_part and cell.part is not None else cell.number
    ratio = None if cell.ratio is None else tuple(map(Decimal, cell.ratio))
    return number, _unit(cell.unit), ratio


def _compared(cell: Cell, *, is_part: bool) -> object:
    if not isinstance(cell, Value):
        return plain(cell or "")
    return "about" if cell.approximate else _COMPARATORS[cell.comparator], _amount(cell, is_part=is_part)


def _judgement(made: Made) -> Pairs:
    prose = made.prose
    yield ("rating",), _RATINGS[made.rating]
    yield ("rating", "reason"), plain("".join(tables.reasons(made)))
    yield ("stance",), (_STANCES[made.stance[0]], made.year + 2)
    for indicator, cause, (_, action) in zip(made.indicators, prose.analysis, prose.next_term, strict=True):
        yield ("analysis", indicator.number), plain(cause)
        yield ("next-term", indicator.number), (action,)
    for kind, words in (
        ("budget-request", prose.request),
        ("expert", prose.expert),
        ("system", prose.system),
    ):
        yield ("remark", kind), plain(words)
    yield ("remark", "other"), plain("".join(prose.materials))
    for index, (bureau, section) in enumerate((b, s) for b, sections in made.units for s in sections):
        yield ("unit", index), plain(bureau + section)
    for post, name in made.posts:
        yield ("post", plain(post)), plain(name)
    for note in (*tables.NOTES, tables.ROUNDED):
        mark = "注" if note.startswith("(注)") else note[:2]
        yield ("note", mark), plain(note)
