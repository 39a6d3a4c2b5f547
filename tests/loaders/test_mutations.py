"""Changed copies of the two complete reports: the same facts, or fewer with a doubt, never wrong ones."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from loaders import ReadError
from tests.conftest import Seeds
from tests.loaders.reading_facts import Fact, asserted, read

pytestmark = pytest.mark.seeds

Change = Callable[[str], str]
_TABLE = range(32, 53)
_BUDGET = range(10, 16)


@dataclass(frozen=True, slots=True)
class Copy:
    """What a changed copy of a report asserts that the report does not, what it lacks, and what it doubts."""

    wrong: set[Fact]
    lost: set[Fact]
    codes: Counter[str]


@dataclass(frozen=True, slots=True)
class Original:
    raw: str
    facts: frozenset[Fact]
    codes: Counter[str]

    def changed(self, raw: str) -> Copy:
        assert raw != self.raw, "the change changes nothing"
        reading = read(raw)
        facts = asserted(reading.report)
        codes = Counter(issue.code for issue in reading.loss.issues)
        return Copy(facts - self.facts, set(self.facts) - facts, codes - self.codes)

    def lines(self) -> list[str]:
        return self.raw.split("\n")

    def with_line(self, number: int, *lines: str) -> str:
        """The text with one line (counted from 1) replaced by any number of lines."""
        kept = self.lines()
        return "\n".join([*kept[: number - 1], *lines, *kept[number:]])


def original(raw: str) -> Original:
    reading = read(raw)
    return Original(
        raw,
        frozenset(asserted(reading.report)),
        Counter(issue.code for issue in reading.loss.issues),
    )


@pytest.fixture(scope="module")
def a(seeds: Seeds) -> Original:
    return original(seeds.a.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def b(seeds: Seeds) -> Original:
    return original(seeds.b.read_text(encoding="utf-8"))


def never_wrong(copy: Copy, what: object) -> None:
    assert not copy.wrong, (what, sorted(map(str, copy.wrong)))
    assert not copy.lost or copy.codes, (what, "lost without a word", sorted(map(str, copy.lost)))


def same(copy: Copy, what: object) -> None:
    assert not copy.wrong, (what, sorted(map(str, copy.wrong)))
    assert not copy.lost, (what, sorted(map(str, copy.lost)))


def wide(raw: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789()[]:,.%" else c for c in raw)


def narrow(raw: str) -> str:
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in raw)


def decomposed(raw: str) -> str:
    return unicodedata.normalize("NFD", raw)


def with_crlf(raw: str) -> str:
    return raw.replace("\n", "\r\n")


def black_triangles(raw: str) -> str:
    return raw.replace("△", "▲")


def minus_signs(raw: str) -> str:
    return raw.replace("△", "−")


def rewrapped(width: int) -> Change:
    def change(raw: str) -> str:
        blocks = re.split(r"(\n[ \t]*\n+)", raw)
        return "".join(block if not block.strip() else _wrapped(block, width) for block in blocks)

    return change


def _wrapped(block: str, width: int) -> str:
    flat = block.replace("\n", "")
    return "\n".join(flat[i : i + width] for i in range(0, len(flat), width))


def shuffled(raw: str, seed: int) -> str:
    blocks = re.split(r"\n[ \t]*\n+", raw)
    random.Random(seed).shuffle(blocks)
    return "\n\n".join(blocks)


@pytest.mark.parametrize("change", [wide, narrow, decomposed, with_crlf])
def test_width_composition_and_line_ends_change_no_fact(a: Original, b: Original, change: Change) -> None:
    for report in (a, b):
        if (raw := change(report.raw)) != report.raw:
            same(report.changed(raw), change.__name__)


@pytest.mark.parametrize("change", [black_triangles, minus_signs])
def test_every_sign_of_a_negative_amount_is_read(b: Original, change: Change) -> None:
    same(b.changed(change(b.raw)), change.__name__)


def test_an_era_may_be_named_by_its_first_or_its_last_year(a: Original, b: Original) -> None:
    same(b.changed(b.raw.replace("令和元年度", "平成31年度")), "B")
    same(a.changed(a.raw.replace("31年度\n", "令和元年度\n")), "A")


def test_form_feeds_between_pages_change_no_fact(b: Original) -> None:
    same(b.changed(b.raw.replace("\n\n", "\n\n\f")), "before a block")
    same(b.changed(re.sub(r"\n(?=[^\n])", "\n\f", b.raw)), "before each line")


@pytest.mark.parametrize("width", [10, 15, 20, 30, 40, 60, 100, 10**6])
def test_lines_wrapped_elsewhere_give_no_wrong_fact(b: Original, width: int) -> None:
    never_wrong(b.changed(rewrapped(width)(b.raw)), width)


def test_blocks_in_any_order_give_no_wrong_fact(b: Original) -> None:
    for seed in range(120):
        never_wrong(b.changed(shuffled(b.raw, seed)), seed)


def test_page_breaks_and_drawn_rules_carry_nothing(a: Original) -> None:
    same(a.changed(re.sub(r"^[-\t]+$", "", a.raw, flags=re.MULTILINE)), "rules")
    same(a.changed(re.sub(r"\n\n+", "\n", a.raw)), "no blank lines")
    same(a.changed(a.raw.replace("\n", "\n\n")), "blank lines everywhere")


@pytest.mark.parametrize("before", [34, 38, 43, 45, 49])
def test_a_head_repeated_on_each_page_changes_no_fact(a: Original, before: int) -> None:
    lines = a.lines()
    same(a.changed(a.with_line(before, *lines[28:31], lines[before - 1])), before)


def test_a_row_one_cell_off_is_read_right_or_not_at_all(a: Original) -> None:
    for number in _TABLE:
        line = a.lines()[number - 1]
        if "\t" not in line:
            continue
        right = "\t" + line.removesuffix("\t")
        never_wrong(a.changed(a.with_line(number, right)), (number, +1))
        if line.startswith("\t"):
            never_wrong(a.changed(a.with_line(number, line[1:] + "\t")), (number, -1))


def _cells(report: Original, numbers: range) -> Iterator[tuple[int, int, list[str]]]:
    for number in numbers:
        cells = report.lines()[number - 1].split("\t")
        yield from ((number, column, cells) for column in range(len(cells)) if len(cells) > 2)


@pytest.mark.parametrize("numbers", [range(7, 16), range(20, 28), range(29, 53)])
def test_an_erased_cell_makes_no_other_cell_wrong(a: Original, numbers: range) -> None:
    for number, column, cells in _cells(a, numbers):
        if cells[column].strip():
            raw = a.with_line(number, "\t".join([*cells[:column], "", *cells[column + 1 :]]))
            if number == 7 and column in {0, 1}:
                with pytest.raises(ReadError, match="政策名"):
                    read(raw)
                continue
            copy = a.changed(raw)
            # An objective is printed once and filled down: an erased one leaves the one above.
            wrong = {fact for fact in copy.wrong if not (column == 0 and fact[0] == "objective")}
            assert not wrong, (number, column, sorted(map(str, wrong)))


def _with_blank_filled(report: Original, numbers: range, words: str) -> Iterator[tuple[object, str]]:
    for number, column, cells in _cells(report, numbers):
        if not cells[column].strip():
            filled = "\t".join([*cells[:column], words, *cells[column + 1 :]])
            yield (number, column, words), report.with_line(number, filled)


@pytest.mark.parametrize("number", ["77", "12,345"])
def test_a_stray_number_in_the_indicator_table_moves_nothing(a: Original, number: str) -> None:
    for place, raw in _with_blank_filled(a, _TABLE, number):
        copy = a.changed(raw)
        assert not copy.wrong, (place, sorted(map(str, copy.wrong)))
        assert copy.codes, place


@pytest.mark.parametrize("dash", ["－", "―", "-"])
def test_a_dash_in_a_blank_cell_moves_nothing(a: Original, dash: str) -> None:
    for place, raw in _with_blank_filled(a, _TABLE, dash):
        never_wrong(a.changed(raw), place)


@pytest.mark.parametrize(("line", "column", "slot"), [(32, 0, "objective"), (38, 1, "indicator.means")])
def test_an_erased_objective_or_means_is_named_as_missing(
    a: Original, line: int, column: int, slot: str
) -> None:
    cells = a.lines()[line - 1].split("\t")
    reading = read(a.with_line(line, "\t".join([*cells[:column], "", *cells[column + 1 :]])))
    assert slot in {i.slot for i in reading.loss.issues if i.code == "missing-slot"} or column == 1


def test_a_stray_number_left_of_the_budget_years_takes_the_row_away(a: Original) -> None:
    for place, raw in _with_blank_filled(a, range(11, 16), "77"):
        number, column, _ = place if isinstance(place, tuple) else (0, 0, "")
        if column < 3:
            never_wrong(a.changed(raw), (number, column))


def test_a_stray_line_of_digits_is_never_a_value(a: Original, b: Original) -> None:
    chance = random.Random(1)
    for _ in range(80):
        report = chance.choice((a, b))
        at = chance.randrange(2, len(report.lines()))
        copy = report.changed(report.with_line(at, "", "12,345", "", report.lines()[at - 1]))
        wrong = {f for f in copy.wrong if f[0] in {"baseline", "target", "actual", "budget"}}
        assert not wrong, (at, wrong)


@pytest.mark.parametrize("line", [32, 34, 38, 40, 43, 45, 46, 47, 49, 51])
@pytest.mark.parametrize("number", ["1", "9", "11", "12", "③"])
def test_an_indicator_with_the_wrong_number_is_not_asserted(a: Original, line: int, number: str) -> None:
    cells = a.lines()[line - 1].split("\t")
    if cells[2] != number:
        raw = a.with_line(line, "\t".join([*cells[:2], number, *cells[3:]]))
        never_wrong(a.changed(raw), (line, number))
        issues = {(issue.code, issue.slot) for issue in read(raw).loss.issues}
        assert ("conflict", "indicator.number") in issues


def test_a_row_printed_twice_is_read_once(a: Original) -> None:
    for number in (*_BUDGET, *_TABLE):
        line = a.lines()[number - 1]
        if "\t" in line:
            never_wrong(a.changed(a.with_line(number, line, line)), number)


def test_two_rows_of_one_budget_kind_are_told_apart_by_the_sums(a: Original) -> None:
    row = a.lines()[10]
    other = row.replace("37,790", "37,890").replace("46,550", "11,111")
    same(a.changed(a.with_line(11, row, other)), "behind")
    same(a.changed(a.with_line(11, other, row)), "before")


@pytest.mark.parametrize("height", [1, 2])
def test_lost_rows_give_their_numbers_to_no_other_indicator(a: Original, height: int) -> None:
    for number in range(29, 53 - height + 1):
        kept = a.lines()
        copy = a.changed("\n".join([*kept[: number - 1], *kept[number - 1 + height :]]))
        assert not copy.wrong, (number, sorted(map(str, copy.wrong)))


@pytest.mark.parametrize("head", ["27年度", "30年度", "28", "28年", "年度", ""])
@pytest.mark.parametrize("line", [10, 31])
def test_a_changed_year_head_takes_the_table_away(a: Original, line: int, head: str) -> None:
    never_wrong(a.changed(a.with_line(line, a.lines()[line - 1].replace("29年度", head))), head)


@pytest.mark.parametrize(("line", "step"), [(31, 1), (31, -1), (10, 1)])
def test_heads_that_leave_the_evaluated_year_take_the_table_away(a: Original, line: int, step: int) -> None:
    heads = re.sub(r"(\d\d)年度", lambda m: f"{int(m[1]) + step}年度", a.lines()[line - 1])
    copy = a.changed(a.with_line(line, heads))
    never_wrong(copy, heads)
    assert copy.codes["date-conflict"]


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("H29.4.1時点", "H30.4.1時点"),
        ("H29.4.1時点", "H31.4.1時点"),
        ("H28.4.1時点", "H29.4.1時点"),
        ("H28.4.1", "H27.4.1"),
        ("H30.4.1時点", "H31.4.1時点"),
    ],
)
def test_a_day_that_contradicts_its_column_takes_the_row_away(
    a: Original, printed: str, instead: str
) -> None:
    copy = a.changed(a.raw.replace(printed, instead))
    never_wrong(copy, instead)
    assert copy.codes["date-conflict"]


@pytest.mark.parametrize(
    ("printed", "instead"),
    [("R2.4.1", "R3.4.1"), ("R2.4.1", "R4.4.1"), ("H31.4.1", "R2.4.1"), ("R3.4.1", "R4.4.1")],
)
def test_a_day_of_another_year_takes_the_actuals_away(b: Original, printed: str, instead: str) -> None:
    copy = b.changed(b.raw.replace(printed, instead))
    never_wrong(copy, instead)
    assert copy.codes["date-conflict"]


def test_columns_in_another_order_are_refused(a: Original) -> None:
    def swapped(line: str, one: int, other: int) -> str:
        cells = line.split("\t")
        if len(cells) > max(one, other):
            cells[one], cells[other] = cells[other], cells[one]
        return "\t".join(cells)

    lines = a.lines()
    final_first = [swapped(x, 3, 5) if i in {28, 29} else x for i, x in enumerate(lines)]
    years = [
        swapped(x, 4, 5) if i == 30 else swapped(x, 5, 6) if 30 < i < 52 else x for i, x in enumerate(lines)
    ]
    never_wrong(a.changed("\n".join(final_first)), "final target before the base")
    never_wrong(a.changed("\n".join(years)), "years not ascending")


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("平成30年度実施", "平成3年度実施"),
        ("平成30年度実施", "平成29年度実施"),
        ("31-⑧", "30-⑧"),
        ("令和元年8月", "令和2年8月"),
    ],
)
def test_years_of_the_head_that_contradict_each_other_are_doubted(
    a: Original, printed: str, instead: str
) -> None:
    copy = a.changed(a.raw.replace(printed, instead, 1))
    assert {fact[0] for fact in copy.wrong} <= {"head"}
    assert copy.codes["date-conflict"]


@pytest.mark.parametrize("figure", ["37,790", "14,438", "40,262", "92,490", "46,550", "7,704", "65,336"])
def test_a_budget_figure_changed_by_ten_is_no_longer_proven(a: Original, figure: str) -> None:
    other = f"{int(figure.replace(',', '')) + 10:,}"
    reading = read(a.raw.replace(figure, other))
    budget = reading.report.budget
    assert budget is not None
    stated = [c.initial for c in budget.columns if c.initial is not None]
    assert {str(money.confidence) for money in stated} == {"read"}
    assert "sum-mismatch" in {issue.code for issue in reading.loss.issues}


@pytest.mark.parametrize(
    "figure", ["1,104人", "577,273千件 \t", "1,506,096千件", "1,000人以上", "37,790", "5,761"]
)
def test_a_figure_that_lost_a_digit_behind_its_comma_is_no_number(a: Original, figure: str) -> None:
    found = figure if figure in a.raw else figure.strip()
    digit = found.rindex(",") + 1
    broken = a.raw.replace(found, found[:digit] + found[digit + 1 :], 1)
    copy = a.changed(broken)
    numbers = {fact for fact in copy.wrong if fact[0] in {"actual", "budget", "baseline"}}
    assert not numbers
    assert copy.codes


@pytest.mark.parametrize(
    ("label", "instead"),
    [
        ("(百万円)", "[百万円]"),
        ("(百万円)", "(十億円)"),
        ("基準(値) 【年度】", "基準値 [年度]"),
        ("達成 (※3)", "達成状況"),
        ("執行額", "執行済額"),
        ("合計(a+b+c)", "計"),
        ("政策の概要\t", "概要\t"),
        ("担当部局課室名", "担当課"),
        ("施政方針演説等の名称", "名称"),
        ("(各行政機関共通区分)", "共通区分"),
        ("次期目標等への反映の方向性\t", "反映\t"),
    ],
)
def test_a_label_with_other_words_loses_its_slot_aloud(a: Original, label: str, instead: str) -> None:
    copy = a.changed(a.raw.replace(label, instead))
    never_wrong(copy, label)
    assert copy.codes


def test_a_note_without_its_mark_is_reported_unread(a: Original) -> None:
    copy = a.changed(a.raw.replace("※4 測定", "測定"))
    same(copy, "※4")
    assert copy.codes["unparsed"]


def test_two_rows_of_documents_may_change_places(a: Original) -> None:
    lines = a.lines()
    same(a.changed("\n".join([*lines[:19], lines[20], lines[19], *lines[21:]])), "l.20 and l.21")


def test_an_as_of_day_keeps_its_own_year_beside_the_column(a: Original) -> None:
    assert ("actual", 5, "1", 2018, ("1067", "municipality"), str(date(2018, 4, 1))) in a.facts
