"""Full texts of plans: the section tree, the edition, and the place of an excerpt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import FormError
from loaders.jp.folding import fold
from loaders.jp.full_outline import outline_of_marks
from loaders.model import Confidence
from loaders.plans import PlanReading, ResolvedPlan, Searchable, plan_quads, read_plan, resolve_plan
from loaders.source import open_source
from ontology.iris import Base
from ontology.registry import Registry, load_registry
from ontology.terms import KEIFU, OA, RDF
from tests.loaders.plans.texts import (
    ELSEWHERE,
    HONEBUTO,
    HONEBUTO_COVER,
    JUTEN,
    JUTEN_COVER,
    NEAR,
    QUOTE,
    TWICE,
    Line,
    as_page,
    as_text,
    excerpt,
    levels,
    path,
)

Mutation = Callable[[str, int], str]
BOTH = [(HONEBUTO_COVER, HONEBUTO), (JUTEN_COVER, JUTEN)]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def read(text: str) -> PlanReading:
    return read_plan(open_source(text.encode(), "plan"))


def resolved(text: str, registry: Registry) -> ResolvedPlan:
    reading = read(text)
    return resolve_plan(reading.plan, reading.source, registry)


def found(reading: PlanReading) -> list[tuple[int, str]]:
    return [(s.level, "".join(fold(s.heading.text).split())) for s in reading.plan.sections]


@pytest.mark.parametrize(("cover", "lines"), BOTH)
@pytest.mark.parametrize("width", [None, 24, 40])
def test_plain_text_gives_the_tree_of_its_marks(
    cover: tuple[str, ...], lines: tuple[Line, ...], width: int | None
) -> None:
    assert found(read(as_text(cover, lines, width=width))) == levels(lines)


@pytest.mark.parametrize(("cover", "lines"), BOTH)
def test_a_page_gives_the_tree_of_its_tags(cover: tuple[str, ...], lines: tuple[Line, ...]) -> None:
    reading = read(as_page(cover, lines))
    assert found(reading) == levels(lines)
    assert {section.heading.rule for section in reading.plan.sections} == {"heading.tag"}
    assert reading.plan.sections[0].page == 1


def test_every_character_of_a_plan_is_in_a_section_the_cover_or_the_contents() -> None:
    reading = read(as_text(HONEBUTO_COVER, HONEBUTO))
    assert sum(reading.characters.values()) == len(reading.source.raw)
    assert reading.source.raw.count("～") == 2
    assert reading.characters["unread"] == len("～新しい時代への挑戦～")


def test_numbers_that_begin_a_line_of_prose_are_no_headings() -> None:
    text = "第１章　総論\n\n１．背景\n\n　参加は\n2 つの団体から\n10 団体に増えた。\n\n２．課題\n\n　残る。\n"
    assert [h.numbering for h in outline_of_marks(fold(text)).headings] == ["第1章", "1.", "2."]


def test_headings_without_numbers_hold_no_numbered_ones() -> None:
    text = "第１章　総論\n\n（基本的な考え方）\n\n　述べる。\n\n（１）投資\n\n"
    text += "（制度の見直し）\n\n　見直す。\n\n（２）人材\n\n　育てる。\n"
    headings = outline_of_marks(fold(text)).headings
    assert [(h.title, h.level) for h in headings] == [
        ("総論", 1), ("(基本的な考え方)", 2), ("投資", 2), ("(制度の見直し)", 3), ("人材", 2),
    ]  # fmt: skip


def test_a_known_title_and_day_are_the_edition_of_the_registry(registry: Registry) -> None:
    assert (
        resolved(as_text(JUTEN_COVER, JUTEN), registry).edition.path == "doc/digital-jutenkeikaku/2021-06-18"
    )
    plan = resolved(as_page(HONEBUTO_COVER, HONEBUTO), registry)
    assert (plan.edition.path, plan.is_adopted) == ("doc/honebuto/2019", True)
    assert plan.full.placed[-1].section.path == "doc/honebuto/2019/s/3.1"
    assert not plan.issues


def test_the_year_in_the_title_wins_over_another_day_and_the_day_is_reported(registry: Registry) -> None:
    cover = (HONEBUTO_COVER[0], "令和元年６月11日", "閣議決定")
    plan = resolved(as_text(cover, HONEBUTO), registry)
    assert plan.edition.path == "doc/honebuto/2019"
    assert [issue.code for issue in plan.issues] == ["date-conflict"]


def test_a_known_document_with_a_day_that_nobody_knows_makes_no_edition_of_that_day(
    registry: Registry,
) -> None:
    plan = resolved(as_text((JUTEN_COVER[0], "令和３年６月16日", "閣議決定"), JUTEN), registry)
    assert plan.edition.path == f"doc/digital-jutenkeikaku/text-{plan.source.sha256[:8]}"
    assert plan.edition.adopted_on is None
    assert not plan.is_adopted


@pytest.mark.parametrize("mark", ["（素案）", "（案）", "(原案)", "【骨子】"])
def test_a_draft_is_never_the_adopted_edition(mark: str, registry: Registry) -> None:
    plan = resolved(as_text((HONEBUTO_COVER[0] + mark, *HONEBUTO_COVER[1:]), HONEBUTO), registry)
    assert plan.edition.path.startswith("doc/honebuto/draft-")
    assert (plan.edition.adopted_on, plan.is_adopted) == (None, False)


def test_a_draft_may_say_so_on_a_line_of_its_own(registry: Registry) -> None:
    plan = resolved(as_text((HONEBUTO_COVER[0], "（素案）"), HONEBUTO), registry)
    assert plan.edition.path.startswith("doc/honebuto/draft-")


def test_of_two_days_on_the_cover_none_is_taken_unless_one_is_a_revision(registry: Registry) -> None:
    two = read(as_text((JUTEN_COVER[0], "令和３年６月18日", "令和３年12月24日"), JUTEN)).plan
    assert two.head.adopted_on is None
    assert [issue.code for issue in two.issues] == ["ambiguous"]
    revised = (JUTEN_COVER[0], "令和３年６月18日 閣議決定", "令和３年12月24日 一部改定")
    assert resolved(as_text(revised, JUTEN), registry).edition.path == "doc/digital-jutenkeikaku/2021-12-24"


def test_an_evaluation_report_is_no_plan(registry: Registry) -> None:
    del registry
    with pytest.raises(FormError):
        read(as_text(("地域振興計画", "実績評価書"), HONEBUTO))
    with pytest.raises(FormError):
        read("地域振興計画\n\n本文だけの文書である。\n")


DEEPEST = path(
    ("第２章", 2, "経済再生への取組"),
    ("２．", 2, "地方創生の推進"),
    ("（１）", 1, "地方の行政サービスの改革"),
    ("①", 1, "情報システムの共同利用"),
)


@pytest.fixture(scope="module")
def honebuto(registry: Registry) -> Searchable:
    return Searchable(resolved(as_text(HONEBUTO_COVER, HONEBUTO, width=40), registry).full)


def test_a_quote_that_stands_in_one_section_is_proven(honebuto: Searchable) -> None:
    (match,) = honebuto.find(excerpt(DEEPEST, QUOTE))
    assert (match.section, match.confidence, match.how) == (
        "doc/honebuto/2019/s/2.2.1.1", Confidence.PROVEN, "quote",
    )  # fmt: skip
    assert match.holds


@pytest.mark.parametrize(
    "printed",
    [QUOTE.replace("1,600", "１，６００"), QUOTE.replace("、", "、\n"), f"{QUOTE[:9]} {QUOTE[9:]}"],
)
def test_widths_blanks_and_line_ends_do_not_matter_to_a_quote(printed: str, honebuto: Searchable) -> None:
    assert honebuto.find(excerpt(DEEPEST, printed))[0].confidence is Confidence.PROVEN


def test_a_quote_proves_its_section_even_below_a_wrong_heading(honebuto: Searchable) -> None:
    wrong = path(("第３章", 3, "経済・財政一体改革"), ("（５）", 5, "標準化の推進"))
    (match,) = honebuto.find(excerpt(wrong, QUOTE))
    assert match.section == "doc/honebuto/2019/s/2.2.1.1"
    assert match.differs == ("（５）標準化の推進",) or "（５）標準化の推進" in match.differs


def test_a_quote_with_other_words_is_aligned_with_its_score(honebuto: Searchable) -> None:
    (match,) = honebuto.find(excerpt(DEEPEST, NEAR))
    assert (match.section, match.confidence, match.how) == (
        "doc/honebuto/2019/s/2.2.1.1", Confidence.ALIGNED, "runs",
    )  # fmt: skip
    assert 0.6 <= match.score < 1


@pytest.mark.parametrize("number", ["1,500", "1,700", "16,000"])
def test_another_number_is_never_proven(number: str, honebuto: Searchable) -> None:
    (match,) = honebuto.find(excerpt(DEEPEST, QUOTE.replace("1,600", number)))
    assert match.confidence is not Confidence.PROVEN


def test_a_foreign_quote_below_foreign_headings_is_unmatched(honebuto: Searchable) -> None:
    (match,) = honebuto.find(excerpt(path(("第９章", 9, "宇宙の観光")), ELSEWHERE))
    assert (match.section, match.confidence, match.how) == (None, None, "none")
    assert not match.holds


def test_a_sentence_that_stands_twice_is_told_by_its_headings(honebuto: Searchable) -> None:
    first = path(("第１章", 1, "わが国経済の現状"), ("２．", 2, "当面の課題"))
    assert honebuto.find(excerpt(first, TWICE))[0].section == "doc/honebuto/2019/s/1.2"
    nothing_said = path(("第９章", 9, "宇宙"))
    assert honebuto.find(excerpt(nothing_said, TWICE))[0].confidence is not Confidence.PROVEN


def test_headings_alone_are_aligned_when_all_levels_agree(honebuto: Searchable) -> None:
    (match,) = honebuto.find(excerpt(DEEPEST, None))
    assert (match.section, match.how) == ("doc/honebuto/2019/s/2.2.1.1", "headings")
    assert honebuto.find(excerpt(path(("①", 1, "宇宙の観光")), None))[0].section is None


def test_footnote_digits_do_not_hide_a_quote(registry: Registry) -> None:
    lines = tuple(
        replace(line, text=line.text.replace("共同利用を進め", "「共同利用」84を進め")) for line in HONEBUTO
    )
    text = Searchable(resolved(as_text(HONEBUTO_COVER, lines), registry).full)
    quote = QUOTE.replace("共同利用を進め", "「共同利用」を進め")
    assert text.find(excerpt(DEEPEST, quote))[0].confidence is Confidence.PROVEN


@settings(max_examples=40)
@given(st.integers(0, len(QUOTE) - 14), st.integers(14, len(QUOTE)))
def test_any_long_enough_part_of_a_section_is_found_in_it(start: int, length: int) -> None:
    part = QUOTE[start : start + length]
    text = Searchable(resolved(as_text(HONEBUTO_COVER, HONEBUTO), load_registry()).full)
    assert text.find(excerpt(DEEPEST, part))[0].section == "doc/honebuto/2019/s/2.2.1.1"


MUTATIONS = (
    lambda s, at: s[:at] + s[at + 7 :],
    lambda s, at: s[:at] + "\n１．\n" + s[at:],
    lambda s, at: s[at:] + s[:at],
    lambda s, at: s[:at] + "（" + s[at:],
    lambda s, at: s[:at] + "\u3000" * 9 + s[at:],
    lambda s, at: s[:at].replace("\n", "") + s[at:],
    lambda s, at: s[:at] + "第９９章　終\n目次\n" + s[at:],
)


@settings(max_examples=80)
@given(
    st.sampled_from(BOTH), st.lists(st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 700)), max_size=4)
)
def test_whatever_happens_to_a_text_every_character_is_accounted_for(
    which: tuple[tuple[str, ...], tuple[Line, ...]], changes: list[tuple[Mutation, int]]
) -> None:
    text = as_text(*which)
    for change, at in changes:
        text = change(text, at)
    try:
        reading = read(text)
    except FormError:
        return
    raw = reading.source.raw
    assert sum(reading.characters.values()) == len(raw)
    starts = [section.heading.spans[0].start for section in reading.plan.sections]
    assert starts == sorted(set(starts))
    full = resolve_plan(reading.plan, reading.source, load_registry()).full
    paths = [placed.section.path for placed in full.placed]
    assert len(paths) == len(set(paths))
    assert len(full.placed) + len(full.unplaced) == len(reading.plan.sections)


@pytest.mark.parametrize(
    "line", ["・ " * 3, "（" * 40, "1. 題\n", "１　題　", "目次\n", "(a)(b) ", "第１章 ", "「" * 9]
)
def test_the_headings_of_a_long_odd_text_take_time_in_proportion(line: str) -> None:
    def seconds(times: int) -> float:
        text = fold(line * times)
        start = time.process_time()
        outline_of_marks(text)
        return time.process_time() - start

    seconds(100)
    short, long = min(seconds(2000) for _ in range(3)), min(seconds(8000) for _ in range(2))
    assert long < max(0.3, short * 4 * 2.6)


def test_each_section_says_its_place_and_its_passages(registry: Registry) -> None:
    plan = resolved(as_page(HONEBUTO_COVER, HONEBUTO), registry)
    quads = list(plan_quads([plan], Base()))
    sections = {quad.subject for quad in quads if quad.object == KEIFU.Section}
    assert len(sections) == len(levels(HONEBUTO))
    exact = {q.subject: q.object.lexical for q in quads if q.predicate == OA.exact}
    starts = {q.subject: int(q.object.lexical) for q in quads if q.predicate == OA.start}
    assert all(plan.source.raw[starts[p] : starts[p] + len(text)] == text for p, text in exact.items())
    assert {q.subject for q in quads if q.predicate == KEIFU.evidence} == sections
    assert not any(q.predicate == RDF.type and q.object == KEIFU.Edition for q in quads)


def test_two_sections_of_one_number_are_not_merged(registry: Registry) -> None:
    lines = (*HONEBUTO, Line(2, "１．同じ番号の節"), Line(0, "本文である。"))
    page = resolved(as_page(HONEBUTO_COVER, lines), registry)
    assert len(page.full.unplaced) == 1
    assert [issue.code for issue in page.issues] == ["conflict"]
