"""The lines before the first section of a plan → title, day, deciding body, mark of a draft.

Nothing is completed: a day that is not printed stays absent, and of several days that no 改定 tells apart
none is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.jp.eras import find_dates
from loaders.model import Confidence, Fact, Issue
from loaders.model.plans import PlanHead
from loaders.plans.words import plan_words
from loaders.text import Text, joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from loaders.jp.eras import DateFound

RULE = "plan.cover"
_MOST_LINES = 30
_TITLE_WITHIN = 10
_OPEN_END = re.compile(r"[・のとをにや]\Z")
_REVISED = re.compile(r"\s*(?:一部)?(?:改定|改訂|変更|改正)")
_QUOTES = "「」『』 "


def read_cover(lines: Sequence[Text], raw: str) -> tuple[PlanHead, tuple[Issue, ...]] | None:
    """Reads the cover from its printed lines in folded form; None when no line is the title of a plan."""
    shown = [line for line in lines if line][:_MOST_LINES]
    if any(plan_words().others.search(line.squeezed().chars) for line in shown):
        return None
    at = next((index for index, line in enumerate(shown[:_TITLE_WITHIN]) if _is_title(line)), None)
    if at is None:
        return None
    title = shown[at]
    if at and _OPEN_END.search(shown[at - 1].chars):
        title = shown[at - 1] + title
    named, draft = _without_draft(title)
    rest = [line for index, line in enumerate(shown) if index != at]
    draft = draft or next((mark for line in rest if (mark := _draft(line)) is not None), None)
    day, issues = _day(rest, raw)
    head = PlanHead(
        title=_words(_bare(named), raw),
        adopted_on=day,
        decider=_decider(rest, raw),
        draft=None if draft is None else _words(draft, raw),
    )
    return head, issues


def _is_title(line: Text) -> bool:
    named, _ = _without_draft(line)
    words = _bare(named).squeezed().chars
    return plan_words().title.match(words) is not None and not find_dates(words)


def _without_draft(line: Text) -> tuple[Text, Text | None]:
    mark = _draft(line)
    if mark is None:
        return line, None
    opens = max(line.chars.rfind("("), line.chars.rfind("【"))
    return line.cut(0, opens).strip(), mark


def _draft(line: Text) -> Text | None:
    squeezed = line.squeezed()
    found = plan_words().draft.search(squeezed.chars)
    if found is None:
        return None
    name = "mark" if found["mark"] else "marked"
    return squeezed.cut(*found.span(name))


def _bare(line: Text) -> Text:
    left = len(line.chars) - len(line.chars.lstrip(_QUOTES)) if line.chars.endswith(("」", "』")) else 0
    right = len(line.chars.rstrip(_QUOTES)) if left else len(line.chars)
    return line.cut(left, right).strip()


def _day(lines: Sequence[Text], raw: str) -> tuple[Fact[date] | None, tuple[Issue, ...]]:
    found = [(line, day) for line in lines for day in find_dates(line.chars)]
    revised = [(line, day) for line, day in found if _REVISED.match(line.chars, day.end)]
    decided = [(line, day) for line, day in found if _is_decided(line, day)]
    chosen = revised[-1:] or (found if len(found) == 1 else decided if len(decided) == 1 else [])
    if chosen:
        return _dated(*chosen[0], raw), ()
    if not found:
        return None, ()
    days = tuple(day.value.isoformat() for _, day in found)
    return None, (
        Issue(
            "warning", "ambiguous", "plan.adopted_on",
            f"表紙に日付が{len(days)}つあり、決定日を選ばない: {'、'.join(days)}",
            f"The cover prints {len(days)} days and none is taken: {', '.join(days)}",
            found[0][0].span(), days,
        ),
    )  # fmt: skip


def _is_decided(line: Text, day: DateFound) -> bool:
    return plan_words().decision.match(line.chars[day.end :].lstrip()) is not None


def _dated(line: Text, day: DateFound, raw: str) -> Fact[date]:
    text = line.cut(day.start, day.end)
    return Fact(day.value, _printed(text, raw), text.runs(raw), Confidence.READ, RULE)


def _decider(lines: Sequence[Text], raw: str) -> Fact[str] | None:
    for index, line in enumerate(lines):
        days = find_dates(line.chars)
        if not days:
            continue
        after = line.cut(days[-1].end).strip()
        beside = after or (lines[index + 1] if index + 1 < len(lines) else Text.empty())
        found = plan_words().decision.match(beside.squeezed().chars)
        if found is not None and found["decider"]:
            return _words(beside.squeezed().cut(*found.span("decider")), raw)
    return None


def _words(text: Text, raw: str) -> Fact[str]:
    printed = _printed(text, raw)
    return Fact(printed, printed, text.runs(raw), Confidence.READ, RULE)


def _printed(text: Text, raw: str) -> str:
    return "".join(joined(Text.of(raw, span.start, span.end)).chars for span in text.runs(raw)).strip()
