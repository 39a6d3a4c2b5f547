"""A report → every place where it names a programme, a law or a document of the registry.

All parts of the form are searched: prose, excerpts, names and cells of the table, points and responses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.citing.facts import stated
from loaders.citing.naming import distinct
from loaders.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.citing.editions import Library
    from loaders.citing.naming import Named
    from loaders.model import Fact, IndicatorEntry, LegalAct, Report
    from loaders.source import Source


def names_in(report: Report, source: Source, library: Library) -> tuple[Named, ...]:
    """Gives each named place once, in the order of the source."""
    names = library.names
    blocks = {fact.spans: fact for fact in blocks_of(report) if stated(fact) is not None}
    found = (
        named for spans in sorted(blocks) for named in names.found_in(as_text(blocks[spans], source.raw))
    )
    return distinct(found, source.raw)


def as_text(fact: Fact[str], raw: str) -> Text:
    """Gives the characters of a fact as they stand in the source, all stretches together."""
    whole = Text.empty()
    for span in fact.spans:
        whole = whole + Text.of(raw, span.start, span.end)
    return whole


def unlisted_acts(report: Report, source: Source, named: Sequence[Named]) -> tuple[LegalAct, ...]:
    """Gives the legal acts that the registry does not have: lines for people, never nodes."""
    known = [span for name in named if name.kind == "law" for span in name.spans(source.raw)]
    return tuple(
        act
        for act in report.legal_acts
        if not any(k.start < s.end and s.start < k.end for s in act.name.spans for k in known)
    )


def blocks_of(report: Report) -> Iterator[Fact[str]]:
    """Gives every part of the form that may name something: names, cells, excerpts, prose."""
    policy, rating = report.policy, report.rating
    yield policy.name
    yield from (fact for fact in (policy.overview, policy.field) if fact is not None)
    yield from (outcome.text for outcome in policy.outcomes)
    for row in report.documents:
        yield row.title
        yield from () if row.excerpt is None else (row.excerpt.text,)
    yield from (item.name for item in (*report.objectives, *report.means))
    for entry in report.entries:
        yield from cells_of(entry)
        yield from () if entry.next_term is None else (entry.next_term.text,)
    yield from () if rating is None or rating.reason is None else (rating.reason,)
    yield from (remark.text for remark in report.remarks)
    yield from (point.text for point in report.review_points)
    yield from (response.text for response in report.review_responses)
    yield from (note.text for note in report.footnotes)
    yield from (transfer.sentence for transfer in report.transfers)


def cells_of(entry: IndicatorEntry) -> Iterator[Fact[str]]:
    """Gives the printed cells of an indicator: name, tag, and the words of every value."""
    yield entry.name
    yield from () if entry.tag is None else (entry.tag.text,)
    for series in entry.series:
        yield from () if series.baseline is None else (series.baseline.text,)
        for target in series.targets:
            yield target.text
            yield from () if target.final_text is None else (target.final_text,)
        yield from (actual.text for actual in series.actuals)
