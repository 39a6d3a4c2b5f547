"""A source → a plan: cover, sections with their own words, and the documents that it cites.

The tree comes from the tags of a page where it has them, else from the marks of the text (jp/full_outline).
Recognised by evidence: a cover whose title ends as titles of plans do, and headings that count on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.errors import FormError
from loaders.jp.full_outline import is_unnumbered, outline_of_marks, outline_of_tags
from loaders.model import Confidence, Fact, Span
from loaders.model.plans import Plan, PlanHead, PlanSection
from loaders.plans.citing import find_citations
from loaders.plans.cover import read_cover
from loaders.text import Text, joined, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from loaders.jp.full_outline import FullOutline
    from loaders.jp.headings import Heading
    from loaders.source import Locator, Source

FEWEST_HEADINGS = 3
"""Numbered headings that a text needs to be taken for a plan."""
FEWEST_TAGS = 3
_CONTENTS = re.compile(r"目\s*次\Z")
_APART = re.compile(r"(?:^|>)(?:section|footer|aside)\b[^>]*")
_BEGINNING = 60
_FACT, _LABEL, _BLANK, _UNREAD = range(4)


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan as read, with what became of its characters.

    `characters` has the classes of the loss report: fact, label (a table of contents), blank, unread.
    """

    source: Source
    plan: Plan
    characters: Mapping[str, int]

    @property
    def share_read(self) -> float:
        """The share of characters that are not blank and lie in a fact or in the printed frame; 0 to 1."""
        visible = len(self.source.raw) - self.characters["blank"]
        return 1.0 if not visible else 1 - self.characters["unread"] / visible

    @property
    def facts(self) -> int:
        """How many facts the plan states: cover, headings, bodies, citations."""
        plan, head = self.plan, self.plan.head
        cover = sum(fact is not None for fact in (head.title, head.adopted_on, head.decider, head.draft))
        bodies = sum(section.body is not None for section in plan.sections)
        return cover + len(plan.sections) + bodies + len(plan.citations) + (plan.notes is not None)


def read_plan(source: Source) -> PlanReading:
    """Reads the full text of a plan.

    Raises:
        FormError: the text has no title of a plan, or fewer than three numbered headings.
    """
    folded = Text.of(source.raw, 0, len(source.raw)).folded()
    notes = _notes_start(source)
    body = folded.cut(0, bisect_left(folded.starts, notes))
    outline, rule = _outline(source, body)
    if sum(not is_unnumbered(heading) for heading in outline.headings) < FEWEST_HEADINGS:
        raise _no_plan(source, "numbered headings of a plan")
    first = outline.headings[0].start
    cover = read_cover(list(_cover_lines(body, outline, first)), source.raw)
    if cover is None:
        raise _no_plan(source, "title of a plan")
    head, issues = cover
    plan = Plan(
        head=head,
        sections=tuple(_sections(source, body, outline, rule)),
        citations=find_citations(folded, source.raw),
        notes=_prose(source, notes, len(source.raw), "plan.notes"),
        issues=issues,
    )
    contents = (body.cut(*span) for span in outline.contents)
    frame = [text.span() for text in contents if text]
    return PlanReading(source, plan, _characters(source.raw, plan, [*frame, *_frame(source, head)]))


def _frame(source: Source, head: PlanHead) -> Iterator[Span]:
    """The heading of a table of contents that scripts fill, and the brackets around the mark of a draft."""
    for at in source.locators:
        if at.level and _CONTENTS.match(source.raw[at.start : at.end]):
            yield Span(at.start, at.end)
    for span in () if head.draft is None else head.draft.spans:
        yield Span(max(0, span.start - 1), span.end + 1)


def _characters(raw: str, plan: Plan, frame: Iterable[Span]) -> dict[str, int]:
    """Each character has one class; a fact goes before the printed frame, the frame before a blank."""
    classes = bytearray(_BLANK if char.isspace() else _UNREAD for char in raw)
    for kind, spans in ((_LABEL, frame), (_FACT, _places(plan))):
        for span in spans:
            classes[span.start : span.end] = bytes([kind]) * (span.end - span.start)
    names = {_FACT: "fact", _LABEL: "label", _BLANK: "blank", _UNREAD: "unread"}
    return {name: classes.count(kind) for kind, name in names.items()}


def _places(plan: Plan) -> Iterator[Span]:
    head = plan.head
    for fact in (head.title, head.adopted_on, head.decider, head.draft, plan.notes):
        yield from () if fact is None else fact.spans
    for section in plan.sections:
        yield from section.heading.spans
        yield from () if section.body is None else section.body.spans


def _no_plan(source: Source, expected: str) -> FormError:
    return FormError(source.file_name, expected, " ".join(source.raw[: _BEGINNING * 2].split())[:_BEGINNING])


def _outline(source: Source, body: Text) -> tuple[FullOutline, str]:
    tagged = [at for at in source.locators if at.level and at.start < body.ends[-1]] if body else []
    titles = [at for at in tagged if not _CONTENTS.match(source.raw[at.start : at.end])]
    if len(titles) > FEWEST_TAGS:
        top = min(at.level for at in titles)
        alone = [at for at in titles if at.level == top]
        kept = titles if len(alone) > 1 else [at for at in titles if at.level != top]
        return outline_of_tags(body.chars, [_in_text(at, body) for at in kept]), "heading.tag"
    return outline_of_marks(body.chars), "heading.mark"


def _in_text(at: Locator, body: Text) -> tuple[int, int, int]:
    return bisect_left(body.starts, at.start), bisect_left(body.starts, at.end), at.level


def _notes_start(source: Source) -> int:
    """Where the notes at the end of a page begin: a part apart in which no heading stands."""
    headed = {step for at in source.locators if at.level for step in _APART.findall(at.place)}
    start = len(source.raw)
    for at in reversed(source.locators):
        steps = set(_APART.findall(at.place))
        if not steps or steps & headed or at.level:
            break
        start = at.start
    return start


def _cover_lines(body: Text, outline: FullOutline, end: int) -> Iterator[Text]:
    for line in lines_of(body.chars[:end]):
        if not any(a <= line.start < b for a, b in outline.contents):
            yield body.cut(line.start, line.end).strip()


def _sections(source: Source, body: Text, outline: FullOutline, rule: str) -> Iterator[PlanSection]:
    headings: Sequence[Heading] = outline.headings
    ends = [*(heading.start for heading in headings[1:]), len(body)]
    confidence = Confidence.READ if rule == "heading.tag" else Confidence.ALIGNED
    for heading, end in zip(headings, ends, strict=True):
        printed = body.cut(heading.start, heading.end)
        words = body.cut(heading.end, end).strip()
        locator = source.locator_of(printed.starts[0])
        text = joined(printed).chars
        yield PlanSection(
            numbering=_raw(source, body, heading.start, heading.title_start).strip()
            if not is_unnumbered(heading) or heading.numbering
            else "",
            value=heading.value,
            is_numbered=not is_unnumbered(heading),
            title=joined(_printed(source, body, heading.title_start, heading.end)).chars.strip(),
            level=heading.level,
            parent=heading.parent,
            heading=Fact(text, text, (printed.span(),), confidence, rule),
            body=_prose(source, words.starts[0], words.ends[-1], "plan.body") if words else None,
            page=None if locator is None else locator.page,
        )


def _raw(source: Source, body: Text, start: int, end: int) -> str:
    return _printed(source, body, start, end).chars


def _printed(source: Source, body: Text, start: int, end: int) -> Text:
    text = body.cut(start, end)
    return Text.of(source.raw, text.starts[0], text.ends[-1]) if text else Text.empty()


def _prose(source: Source, start: int, end: int, rule: str) -> Fact[str] | None:
    text = joined(Text.of(source.raw, start, end).strip())
    if not text:
        return None
    return Fact(text.chars, text.chars, (text.span(),), Confidence.READ, rule)
