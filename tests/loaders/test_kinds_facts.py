"""The facts of a report are the same in every kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from loaders import Reading, read
from loaders.model import Report
from loaders.source import Kind
from tests.conftest import Seeds
from tests.loaders.drawn import Drawing, as_csv, as_docx, as_html, as_pdf, as_xlsx, drawing, on_squared_paper
from tests.loaders.free_text import consulted, events, pairs
from tests.loaders.reading_facts import plain

SAMPLES = ["tests/samples/kakuu-R6-3.tabbed.txt", "samples/soumu-31-8.tabbed.txt"]
KINDS = ["xlsx", "html", "docx", "csv", "pdf"]
Fact = tuple[object, ...]


@cache
def drawn(path: Path, kind: str) -> bytes:
    parts = drawing(path)
    if kind == "pdf":
        return as_pdf(as_html(parts))
    if kind == "html":
        return as_html(parts).encode("utf-8")
    return {"xlsx": as_xlsx, "docx": as_docx, "csv": as_csv}[kind](parts)


@cache
def reading(path: Path, kind: str) -> Reading:
    return read(drawn(path, kind), "report")


def budget(report: Report) -> Iterator[Fact]:
    assert report.budget is not None
    for column in report.budget.columns:
        for name in ("initial", "supplementary", "carry_over", "total", "executed"):
            amount = getattr(column, name)
            yield column.fiscal_year.value, name, amount.value if amount is not None else None


def documents(report: Report) -> Iterator[Fact]:
    for document in report.documents:
        paths = document.excerpt.paths if document.excerpt else ()
        headings = tuple(tuple(heading.value for heading in path.headings) for path in paths)
        yield document.title.value, tuple(date.value for date in document.dates), headings


def series(report: Report) -> Iterator[Fact]:
    for entry in report.entries:
        for each in entry.series:
            here = entry.number.value, each.key
            base = each.baseline
            yield "baseline", *here, base and base.fiscal_year, base and base.quantity
            yield "mark", *here, each.achievement and each.achievement.value
            for target in each.targets:
                years = target.fiscal_year, target.column_from, target.column_to
                yield "target", *here, *years, target.comparator, target.is_final, target.quantity
            for actual in each.actuals:
                yield "actual", *here, actual.fiscal_year, actual.quantity, actual.as_of


def entries(report: Report) -> Iterator[Fact]:
    for entry in report.entries:
        yield entry.number.value, entry.is_main, entry.name.value, entry.objective, entry.means
    for objective in report.objectives:
        yield objective.number, objective.name.value, objective.indicators


def wording(report: Report) -> Iterator[Fact]:
    yield report.head.number.value.normal, report.head.fiscal_year.value
    yield report.policy.name.value, report.rating and report.rating.code
    yield tuple(sorted(note.mark for note in report.footnotes))
    yield tuple(unit.names for unit in report.units)
    yield tuple(post.unit_names for post in report.posts)


def free_text(report: Report) -> Iterator[Fact]:
    yield from pairs(report)
    yield tuple(events(report))
    yield from consulted(report)
    yield tuple(plain(act.name.value) for act in report.legal_acts)
    for remark in report.remarks:
        words = plain(remark.text.value)
        yield remark.kind, remark.indicators, remark.objectives, remark.topics, words


PARTS = [budget, documents, series, entries, wording, free_text]


@pytest.mark.parametrize("part", PARTS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_kind_gives_the_facts_of_the_tabbed_text(
    root: Path, sample: str, kind: str, part: object
) -> None:
    path = root / sample
    assert callable(part)
    found = reading(path, kind)
    assert found.source.kind is Kind(kind)
    assert list(part(found.report)) == list(part(read(path.read_bytes(), "report").report))


@pytest.mark.parametrize("draw", [as_xlsx, as_docx, as_csv], ids=lambda f: f.__name__)
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_form_on_squared_paper_gives_the_same_facts(
    root: Path, sample: str, draw: Callable[[Drawing], bytes]
) -> None:
    path = root / sample
    found = read(draw(on_squared_paper(drawing(path))), "report").report
    text = read(path.read_bytes(), "report").report
    for part in (budget, documents, series, entries):
        assert list(part(found)) == list(part(text))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_no_character_of_a_drawn_report_stays_unread(root: Path, sample: str, kind: str) -> None:
    loss = reading(root / sample, kind).loss
    assert [stretch.text for stretch in loss.unread] == []
    assert sum(loss.characters.values()) == loss.length


@pytest.mark.parametrize("kind", KINDS)
def test_locators_are_in_order_and_lead_from_every_fact_to_a_place(root: Path, kind: str) -> None:
    found = reading(root / SAMPLES[0], kind)
    source = found.source
    ends = [0, *(locator.end for locator in source.locators)]
    assert all(
        end <= locator.start < locator.end for end, locator in zip(ends, source.locators, strict=False)
    )
    for entry in found.report.entries:
        for span in entry.name.spans:
            locator = source.locator_of(span.start)
            assert locator is not None
            assert (locator.page is not None) == (kind == "pdf")
            assert span.end <= locator.end


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_give_the_same_view(root: Path, kind: str) -> None:
    data = drawn(root / SAMPLES[0], kind)
    one, other = read(data, "a").source, read(data, "b").source
    assert (one.raw, one.locators) == (other.raw, other.locators)


@pytest.mark.seeds
@pytest.mark.parametrize("kind", ["xlsx", "html", "docx", "csv"])
def test_the_complete_report_has_the_same_values_in_every_kind(seeds: Seeds, kind: str) -> None:
    path = seeds.a
    text = read(path.read_bytes(), "report").report
    found = reading(path, kind).report
    for part in (budget, documents, series, entries, free_text):
        assert list(part(found)) == list(part(text))


@pytest.mark.seeds
def test_a_printed_complete_report_gives_no_other_value(seeds: Seeds) -> None:
    """A blank at the end of a full line is not on the page: a wording may differ, no number does."""
    path = seeds.a
    text = read(path.read_bytes(), "report").report
    found = reading(path, "pdf").report
    assert list(budget(found)) == list(budget(text))
    untargeted = {fact for fact in series(text) if fact[0] != "target"}
    assert {fact for fact in series(found) if fact[0] != "target"} == untargeted
    targets = {fact[:4] + fact[-1:] for fact in series(text) if fact[0] == "target"}
    assert {fact[:4] + fact[-1:] for fact in series(found) if fact[0] == "target"} == targets
