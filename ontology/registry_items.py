"""What the registry holds: one frozen record per thing that people have named.

Every record has `path` (relative IRI), `label_ja`, `label_en`, `aliases` (other printed forms) and
`source` (where a person took it from: report and line, data set, or a decision of the design);
`was` lists the hash paths that stood for the thing before a person named it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

ChangeKind = Literal["rename", "reword", "merge", "split", "transfer", "replace", "revise"]
OrganisationKind = Literal[
    "government", "ministry", "agency", "bureau", "division", "office", "council", "meeting"
]
DecisionMode = Literal["cabinet-decision", "meeting-decision", "approval", "report", "ministry"]
EditionBasis = Literal["stated", "curated"]
Direction = Literal["up", "down"]
Kind = Literal[
    "policy", "objective", "indicator", "means", "organisation", "post", "work", "programme", "edition"
]
YEAR_MARK = "{year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A thing with a path and printed names."""

    path: str
    label_ja: str
    label_en: str | None = None
    aliases: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """All printed forms, the label first."""
        return (self.label_ja, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Item):
    """A ministry, a unit inside one, a council or a meeting; `unit_of` is the next higher body."""

    kind: OrganisationKind
    unit_of: str | None = None
    founded: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Item):
    """A post in a unit, never a person."""

    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyItem(Item):
    """A policy under one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveItem(Item):
    """An objective of one policy."""

    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorItem(Item):
    """What is measured; `part_of` for a printed うち…, no direction where no target has a number."""

    direction: Direction | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansItem(Item):
    """A means of one ministry."""

    ministry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Item):
    """A named scheme, system or card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem(Item):
    """A document under one title, or a law; in `patterns` a `{year}` stands for four digits."""

    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionItem(Item):
    """One adopted text; `year` only where the title prints one.

    `basis` is `stated` when a loaded report prints its date and decider, else `curated`.
    """

    work: str
    year: int | None = None
    adopted_on: date | None = None
    adopted_by: tuple[str, ...] = ()
    mode: DecisionMode | None = None
    basis: EditionBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """`later` takes over from `earlier`: asserted by a person, with the person's reason."""

    slug: str
    later: str
    earlier: str
    change: ChangeKind
    note_ja: str
    source: str
    who: str
    when: date

    @property
    def kind(self) -> Literal["succeeds"]:
        """The edge that this row becomes."""
        return "succeeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs:
    """An outside identity that somebody checked against `source` on `checked_on`."""

    subject: str
    target: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class WorkMatch:
    """A printed title that names a work; `year` when the title prints one."""

    work: str
    year: int | None
