"""One report → its citations in form order, each with the editions and sections that it names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.citing.blocks import names_in, unlisted_acts
from loaders.citing.facts import name_cell, spans_of, stated
from loaders.citing.mentions import find_mentions
from loaders.citing.sections import SectionTree, deepest
from loaders.citing.tags import CitedHere, match_tag
from loaders.text import Text
from ontology.iris import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from loaders.citing.editions import Edition, Library, Work
    from loaders.citing.naming import Named
    from loaders.citing.sections import Section, SectionMatch
    from loaders.model import CabinetDocument, Fact, LegalAct, LocalTerm, Mention, Report, Span, YearMonth
    from loaders.source import Source


@dataclass(frozen=True, slots=True)
class Cited:
    """One printed citation: what it says, and what it was found to name.

    `targets` are paths of sections, editions or works; `grounds` those of them that an edge may rest on
    (never a bare work). `editions` is the printed chain, first decision first. `indicators` are entry
    numbers it is about; without any it is about the policy when `role` is "basis". `matches` tell for each
    section path of the excerpt where it stands in the full text, if that is there.
    """

    role: str
    text: str
    targets: tuple[str, ...]
    grounds: tuple[str, ...]
    spans: tuple[Span, ...]
    editions: tuple[Edition, ...] = ()
    works: tuple[Work, ...] = ()
    title: str | None = None
    dates: tuple[date, ...] = ()
    decider: str | None = None
    locator: str | None = None
    indicators: tuple[int, ...] = ()
    doubt: str | None = None
    matches: tuple[SectionMatch, ...] = ()
    months: tuple[YearMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class Citations:
    """All citations of a report in form order, and the sections of each edition that they name.

    `programmes` are the places where a programme of the registry is named, `unlisted` the legal acts that
    the registry does not have; `headings` gives the programmes in the heading of a section, by its path.
    """

    cited: tuple[Cited, ...]
    sections: Mapping[str, tuple[Section, ...]]
    programmes: tuple[Named, ...] = ()
    unlisted: tuple[LegalAct, ...] = ()
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def editions(self) -> tuple[Edition, ...]:
        """Gives every edition that is cited, once, by path."""
        every = {edition.path: edition for cited in self.cited for edition in cited.editions}
        return tuple(every[path] for path in sorted(every))

    def works(self) -> tuple[Work, ...]:
        """Gives every work that is cited, once, by path."""
        every = {work.path: work for cited in self.cited for work in cited.works}
        return tuple(every[path] for path in sorted(every))


def cite(report: Report, source: Source, library: Library) -> Citations:
    """Resolves every citation of one report."""
    trees: dict[str, SectionTree] = {}
    rows = sorted(report.documents, key=lambda row: row.title.spans)
    table = [_cabinet_row(row, library, trees) for row in rows]
    sections = {path: tree.listed() for path, tree in sorted(trees.items()) if tree.named}
    editions = tuple(cited.editions[-1] for cited in table if cited.editions)
    here = CitedHere(_terms(report, library), editions, sections)
    found = (*report.mentions, *find_mentions(report, source, library))
    mentions = sorted(found, key=lambda m: (_MENTION_ORDER.index(m.role), m.text.spans))
    terms = sorted(report.local_terms, key=lambda t: t.sentence.spans)
    every = [
        *table,
        *_tags(report, source, here, library),
        *(_mention(mention, library) for mention in mentions),
        *(_local_term(term, library) for term in terms),
    ]
    named = names_in(report, source, library)
    return Citations(
        merged(every),
        sections,
        tuple(name for name in named if name.kind == "programme"),
        unlisted_acts(report, source, named),
        {path: found for path, found in _headings(sections, library) if found},
    )


def _headings(
    sections: Mapping[str, tuple[Section, ...]], library: Library
) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = library.names
    for section in (section for _, listed in sorted(sections.items()) for section in listed):
        words = section.label or ""
        found = names.found_in(Text.of(words, 0, len(words)))
        yield section.path, tuple(sorted({name.path for name in found if name.kind == "programme"}))


_MENTION_ORDER = ("mention", "material", "footnote")
"""Order of the form: the prose of the sheet, then 使用した資料, then the notes (ONTOLOGY 5)."""


def _cabinet_row(row: CabinetDocument, library: Library, trees: dict[str, SectionTree]) -> Cited:
    editions = _chain(row, library)
    excerpt = row.excerpt if row.excerpt is not None and stated(row.excerpt.text) is not None else None
    grounds: tuple[str, ...] = ()
    matches: tuple[SectionMatch, ...] = ()
    if editions:
        path = editions[-1].path
        full = library.texts.get(path)
        tree = trees.setdefault(path, SectionTree.of(path, full))
        matches = full.find(excerpt) if full is not None and excerpt is not None else ()
        grounds = deepest(tree, excerpt.paths if excerpt is not None else (), matches) or (path,)
    work = library.work(row.title.value)
    text = None if excerpt is None else excerpt.text
    return Cited(
        role="basis",
        text=row.title.text if text is None else text.text,
        targets=grounds or (work.path,),
        grounds=grounds,
        spans=spans_of(row.title, *row.dates, row.decider, text),
        editions=editions,
        works=(work,),
        title=row.title.text,
        dates=tuple(on.value for on in row.dates),
        decider=None if row.decider is None else row.decider.text,
        matches=matches,
    )


def _chain(row: CabinetDocument, library: Library) -> tuple[Edition, ...]:
    """Gives the editions of a row: the first decision, then each printed 改定."""
    days = [on.value for on in row.dates]
    decider = None if row.decider is None else row.decider.value
    first = library.edition(row.title.value, days[0] if days else None, decider)
    revisions = [library.revision(row.title.value, on) for on in days[1:]]
    return tuple(edition for edition in (first, *revisions) if edition is not None)


def _local_term(term: LocalTerm, library: Library) -> Cited:
    edition = library.edition(
        term.title.value,
        None if term.on is None else term.on.value,
        None if term.decider is None else term.decider.value,
    )
    return _named("footnote", term.sentence, term, edition, library)


def _mention(mention: Mention, library: Library) -> Cited:
    decider = None if mention.decider is None else mention.decider.value
    on = None if mention.on is None else mention.on.value
    edition = library.edition(mention.title.value, on, decider)
    if edition is None and mention.month is not None:
        edition = library.edition_of_month(mention.title.value, mention.month.value)
    named = _named(mention.role, mention.text, mention, edition, library)
    return replace(
        named,
        indicators=mention.indicators,
        months=() if mention.month is None else (mention.month.value,),
        locator=None if mention.locator is None else mention.locator.text,
    )


def merged(every: Iterable[Cited]) -> tuple[Cited, ...]:
    """One citation for what is named twice in one role and about the same, with all its places (A34)."""
    found: dict[tuple[object, ...], Cited] = {}
    for number, cited in enumerate(every):
        alone = (number,) if cited.role in {"basis", "kpi-tag"} else ()
        words = (normal_name(cited.title or ""), normal_name(cited.decider or ""), cited.locator)
        key = (*alone, cited.role, cited.targets, *words, cited.dates, cited.months, cited.indicators)
        first = found.setdefault(key, cited)
        if first is not cited:
            found[key] = replace(first, spans=tuple(sorted({*first.spans, *cited.spans})))
    return tuple(found.values())


def _named(
    role: str, said: Fact[str], of: LocalTerm | Mention, edition: Edition | None, library: Library
) -> Cited:
    work = library.work(of.title.value)
    return Cited(
        role=role,
        text=said.text,
        targets=(work.path if edition is None else edition.path,),
        grounds=(),
        spans=said.spans,
        editions=() if edition is None else (edition,),
        works=(work,),
        title=of.title.text,
        dates=() if of.on is None else (of.on.value,),
        decider=None if of.decider is None else of.decider.text,
    )


def _terms(report: Report, library: Library) -> dict[str, Edition]:
    """Gives the edition that each abbreviation of the report stands for."""
    found = ((term.short, _local_term(term, library)) for term in report.local_terms)
    return {short: cited.editions[0] for short, cited in found if cited.editions}


def _tags(report: Report, source: Source, here: CitedHere, library: Library) -> Iterator[Cited]:
    for entry in sorted(report.entries, key=lambda e: e.number.value):
        if entry.tag is None:
            continue
        match = match_tag(entry.tag, here, library)
        yield Cited(
            role="kpi-tag",
            text=entry.tag.text.text,
            targets=(*match.targets, *(work.path for work in match.works)),
            grounds=match.targets,
            spans=name_cell(entry, source.raw),
            works=match.works,
            locator=match.locator,
            indicators=(entry.number.value,),
            doubt=match.doubt,
        )
