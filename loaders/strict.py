"""An account of a reading → whether it explains the whole source, but for what a person has accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.jp.numbers import find_digit_runs
from loaders.model import Span
from loaders.overlay import Accepted, entries_of
from loaders.report import LossReport
from loaders.source import Source

_ORPHAN = "orphan-number"
WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Strict:
    """What is asked of a reading.

    `coverage` is the least share of the visible characters, in per cent, that is a fact, a word of the form,
    layout or accepted; below 100 some words may stay unread, but never a digit.
    """

    coverage: float = WHOLE
    accepted: tuple[Accepted, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a reading stands: `coverage` in per cent, and each open stretch with its line and text."""

    coverage: float
    open: tuple[tuple[int, str], ...]
    numbers: tuple[tuple[int, str], ...]
    lost: tuple[str, ...]
    accepted: tuple[Accepted, ...]
    asked: float = WHOLE

    @property
    def holds(self) -> bool:
        """Whether the whole source is explained as far as was asked."""
        return self.coverage >= self.asked and not self.numbers and not self.lost


def judge(loss: LossReport, source: Source, strict: Strict) -> Verdict:
    """Holds the account of a source against what is asked.

    Raises:
        PrintedDiffers: an accepted stretch is not what the source has at its place.
    """
    accepted = entries_of(strict.accepted, source)
    fine = {at for each in accepted for at in range(each.span.start, each.span.end)}
    fine |= {at for at, char in enumerate(source.raw) if char.isspace()}
    stretches = [each.span for each in loss.unread]
    left = sum(at not in fine for span in stretches for at in range(span.start, span.end))
    orphans = [i.span for i in loss.issues if i.code == _ORPHAN and i.span is not None]
    claimless = [token.span for token in loss.numbers_reported]
    return Verdict(
        100.0 if not loss.visible else 100 * (1 - left / loss.visible),
        tuple(_quoted(source, span) for span in stretches if not _is_within(span, fine)),
        tuple(_quoted(source, span) for span in _digits(source, [*stretches, *orphans, *claimless], fine)),
        tuple(issue.slot for issue in loss.issues if issue.severity == "error"),
        accepted,
        strict.coverage,
    )


def _digits(source: Source, spans: Iterable[Span], fine: set[int]) -> list[Span]:
    """The numbers of the spans that nobody accepted, each once."""
    found = {
        Span(span.start + first, span.start + last)
        for span in spans
        for first, last in find_digit_runs(source.raw[span.start : span.end])
    }
    return sorted(each for each in found if not _is_within(each, fine))


def _is_within(span: Span, fine: set[int]) -> bool:
    return all(at in fine for at in range(span.start, span.end))


def _quoted(source: Source, span: Span) -> tuple[int, str]:
    return source.line_of(span.start), " ".join(source.raw[span.start : span.end].split())
