"""Any text gives valid ranges and no exception; time grows with the length, never with its square."""

import itertools
import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.jp.eras import Era, document_year, find_dates, find_year_months, find_years
from loaders.jp.folding import fold, fold_with_map
from loaders.jp.headings import parse_outline
from loaders.jp.numbers import (
    find_digit_runs,
    find_figures,
    find_quantities,
    find_ratios,
    is_part_of_name,
)
from loaders.jp.organisations import parse_posts, parse_units
from loaders.jp.relative import parse_relative

UNITS = {"団体": "municipality", "千件": "thousand", "%": "percent", "円": "yen"}

PIECES = st.sampled_from(
    [
        "平成",
        "令和",
        "H",
        "R",
        "元",
        "30",
        "年度",
        "年",
        "月",
        "日",
        "度",
        ".",
        ",",
        "、",
        "。",
        "△",
        "約",
        "以上",
        "千",
        "億",
        "万",
        "%",
        "団体",
        "(",
        ")",
        "[",
        "]",
        "第",
        "部",
        "章",
        "一",
        "Ⅲ",
        "①",
        "i)",
        "(1)",
        "5-3",
        "1.",
        "II-1-(4)",
        "(略)",
        "局",
        "課",
        "室",
        "長",
        "参事官",
        "大臣官房",
        "前年度",
        "比",
        "倍",
        "値",
        "実績",
        "~",
        "/",
        "Society",
        "5.0",
        "ア",
        "「",
        "」",
        "山田",
        "\n",
        " ",
        "\n\n",
        "\u3000",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join)


def spans(text: str) -> Iterable[tuple[int, int]]:
    for hint in (None, Era.HEISEI):
        yield from ((found.start, found.end) for found in find_years(text, hint))
        yield from ((found.start, found.end) for found in find_dates(text, hint))
        yield from ((found.start, found.end) for found in find_year_months(text, hint))
        relative = parse_relative(text, hint)
        yield from [(relative.start, relative.end)] if relative else []
    yield from ((found.start, found.end) for found in find_figures(text))
    yield from ((found.start, found.end) for found in find_quantities(text, UNITS))
    yield from ((found.start, found.end) for found in find_ratios(text))
    yield from find_digit_runs(text)
    yield from ((unit.start, unit.end) for unit in parse_units(text))
    yield from ((post.post_start, post.post_end) for post in parse_posts(text))


@given(TEXTS)
def test_every_range_holds_text(printed: str) -> None:
    text = fold(printed)
    assert all(0 <= start < end <= len(text) for start, end in spans(text))
    document_year(text)
    for start, end in find_digit_runs(text):
        is_part_of_name(text, start, end)


@given(TEXTS)
def test_ranges_of_one_kind_do_not_overlap(printed: str) -> None:
    text = fold(printed)
    for found in (find_quantities(text, UNITS), find_figures(text), find_years(text), find_year_months(text)):
        ordered = [(one.start, one.end) for one in found]
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(ordered))


@given(TEXTS, st.sets(st.integers(0, 60)))
def test_headings_and_bodies_share_the_text_without_overlap(printed: str, lines: set[int]) -> None:
    text = fold(printed)
    outline = parse_outline(text, lines)
    pieces = [(heading.start, heading.end) for heading in outline.headings]
    pieces += [(body.start, body.end) for body in outline.bodies]
    pieces.sort()
    assert all(start < end for start, end in pieces)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(pieces))
    for index, heading in enumerate(outline.headings):
        assert heading.start < heading.title_start <= max(heading.end, heading.title_start)
        assert heading.parent is None or heading.parent < index
        assert [above.level for above in outline.path(index)] == list(range(1, heading.level + 1))


@given(TEXTS)
def test_names_never_stand_in_the_range_of_a_post(printed: str) -> None:
    text = fold(printed)
    for post in parse_posts(text):
        assert post.post_end <= post.name_start <= post.name_end <= len(text)


ADVERSARIAL = [
    "平成",
    "平成 ",
    "平\n",
    "平成30年 ",
    "1",
    "1,",
    "1,234,",
    "1\n",
    "1,\n234",
    "1.",
    "1-",
    "△ ",
    "約",
    "億",
    "5億",
    "千",
    " ",
    "\n",
    "\n ",
    "(",
    ")",
    "(1",
    "(1) ",
    "「",
    "[重点",
    "第",
    "第1",
    "第1章 ",
    "II-1-",
    "I",
    "i) ",
    "一",
    "。1 あ ",
    "(略)",
    "局",
    "あ局",
    "課長 ",
    "あ(",
    "前年度",
    "基準値比",
    "平成28年度実績",
    "H28.4.",
    "a@",
    "http://",
    "か\u3099",
    "\u3099",
    "\ufe0f",
]
PARSERS: dict[str, Callable[[str], object]] = {
    "fold": fold_with_map,
    "years": find_years,
    "dates": find_dates,
    "months": find_year_months,
    "figures": find_figures,
    "quantities": lambda text: find_quantities(text, UNITS),
    "ratios": find_ratios,
    "tokens": find_digit_runs,
    "names": lambda text: is_part_of_name(text, len(text) // 2, len(text) // 2 + 1),
    "relative": parse_relative,
    "headings": lambda text: parse_outline(text, {0}),
    "headings-by-line": lambda text: parse_outline(text, range(len(text))),
    "units": parse_units,
    "posts": parse_posts,
}


def cpu(parse: Callable[[str], object], text: str) -> float:
    times: list[float] = []
    for _ in range(2):
        start = time.process_time()
        parse(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("parser", sorted(PARSERS))
def test_time_grows_with_the_length(parser: str) -> None:
    parse = PARSERS[parser]
    slow: list[tuple[str, float]] = []
    for piece in ADVERSARIAL:
        text = piece * (2_000 // len(piece))
        once, four_times = cpu(parse, text), cpu(parse, text * 4)
        if four_times > 0.005 and four_times > 8 * once:
            slow.append((piece, four_times / max(once, 1e-6)))
    assert slow == []
