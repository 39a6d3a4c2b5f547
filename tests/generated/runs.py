"""Series of values of one made-up indicator: counts, shares, spans, ranks, parts and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.generated import words
from tests.generated.facts import Cell, Run, Value

Years = tuple[int, ...]
Found = tuple[str, tuple[Run, ...]]
_ONE = Decimal(1)
_MARKS = ("イ", "イ", "ロ", "ハ")
_SELDOM = 0.12


def runs_of(chance: Random, theme: str, years: Years) -> Found:
    """The name of an indicator about a theme, and its series over the years of the table."""
    kinds: tuple[Callable[[Random, str, Years], Found], ...] = (
        _counts, _counts, _counts, _shares, _shares, _spans, _ranks, _parts, _worded, _two,
    )  # fmt: skip
    return chance.choice(kinds)(chance, theme, years)


def _run(chance: Random, years: Years, base: Cell, goals: list[Cell], done: list[Cell]) -> Run:
    """A series with some of the usual irregularities: a merged target, a far goal, blank cells."""
    run = Run(
        base, years[0] - 1, tuple(goals), tuple(done), goals[-1], years[-1], chance.choice(_MARKS),
        dated=chance.random() < 0.3,
    )  # fmt: skip
    draw = chance.random()
    if draw < _SELDOM:
        later = years[-1] + chance.randint(1, 3)
        return replace(run, targets=(goals[-1],), merged=True, final_year=later, mark="－")
    if draw < 2 * _SELDOM:
        return replace(run, targets=(goals[-1],), merged=True)
    if draw < 3 * _SELDOM:
        return replace(run, targets=("－",) * len(years))
    if draw < 4 * _SELDOM:
        return replace(run, actuals=(None, *run.actuals[1:]), targets=(None, *run.targets[1:]))
    if draw < 4.5 * _SELDOM:
        return replace(run, actuals=("－", *run.actuals[1:]))
    return run


def _counts(chance: Random, theme: str, years: Years) -> Found:
    name, base, goals, done = _counted(chance, len(years))
    if chance.random() < _SELDOM:
        held = replace(base, comparator="以上", relative=chance.choice(("基準値以上", "基準年度の値以上")))
        goals = [held for _ in years]
    return f"{theme}{name}", (_run(chance, years, base, [*goals], [*done]),)


def _counted(chance: Random, width: int) -> tuple[str, Value, list[Value], list[Value]]:
    """What is counted, its base, and a goal and a result for each of some years."""
    name, unit, low, high = chance.choice(words.COUNTED)
    start = chance.randint(low, max(low + 1, high // 2))
    step = max(1, start // chance.randint(5, 12))
    comparator = "程度" if chance.random() < _SELDOM else "以上"
    steps = range(start + step, start + step * (width + 1), step)
    goals = [Value(Decimal(n), unit, comparator) for n in steps]
    done = [Value(Decimal(n + chance.randint(-step, step)), unit) for n in steps]
    return name, Value(Decimal(start), unit), goals, done


def _shares(chance: Random, theme: str, years: Years) -> Found:
    start = chance.randint(5, 60)
    count = chance.randint(8, 60) if chance.random() < 0.3 else 0
    goals: list[Cell] = [
        Value(Decimal(min(100, start + 5 * n)), "%", "以上") for n in range(1, len(years) + 1)
    ]
    done = [_share(chance, start + 4 * n, count) for n in range(1, len(years) + 1)]
    run = _run(chance, years, _share(chance, start, count), goals, done)
    return f"{theme}{chance.choice(words.SHARES)}", (run,)


def _share(chance: Random, percent: int, count: int) -> Cell:
    if not count:
        return Value(Decimal(percent) + Decimal(chance.randint(0, 9)) / 10, "%")
    part = min(count, count * percent // 100 + 1)
    return Value((Decimal(100 * part) / count).quantize(Decimal("0.1")), "%", ratio=(part, count))


def _spans(chance: Random, theme: str, years: Years) -> Found:
    name, unit = chance.choice(words.SPANS)
    start = Decimal(chance.randint(90, 600)) / 10
    goals: list[Cell] = [
        Value(max(_ONE, (start - n).quantize(_ONE)), unit, "以内") for n in range(1, len(years) + 1)
    ]
    done: list[Cell] = [
        Value(max(_ONE, start - Decimal(chance.randint(0, 9 * n)) / 10), unit)
        for n in range(1, len(years) + 1)
    ]
    return f"{theme}{name}", (_run(chance, years, Value(start, unit), goals, done),)


def _ranks(chance: Random, theme: str, years: Years) -> Found:
    start = chance.randint(8, 40)
    goals: list[Cell] = [Value(Decimal(start - n), "位", "以内") for n in range(1, len(years) + 1)]
    done: list[Cell] = [Value(Decimal(start + chance.randint(-6, 4)), "位") for _ in years]
    run = _run(chance, years, Value(Decimal(start), "位"), goals, done)
    return f"{theme}{words.RANKS[0]}", (run,)


def _parts(chance: Random, theme: str, years: Years) -> Found:
    start, part = chance.randint(100, 900), chance.randint(5, 40)
    about = chance.random() < 0.5
    goal = Value(Decimal(start * 2), "団体", "", approximate=about, part=Decimal(part * 3))
    goals: list[Cell] = [goal for _ in years]
    done: list[Cell] = [
        Value(Decimal(start + 20 * n), "団体", part=Decimal(part + 7 * n)) for n in range(1, len(years) + 1)
    ]
    base = Value(Decimal(start), "団体", part=Decimal(part))
    run = _run(chance, years, base, goals, done)
    merged = replace(run, targets=(goal,), merged=True, part=chance.choice(words.PARTS))
    return f"{theme}を導入した団体の数", (merged,)


def _worded(chance: Random, theme: str, years: Years) -> Found:
    steps = [f"{theme}に関する{chance.choice(words.DONE)}" for _ in years]
    goals: list[Cell] = [f"{step}する" if step.endswith(("開始", "完了", "継続")) else step for step in steps]
    done: list[Cell] = [f"{theme}に関して、{chance.choice(words.DONE)}した" for _ in years]
    base = f"{theme}に関する{chance.choice(words.SECTIONS)}の検討"
    run = Run(base, years[0] - 1, tuple(goals), tuple(done), goals[-1], years[-1], chance.choice(_MARKS))
    return f"{theme}{chance.choice(words.WORDED)}", (run,)


def _two(chance: Random, theme: str, years: Years) -> Found:
    """An indicator whose target was set anew: two series, each over its years."""
    name, base, goals, done = _counted(chance, len(years))
    cut = len(years) - 2
    before: list[Cell] = [None] * cut
    after: list[Cell] = [None] * 2
    early = Run(
        base,
        years[0] - 1,
        (*goals[:cut], *after),
        (*done[:cut], *after),
        goals[cut - 1],
        years[cut - 1],
        "イ",
    )
    late = Run(
        done[cut - 1], years[cut - 1], (*before, *goals[cut:]), (*before, *done[cut:]), goals[-1], years[-1],
        chance.choice(_MARKS),
    )  # fmt: skip
    return f"{theme}{name}", (early, late)
