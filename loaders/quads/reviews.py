"""Points of reviewers and responses → ReviewPoint and ReviewResponse nodes, numbered in printed order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.citing.facts import spans_of, stated
from loaders.jp.folding import fold
from loaders.jp.markers import circled_value
from loaders.model import Span
from loaders.quads.literals import integer
from ontology.iris import normal_name
from ontology.rdf import ja
from ontology.terms import KEIFU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Fact, ReviewPoint, ReviewResponse
    from loaders.quads.frame import Frame, Said
    from ontology.rdf import Quad


_NUMBER = re.compile(r"[(（【]?(?:\d{1,2}|[^\W\d_a-zA-Zぁ-んァ-ヶ一-龠々])[)）】.．]?(?=\s*\Z)")
_LONGEST_MARK = 8


def reviews(frame: Frame) -> Iterator[Quad]:
    """Writes every point that may be asserted, and the responses to it."""
    report = frame.resolved.report
    for place, point in enumerate(report.review_points, 1):
        if stated(point.text) is not None:
            spans = (*spans_of(point.text, point.event), *_marks(frame, point.text, point.number))
            yield from frame.node(_path(frame, place), KEIFU.ReviewPoint, _point(frame, point), spans)
    asserted = {
        place for place, point in enumerate(report.review_points, 1) if stated(point.text) is not None
    }
    for place, response in enumerate(report.review_responses, 1):
        if stated(response.text) is not None and asserted.issuperset(response.responds_to):
            path = frame.own(f"response/{place}")
            said = _response(frame, response)
            spans = (*response.text.spans, *_marks(frame, response.text, response.number))
            yield from frame.node(path, KEIFU.ReviewResponse, said, spans)


def _path(frame: Frame, place: int) -> str:
    return frame.own(f"review/{place}")


def _marks(frame: Frame, text: Fact[str], number: int | None) -> tuple[Span, ...]:
    """The mark before an item, (1) or ①, that pairs a point with its response; none where it is elsewhere."""
    start = min(text.spans).start
    first = max(0, start - _LONGEST_MARK)
    found = None if number is None else _NUMBER.search(frame.resolved.source.raw, first, start)
    if found is None or _value(found[0]) != number:
        return ()
    return (Span(found.start(), found.end()),)


def _value(mark: str) -> int | None:
    digits = re.search(r"\d+", fold(mark))
    circled = [value for value in map(circled_value, mark) if value is not None]
    return int(digits[0]) if digits else circled[0] if circled else None


def _point(frame: Frame, point: ReviewPoint) -> Iterator[Said]:
    yield KEIFU.text, ja(point.text.text)
    yield KEIFU.number, None if point.number is None else integer(point.number)
    yield KEIFU.event, None if point.event is None else ja(point.event.text)
    yield from ((KEIFU.about, frame.iri(path)) for path in _about(frame, point))
    yield from frame.mentioned(point.text.spans)


def _about(frame: Frame, point: ReviewPoint) -> tuple[str, ...]:
    """The means whose printed name ends in the theme of the review (31-⑧ l.43 and l.63)."""
    if point.theme is None:
        return ()
    theme = normal_name(point.theme.value)
    means = frame.resolved.report.means
    fitting = [item for item in means if normal_name(item.name.value).endswith(theme)]
    return tuple(sorted({frame.resolved.means[item.number].path for item in fitting}))


def _response(frame: Frame, response: ReviewResponse) -> Iterator[Said]:
    yield KEIFU.text, ja(response.text.text)
    yield from ((KEIFU.respondsTo, frame.iri(_path(frame, place))) for place in response.responds_to)
    yield from frame.mentioned(response.text.spans)
