"""学識経験を有する者の知見等の活用 → points of reviewers and the responses to them, paired by number.

A list has headings (○主な指摘, ○対応状況の概要) and numbered items; a paragraph without a number belongs to
the number before it (READING 6.1 A32). An opinion that stands in a sentence is a point without a number, and
what the sentence says was done about it is its response. Brackets are never matched, so that one that is
not closed takes nothing with it. A plan to ask for opinions states no point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.form.prose import ReviewWords
from loaders.jp.markers import circled_value
from loaders.model import Fact, ReviewPoint, ReviewResponse, Reviews
from loaders.reading.facts import Reader
from loaders.reading.paragraphs import Break, break_before, ends_a_sentence
from loaders.slots import Slots
from loaders.text import Text, joined

_SENTENCE = re.compile(r"[^。]+。?")
_DIGITS = re.compile(r"\d{1,2}")
_CLOSED = "】〉>])〕:"
_OPENS_AN_ITEM = "(【「・•①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a list or an item begins: `kind` is "point", "response" or, for a mere number, empty."""

    start: int
    end: int
    kind: str
    number: int | None
    event: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    kind: str
    number: int | None
    text: Text
    event: Text | None


@dataclass(frozen=True, slots=True)
class _Occasion:
    event: Text | None
    theme: Text | None
    end: int


def read_reviews(reader: Reader, slots: Slots) -> Reviews:
    """The points and responses of the part; none where it states none."""
    text = slots.single.get("expert")
    if text is None:
        return Reviews()
    flat, words = joined(text.folded()), reader.form.prose.reviews
    occasion = _listing(flat, words)
    heads = _heads(reader, flat, occasion)
    lead = flat.cut(0, heads[0].start if heads else len(flat))
    stated = _opinions(reader, lead, words)
    items = list(_items(flat, heads))
    return _paired(reader, stated, items, occasion)


def _listing(flat: Text, words: ReviewWords) -> _Occasion | None:
    """The sentence that announces a list: its occasion and theme, and where the sentence ends."""
    for sentence in _SENTENCE.finditer(flat.chars):
        if words.listing.search(sentence[0]) is None:
            continue
        said = _Said(flat.cut(*sentence.span()), words)
        return _Occasion(said.event, said.theme, sentence.end())
    return None


def _heads(reader: Reader, flat: Text, occasion: _Occasion | None) -> list[_Head]:
    """Headings and numbers in printed order; numbers count only behind a heading or an announcement."""
    words = reader.form.prose.reviews
    headings = [h for h in _headings(reader, flat, words) if h.kind]
    first = min([h.end for h in headings] + ([occasion.end] if occasion else []), default=None)
    if first is None:
        return []
    if occasion is not None and not any(h.kind == "point" for h in headings):
        headings.append(_Head(occasion.end, occasion.end, "point", None))
    found = sorted(headings, key=lambda h: h.start)
    return sorted([*found, *_numbers(reader, flat, found)], key=lambda h: (h.start, h.end))


def _headings(reader: Reader, flat: Text, words: ReviewWords) -> Iterator[_Head]:
    for kind, pattern in (("point", words.points), ("response", words.responses)):
        for match in pattern.finditer(flat.chars):
            end = match.start() + len(match[0].rstrip())
            if _is_apart(reader, flat, match.start(), end):
                event = match.span("event") if match.groupdict().get("event") else None
                yield _Head(match.start(), match.end(), kind, _value(match["number"]), event)


def _is_apart(reader: Reader, flat: Text, start: int, end: int) -> bool:
    """○指摘 at the head of a paragraph and with an item behind it, not ○指摘を受けた事項."""
    opens = start == 0 or ends_a_sentence(flat, start) or break_before(reader, flat, start) is not Break.NONE
    closed = end == len(flat) or flat.chars[end - 1] in _CLOSED or flat.chars[end] in _OPENS_AN_ITEM
    return opens and (
        closed or flat.chars[end].isspace() or break_before(reader, flat, end) is not Break.NONE
    )


def _numbers(reader: Reader, flat: Text, headings: Sequence[_Head]) -> Iterator[_Head]:
    """The item marks of each list, all of the shape that the list begins with."""
    words = reader.form.prose.reviews
    marks = re.compile(f"{words.number.pattern}|{words.bullet.pattern}")
    ends = [*(h.start for h in headings), len(flat)][1:]
    for heading, following in zip(headings, ends, strict=True):
        shape, last = "", 0
        start = next((i for i in range(heading.end, following) if not flat.chars[i].isspace()), following)
        for match in marks.finditer(flat.chars, start, following):
            number = _value(match["number"])
            first = match.start() == start
            shape = _shape(match[0]) if first else shape
            if shape == _shape(match[0]) and (first or _opens(reader, flat, match.start(), number, last)):
                last = number or 0
                yield _Head(match.start(), match.end(), "", number)


def _opens(reader: Reader, flat: Text, at: int, number: int | None, last: int) -> bool:
    if ends_a_sentence(flat, at) or break_before(reader, flat, at) is Break.PARAGRAPH:
        return True
    return number == last + 1 and break_before(reader, flat, at) is Break.LINE


def _shape(mark: str) -> str:
    return "①" if circled_value(mark[:1]) is not None else _DIGITS.sub("1", mark).strip()


def _value(mark: str | None) -> int | None:
    if not mark:
        return None
    digits = _DIGITS.search(mark)
    return int(digits[0]) if digits else circled_value(mark[0])


def _items(flat: Text, heads: Sequence[_Head]) -> Iterator[_Item]:
    kind, number, event = "", None, None
    ends = [*(h.start for h in heads), len(flat)][1:]
    for head, end in zip(heads, ends, strict=True):
        if head.kind:
            kind, event = head.kind, flat.cut(*head.event) if head.event else None
        number = head.number
        text = flat.cut(head.end, end).strip()
        if text:
            yield _Item(kind, number, text, event)


class _Said:
    """One sentence cut into occasion, speaker and the rest, with the words of the form."""

    __slots__ = ("event", "rest", "theme")

    def __init__(self, sentence: Text, words: ReviewWords) -> None:
        rest = sentence.strip()
        if lead := words.lead.match(rest.chars):
            rest = rest.cut(lead.end())
        occasion = words.occasion.match(rest.chars)
        self.event = _without_particle(rest.cut(*occasion.span("event"))) if occasion else None
        rest = rest.cut(occasion.end()) if occasion else rest
        theme = words.theme.match(rest.chars)
        self.theme = rest.cut(*theme.span("theme")) if theme else None
        speaker = words.speaker.match(rest.chars)
        self.rest = rest.cut(speaker.end()) if speaker else rest


def _without_particle(event: Text) -> Text:
    return event.cut(0, len(event.chars.rstrip("、")))


def _opinions(reader: Reader, lead: Text, words: ReviewWords) -> list[tuple[ReviewPoint, Fact[str] | None]]:
    """Opinions that stand in a sentence, each with what was done about it."""
    sentences = [lead.cut(*m.span()) for m in _SENTENCE.finditer(lead.chars)]
    found: list[tuple[ReviewPoint, Fact[str] | None]] = []
    for sentence, after in zip(sentences, [*sentences, Text.empty()][1:], strict=True):
        said = _Said(sentence, words)
        opinion = words.opinion.search(said.rest.chars) or words.opinion_alone.search(said.rest.chars)
        if opinion is None or not said.rest.chars[: opinion.start()].strip():
            continue
        event = reader.words(said.event, "review.event") if said.event else None
        point = reader.words(said.rest.cut(0, opinion.start()), "review.opinion")
        done = said.rest.cut(opinion.end()).strip() or _followed(after, words)
        found.append(
            (ReviewPoint(point, None, event), reader.words(done, "review.response") if done else None)
        )
    return found


def _followed(after: Text, words: ReviewWords) -> Text:
    """The next sentence when it says that something was done about this."""
    text = after.strip()
    match = words.follow_up.match(text.chars)
    return text.cut(match.end()) if match else Text.empty()


def _paired(
    reader: Reader,
    stated: Sequence[tuple[ReviewPoint, Fact[str] | None]],
    items: Sequence[_Item],
    occasion: _Occasion | None,
) -> Reviews:
    points = [point for point, _ in stated]
    responses = [
        ReviewResponse(done, (place,)) for place, (_, done) in enumerate(stated, 1) if done is not None
    ]
    first, open_places = len(points) + 1, list[int]()
    for item in items:
        if item.kind == "point":
            points.append(_point(reader, item, occasion))
            open_places.append(len(points))
            continue
        places = _answered(item, points, first, open_places)
        open_places = []
        if places:
            text = reader.words(item.text, "review.response")
            responses.append(ReviewResponse(text, places, item.number))
        else:
            _report_unpaired(reader, item)
    return Reviews(tuple(points), tuple(responses))


def _point(reader: Reader, item: _Item, occasion: _Occasion | None) -> ReviewPoint:
    point = ReviewPoint(reader.words(item.text, "review.point"), item.number)
    event = item.event or (occasion.event if occasion else None)
    if event is not None:
        bare = event.cut(0, len(re.sub(r"(?:における|での|による)\Z", "", event.chars)))
        point = replace(point, event=reader.words(bare, "review.event"))
    if occasion is not None and occasion.theme is not None:
        point = replace(point, theme=reader.words(occasion.theme, "review.theme"))
    return point


def _answered(
    item: _Item, points: Sequence[ReviewPoint], first: int, open_places: Sequence[int]
) -> tuple[int, ...]:
    """The points that a response is to: that of its number, else the one that waits for a response."""
    listed = {place: point for place, point in enumerate(points, 1) if place >= first}
    if item.number is not None:
        return tuple([place for place, point in listed.items() if point.number == item.number][-1:])
    waiting = [place for place in open_places if listed[place].number is None]
    if len(waiting) == 1 == len(open_places):
        return tuple(waiting)
    return tuple(listed) if len(listed) == 1 else ()


def _report_unpaired(reader: Reader, item: _Item) -> None:
    reader.doubt(
        "ambiguous",
        "expert.response",
        item.text,
        "この対応がどの指摘に対するものか決まらない。",
        "No point can be told to which this response is.",
    )
