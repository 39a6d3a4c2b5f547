"""A seed → the facts of one fictional report. The same seed gives the same facts on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.generated import words
from tests.generated.facts import Heading, Indicator, Made, Money, Plan, Prose
from tests.generated.runs import runs_of

_STYLES = (
    ("第{n}章", "{n}．", "({n})", "①"),
    ("第{n}部", "第{n}章", "{n}.", "({n})"),
    ("第{n}", "{n}.", "({n})", "①"),
    ("Ⅰ．", "{n}．", "({n})", "①"),
    ("第{n}章", "第{n}節", "{n}.", "①"),
)
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_MOST_INDICATORS = 12
_LAST_OF_HEISEI = 2018  # a report on this year was made when 令和 had begun; some still counted 平成 on


def made(seed: int) -> Made:
    """The facts of the report with this number."""
    chance = Random(seed)
    year = chance.randint(2014, 2023)
    years = tuple(range(year - chance.randint(2, 4), year + 1))
    theme, field = chance.sample(words.THEMES, 2)
    objectives = tuple(f"{t}{chance.choice(words.AIMS)}" for t in chance.sample(words.THEMES, 4))
    objectives = objectives[: chance.randint(1, 4)]
    indicators = tuple(_indicators(chance, objectives, years))
    return Made(
        seed=seed,
        ministry=chance.choice(words.MINISTRIES),
        sequence=chance.randint(1, 20),
        year=year,
        policy_number=chance.randint(1, 30),
        policy=f"{theme}の充実と{field}の振興",
        field=f"{theme}・{field}",
        overview=f"{theme}と{field}に関する取組を、関係する団体と共に進める。",
        outcomes=tuple(_outcomes(chance, theme)),
        money_unit=chance.choice(("百万円", "千円", "百万円", "億円")),
        signs=(chance.choice(("△ ", "▲", "△", "▲ ", "-")), chance.choice(("", "", "－", "-"))),
        budget=tuple(_budget(chance, year)),
        plans=tuple(_plan(chance, year, title) for title in chance.sample(words.PLANS, chance.randint(1, 4))),
        years=years,
        objectives=objectives,
        indicators=indicators,
        rating=chance.choice(words.RATINGS),
        stance=chance.choice(words.STANCES),
        prose=_prose(chance, indicators, objectives),
        units=(units := tuple(_units(chance))),
        posts=tuple((f"{b}{s}長", _person(chance)) for b, sections in units for s in sections[:1]),
        month=chance.choice((7, 8, 9)),
        short_years=chance.random() < 0.5,
        knows_reiwa=year > _LAST_OF_HEISEI or (year == _LAST_OF_HEISEI and chance.random() < 0.5),
    )


def _outcomes(chance: Random, theme: str) -> Iterator[tuple[str, str]]:
    yield "final", f"だれもが{theme}に親しみ、安心して暮らせる社会。"
    for section in chance.sample(words.SECTIONS, chance.randint(1, 2)):
        yield "intermediate", f"{theme}に関する{section}を進める。"


def _budget(chance: Random, year: int) -> Iterator[Money]:
    for at in range(year - chance.randint(1, 3), year + 1):
        initial = chance.randint(900, 99_999)
        extra = chance.choice((None, chance.randint(10, 30_000), chance.randint(10, 30_000)))
        carried = chance.choice((None, -chance.randint(1, 800), chance.randint(1, 5_000), 0))
        total = initial + (extra or 0) + (carried or 0)
        rounding = 1 if extra and chance.random() < 0.1 else 0
        executed = total * chance.randint(800, 999) // 1000
        yield Money(at, initial, extra, carried, total + rounding, executed)
    yield Money(year + 1, chance.randint(900, 99_999))


def _plan(chance: Random, year: int, title: str) -> Plan:
    first = date(year - chance.randint(2, 5), chance.randint(1, 12), chance.randint(1, 28))
    dates = [first]
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        last = dates[-1]
        dates.append(date(last.year + 1, chance.randint(1, 12), chance.randint(1, 28)))
    numbered = f"{title}{chance.randint(year - 3, year)}" if chance.random() < 0.3 else title
    quote = chance.choice(words.QUOTES) if chance.random() < 0.3 else ""
    return Plan(numbered, tuple(dates), tuple(_headings(chance)), quote)


def _headings(chance: Random) -> Iterator[Heading]:
    """One branch from the top, then brothers of its last headings."""
    style = chance.choice(_STYLES)
    titles = iter(chance.sample(words.SECTIONS, 8))
    deepest = chance.randint(1, 3)
    values = [chance.randint(1, 4) for _ in range(deepest + 1)]
    for depth in range(deepest + 1):
        yield Heading(_numbering(style[depth], values[depth]), values[depth], next(titles), depth)
    for _ in range(chance.randint(0, 3)):
        depth = chance.randint(max(1, deepest - 1), deepest)
        values[depth] += 1
        yield Heading(_numbering(style[depth], values[depth]), values[depth], next(titles), depth)
        deepest = depth


def _numbering(style: str, value: int) -> str:
    if "①" in style:
        return _CIRCLED[value - 1]
    return f"{_ROMAN[value - 1]}．" if "Ⅰ" in style else style.format(n=value)


def _indicators(chance: Random, objectives: tuple[str, ...], years: tuple[int, ...]) -> Iterator[Indicator]:
    number = 0
    names: set[str] = set()
    for index, objective in enumerate(objectives, start=1):
        theme = next(t for t in words.THEMES if objective.startswith(t))
        means = ""
        for _ in range(chance.randint(1, 4)):
            name, runs = runs_of(chance, theme, years)
            if name in names or number == _MOST_INDICATORS:
                continue
            number += 1
            names.add(name)
            means = means if means and chance.random() < 0.15 else _means(chance, theme)
            kind = chance.choice(("アウトカム", "アウトプット", "アウトプット", ""))
            tag = chance.choice(words.TAGS) if kind and chance.random() < 0.15 else ""
            is_main = chance.random() < 0.4
            yield Indicator(number, is_main, name, kind, tag, index, means, runs)


def _means(chance: Random, theme: str) -> str:
    return f"{theme}の{chance.choice(words.SECTIONS)}{chance.choice(words.MEANS)}"


def _prose(chance: Random, indicators: tuple[Indicator, ...], objectives: tuple[str, ...]) -> Prose:
    main = [i.number for i in indicators if i.is_main]
    first = main[0] if main else 1
    after = chance.choice(("次年度も同様に調査する。", "関係機関と調整する。"))
    return Prose(
        main=f"測定指標{first}は主要なものであると考えており、その進み方を重く見た。",
        reasons=f"測定指標1～{len(indicators)}の結果を合わせて判断した。",
        analysis=tuple("".join(chance.sample(words.CAUSES, chance.randint(1, 4))) for _ in indicators),
        next_term=tuple(chance.choice(words.NEXT) for _ in indicators),
        request=f"{objectives[0][:4]}に必要な予算を要求した。",
        system=chance.choice(("―", "組織の見直しに伴い必要な定員を要求した。")),
        expert=f"有識者の会議で意見を聴いた。{after}",
        materials=(
            f"{chance.choice(words.PLANS)}の進み方に関する調査",
            f"{chance.choice(words.THEMES)}の利用に関する統計",
        ),
    )


def _units(chance: Random) -> Iterator[tuple[str, tuple[str, ...]]]:
    for bureau in chance.sample(words.BUREAUS, chance.randint(1, 3)):
        offices = chance.sample(words.OFFICES, chance.randint(1, 2))
        yield bureau, tuple(f"{office}{chance.choice(words.ROOMS)}" for office in offices)


def _person(chance: Random) -> str:
    return f"{chance.choice(words.FAMILY)} {chance.choice(words.GIVEN)}"
