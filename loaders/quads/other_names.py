"""A resolved report → the places where its prose calls an indicator by another name than its table.

The registry says that both names are of one thing; the report stays as it is printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.model import Issue
from loaders.text import Text
from ontology.iris import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.identity import Resolved, Thing
    from loaders.model import Fact, Report, Span

_TRIMMED = re.compile(r"\Aうち|数\Z")


def other_names(resolved: Resolved) -> Iterator[Issue]:
    """Gives one line for each other name of an indicator or part, at its first place in the prose."""
    prose = [_squeezed(resolved.source.raw, span) for span in _prose(resolved.report)]
    for number, printed, thing in _named(resolved):
        seen: set[str] = set()
        for text in prose:
            for match in _names(thing).finditer(text.chars):
                if _key(match[0]) != _key(printed.text) and match[0] not in seen:
                    seen.add(match[0])
                    yield _issue(number, printed, text.cut(*match.span()))


def _named(resolved: Resolved) -> Iterator[tuple[int, Fact[str], Thing]]:
    for entry in resolved.report.entries:
        number = entry.number.value
        yield number, entry.name, resolved.indicators[number]
        for series in entry.series:
            part = resolved.parts.get((number, series.key))
            if series.part_name is not None and part is not None:
                yield number, series.part_name, part


def _prose(report: Report) -> list[Span]:
    facts = [remark.text for remark in report.remarks]
    facts += [entry.next_term.text for entry in report.entries if entry.next_term is not None]
    if report.rating is not None and report.rating.reason is not None:
        facts.append(report.rating.reason)
    return sorted({span for fact in facts for span in fact.spans})


def _squeezed(raw: str, span: Span) -> Text:
    return Text.of(raw, span.start, span.end).folded().squeezed()


def _names(thing: Thing) -> re.Pattern[str]:
    """The names of a thing, the longest first; a name that goes on in a longer word is none."""
    names = sorted(
        {normal_name(name) for name in (thing.label_ja, *thing.aliases)}, key=lambda n: (-len(n), n)
    )
    return re.compile(rf"(?<![ァ-ヺー一-龥])(?:{'|'.join(map(re.escape, names))})")


def _key(name: str) -> str:
    return _TRIMMED.sub("", normal_name(name))


def _issue(number: int, printed: Fact[str], other: Text) -> Issue:
    return Issue(
        "info",
        "conflict",
        f"indicator.{number}.name",
        f"本文の「{other.chars}」は表の「{printed.text}」の別の名前である(登録簿)。両方を残す。",
        f"The prose says {other.chars!r} for {printed.text!r} of the table (registry); both are kept.",
        other.span(),
        (other.chars, printed.text),
        printed.spans,
    )
