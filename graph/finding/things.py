"""What can be found: a thing, its texts, its year and ministry; and what a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from graph.finding.folding import readings

if TYPE_CHECKING:
    from collections.abc import Mapping

_Key = TypeVar("_Key", int, str)

KINDS: Final = (
    "policy",
    "indicator",
    "objective",
    "means",
    "report",
    "work",
    "edition",
    "section",
    "programme",
    "project",
    "org",
    "post",
    "law",
    "statement",
)
"""Kinds of things in the order in which equally good hits are shown; a statement is a passage of a report."""

FIELDS: Final = ("name", "alias", "words")
"""Where a text stands: the name of a thing, another name of it, words of a source."""

MOST_CHARACTERS: Final = 200
"""The longest text that may be looked for."""

MOST_WORDS: Final = 12
"""How many words a text may have; each costs a look at all that holds it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a thing. `passages` are the paths of its places in sources, in the order of the source."""

    field: str
    text: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be found; its label is its first text.

    `term` is the local name of its class in the vocabulary. `years` are fiscal years, for documents
    that of their adoption; `ministries` are slugs such as `soumu`.
    """

    path: str
    kind: str
    term: str
    texts: tuple[Text, ...]
    years: tuple[int, ...] = ()
    ministries: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, int, int, str]:
        """What decides between hits that are equally good: kind, length of the label, newest year, path."""
        return KINDS.index(self.kind), len(self.texts[0].text), -max(self.years, default=0), self.path


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, all of which a thing must have, and facets to keep to."""

    text: str
    kind: str = ""
    year: int | None = None
    ministry: str = ""

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The readings of each word, each word once; nothing visible gives no words."""
        each = (readings(word) for word in self.text.split())
        return tuple(dict.fromkeys(forms for forms in each if forms != ("",)))

    @property
    def whole(self) -> tuple[str, ...]:
        """The readings of the whole text, which an equal name has as well."""
        return readings(self.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. `marks` are ranges of characters of `matched`, in order.

    `why` is one of `RANKS`; `label` is shortened where it is a whole sentence.
    """

    path: str
    kind: str
    term: str
    label: str
    years: tuple[int, ...]
    ministries: tuple[str, ...]
    why: str
    matched: str
    marks: tuple[tuple[int, int], ...]
    passages: tuple[str, ...] = ()


RANKS: Final = ("exact", "alias", "label", "passage")
"""Why a thing was found, best first: its whole name, another name, a part of its name, words of a source.

A whole other name comes before a part of a name, a part of another name after it; both are told as `alias`.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the number of all, and by facet the number of hits for each of its values.

    The counts of a facet keep to what the other facets ask for, so they tell what choosing a value gives.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, "Mapping[str, int]"])


Bucket = tuple[str, tuple[int, ...], tuple[str, ...]]
"""Kind, years and ministries: all that facets want to know of a thing."""


class Finder(Protocol):
    """Something that can be searched."""

    def find(self, wanted: Wanted, limit: int, offset: int = 0) -> Found:
        """The hits from `offset` on, at most `limit`, best first."""
        ...


def keeps(wanted: Wanted, bucket: Bucket, without: str = "") -> bool:
    """Whether a thing of this bucket is within the facets asked for, one of them left out of account."""
    kind, years, ministries = bucket
    return (
        (without == "type" or wanted.kind in ("", kind))
        and (without == "year" or wanted.year is None or wanted.year in years)
        and (without == "ministry" or wanted.ministry == "" or wanted.ministry in ministries)
    )


def facets_of(wanted: Wanted, counts: Mapping[Bucket, int]) -> dict[str, dict[str, int]]:
    """How many hits each value of each facet would give; kinds in their order, years newest first."""
    kinds, years, ministries = dict[str, int](), dict[int, int](), dict[str, int]()
    for bucket, count in counts.items():
        _add(kinds, (bucket[0],), count if keeps(wanted, bucket, "type") else 0)
        _add(years, bucket[1], count if keeps(wanted, bucket, "year") else 0)
        _add(ministries, bucket[2], count if keeps(wanted, bucket, "ministry") else 0)
    return {
        "type": {kind: kinds[kind] for kind in KINDS if kinds.get(kind)},
        "year": {str(year): years[year] for year in sorted(years, reverse=True) if years[year]},
        "ministry": {slug: ministries[slug] for slug in sorted(ministries) if ministries[slug]},
    }


def _add(held: dict[_Key, int], keys: tuple[_Key, ...], count: int) -> None:
    for key in keys:
        held[key] = held.get(key, 0) + count
