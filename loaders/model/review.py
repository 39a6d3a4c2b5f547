"""What reviewers said of the policy, what the ministry answered, and legal acts that the text names."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.model.facts import Fact


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """One 指摘; `number` as it is numbered in its list, `event` the occasion, `theme` what was under review.

    A point of an opinion that stands in a sentence has no number.
    """

    text: Fact[str]
    number: int | None = None
    event: Fact[str] | None = None
    theme: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class ReviewResponse:
    """One 対応状況; `responds_to` are places in `Report.review_points`, counted from 1, never empty."""

    text: Fact[str]
    responds_to: tuple[int, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Reviews:
    """The points in printed order and the responses to them."""

    points: tuple[ReviewPoint, ...] = ()
    responses: tuple[ReviewResponse, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalAct:
    """A legal act that the text names in quotation marks or with its number (令和元年法律第16号)."""

    name: Fact[str]
    number: Fact[str] | None = None
