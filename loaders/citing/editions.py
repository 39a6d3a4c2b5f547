"""Printed titles, dates and deciders → works and editions, from the registry or as stated (READING 12).

The year in the title wins over the printed date, so that a misprinted date cannot split an edition;
a title without a year needs its date; without both the citation stays with the work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.citing.naming import names_of
from ontology.iris import hashed, normal_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from loaders.citing.naming import Names
    from loaders.citing.sections import QuotedText
    from loaders.model import YearMonth
    from ontology.registry import EditionItem, Registry

_YEAR = re.compile(r"(?:19|20)\d{2}(?=\D*\Z)")
_DECISION = re.compile(r"(?:閣議)?(?:決定|了承|報告|了解)\Z")
_MODES = (
    ("閣議決定", "cabinet-decision"),
    ("了承", "approval"),
    ("報告", "report"),
    ("決定", "meeting-decision"),
)


@dataclass(frozen=True, slots=True)
class Work:
    """A document that goes on under one title; `known` when the registry publishes it."""

    path: str
    label_ja: str
    known: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """One adopted text; `known` when the registry publishes it, else all fields are as stated."""

    path: str
    work: Work
    label_ja: str
    known: bool
    adopted_on: date | None = None
    adopted_by: str | None = None
    mode: str | None = None
    also_adopted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """The registry as seen from one ministry's report, and the full texts that are there, by edition."""

    registry: Registry
    ministry: str
    texts: Mapping[str, QuotedText] = field(default_factory=dict[str, "QuotedText"])

    @property
    def names(self) -> Names:
        """The names of programmes, laws and documents to be searched for."""
        return names_of(self.registry)

    def work(self, title: str) -> Work:
        """Finds the work of a printed title; an unknown title gets a hash path."""
        match = self.registry.match_title(title)
        if match is not None:
            return Work(match.work, self.registry.items[match.work].label_ja, known=True)
        label = _timeless(title)
        return Work(hashed("work", self.ministry, label), label, known=False)

    def edition(self, title: str, on: date | None, decider: str | None = None) -> Edition | None:
        """Finds or makes the edition of a printed title; None when neither year nor day tells which."""
        work = self.work(title)
        match = self.registry.match_title(title)
        year = year_in_title(title) if match is None else match.year
        item = self.registry.edition(work.path, year, on)
        if item is not None:
            return _published(item, work)
        if year is None and on is None:
            return None
        which = on.isoformat() if year is None and on is not None else str(year)
        first, *others = (*self.bodies(decider), None)
        bodies = tuple(body for body in others if body is not None)
        return Edition(_place(work, which), work, title, False, on, first, mode_of(decider), bodies)

    def edition_of_month(self, title: str, month: YearMonth) -> Edition | None:
        """Finds the edition of a printed month without a day; None unless exactly one fits."""
        work = self.work(title)
        fitting = [
            item
            for item in self.registry.editions
            if item.work == work.path
            and item.adopted_on is not None
            and (item.adopted_on.year, item.adopted_on.month) == (month.year, month.month)
        ]
        return _published(fitting[0], work) if len(fitting) == 1 else None

    def revision(self, title: str, on: date) -> Edition:
        """Finds or makes the edition of a printed 改定 date: the day alone tells which."""
        work = self.work(title)
        item = self.registry.edition(work.path, None, on)
        if item is not None:
            return _published(item, work)
        return Edition(_place(work, on.isoformat()), work, title, False, on)

    def body(self, decider: str | None) -> str | None:
        """Finds the deciding body of a printed decider such as 閣議決定 or 経済財政諮問会議決定."""
        if decider is None:
            return None
        shortened = "閣議" if decider.strip().startswith("閣議") else _DECISION.sub("", decider.strip())
        return self.registry.by_label("organisation", decider) or self.registry.by_label(
            "organisation", shortened
        )

    def bodies(self, decider: str | None) -> tuple[str, ...]:
        """Finds every deciding body of a printed decider; two stand beside each other outside brackets."""
        whole = self.body(decider)
        if whole is not None or decider is None:
            return () if whole is None else (whole,)
        found = (self.body(part) for part in apart(decider))
        return tuple(dict.fromkeys(body for body in found if body is not None))

    def work_named_in(self, text: str) -> Work | None:
        """Finds the work whose label or alias is the longest one inside a text, compared without blanks."""
        folded = normal_name(text)
        names = ((normal_name(name), item) for item in self.registry.works for name in item.names)
        found = max(
            ((len(name), name, item.path, item.label_ja) for name, item in names if name in folded),
            default=None,
        )
        return Work(found[2], found[3], known=True) if found is not None else None


def apart(decider: str) -> tuple[str, ...]:
    """Parts two deciders; a comma inside brackets parts nothing.

    >>> apart("対策推進会議(CISO等、連絡会議)、各府省連絡会議決定")
    ('対策推進会議(CISO等、連絡会議)', '各府省連絡会議決定')
    """
    parts, depth = [""], 0
    for char in decider:
        depth = max(0, depth + (char in "(（") - (char in ")）"))
        if char in "、，" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return tuple(part.strip() for part in parts if part.strip())


def year_in_title(title: str) -> int | None:
    """Gives the western year at the end of a title.

    >>> year_in_title("経済財政運営と改革の基本方針2016"), year_in_title("電子自治体を加速する10の指針")
    (2016, None)
    """
    found = _YEAR.search(normal_name(title))
    return int(found[0]) if found else None


def mode_of(decider: str | None) -> str | None:
    """Gives the short code of the kind of decision that a printed decider names."""
    return next((mode for words, mode in _MODES if decider is not None and decider.endswith(words)), None)


def _published(item: EditionItem, work: Work) -> Edition:
    return Edition(item.path, work, item.label_ja, True, item.adopted_on)


def _place(work: Work, which: str) -> str:
    return f"doc/{work.path.split('/', 1)[1]}/{which}"


def _timeless(title: str) -> str:
    return _YEAR.sub("", title).strip(" 　") or title
