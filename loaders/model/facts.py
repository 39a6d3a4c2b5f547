"""Values and their places: what every leaf of the document model is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Confidence(StrEnum):
    """How a value was read; the outcome of a rule, never a guess (READING 3.2)."""

    PROVEN = "proven"
    READ = "read"
    ALIGNED = "aligned"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in the raw text of the source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value with its printed text and its places, in reading order.

    `text` is the printed text with line breaks joined and outer blanks trimmed, nothing else changed.
    """

    value: T
    text: str
    spans: tuple[Span, ...]
    confidence: Confidence = Confidence.READ
    rule: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """総務省31-⑧: ministry, western year of the number (2019), sequence (8), normal form.

    The form says what the year is: in 31-⑧ the one in which the evaluation was made, not the year evaluated.
    A numbering of several parts (Ⅰ-9-1) has the earlier ones in `above`.
    """

    ministry: str
    year: int
    sequence: int
    normal: str
    above: tuple[int, ...] = ()

    @property
    def path(self) -> str:
        """Year and numbers as they stand in the path of the report: 2019-08, 2024-01-09-01."""
        return "-".join([f"{self.year:04d}", *(f"{n:02d}" for n in (*self.above, self.sequence))])


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month of a western year."""

    year: int
    month: int


PRINTED_UNIT = "printed:"
"""Stands before a printed word that is the unit of a quantity and in no list."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its printed unit.

    `unit` is the short code (municipality, thousand-cases …), or `PRINTED_UNIT` and the printed word.
    """

    value: Decimal
    unit: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One line of the loss report (READING 3.4).

    `beside` are the other places that it speaks of: of two statements that disagree, the second.
    """

    severity: str
    code: str
    slot: str
    message_ja: str
    message_en: str
    span: Span | None = None
    candidates: tuple[str, ...] = ()
    beside: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says stands on the page where the text of the source has something else.

    `source` is the hash of the file, or at least its first 16 digits; `span` and `printed` are of the text of
    the source, which is never edited.
    """

    source: str
    span: Span
    printed: str
    corrected: str
    reason: str
    who: str
    when: date
