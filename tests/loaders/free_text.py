"""The free text of a report as flat, comparable facts, and small reports with one part of it changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import loaders
from loaders.form import load_form
from loaders.model import Issue, Mention, Report, ReviewPoint, ReviewResponse, Span
from loaders.readers.linear import read_linear
from loaders.readers.tabbed import read_tabbed
from loaders.reading.facts import Reader
from loaders.reading.materials import read_materials
from loaders.reading.review import read_reviews
from loaders.slots import Slots
from loaders.source import open_source
from loaders.text import Text
from tests.loaders.reading_facts import plain, read

SAMPLES = Path(__file__).parents[1] / "samples"
TABBED, LINEAR = "kakuu-R5-1.tabbed.txt", "kakuu-R6-3.linear.txt"

Pair = tuple[int | None, str, tuple[str, ...]]


@cache
def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def tabbed_with(slot: str, cell: str) -> loaders.Reading:
    """The tabbed sample with another cell beside the label that begins with these words."""
    raw, count = re.subn(rf"(?m)^((?:<p>)?{slot}[^\t]*\t).*$", lambda m: m[1] + cell, sample(TABBED))
    assert count == 1, slot
    return read(raw)


def linear_with(slot: str, text: str) -> loaders.Reading:
    """The linear sample with other blocks below the label that ends with these words."""
    raw, count = re.subn(
        rf"(?s)({slot}\n\n).*?(?=\n\n(?:政策評価を行う過程|担当部局課室名))",
        lambda m: m[1] + text,
        sample(LINEAR),
    )
    assert count == 1, slot
    return read(raw)


def part(text: str, layout: str) -> tuple[Reader, Text]:
    """One part of a form alone: a cell of a table, or blocks of text."""
    paragraphs = " ".join(f"<p>{line}</p>" for line in text.split("\n"))
    source = open_source((paragraphs if layout == "tabbed" else text).encode(), "part.txt")
    document = read_tabbed(source) if layout == "tabbed" else read_linear(source)
    reader = Reader(document, load_form(), None)
    return reader, document.text(Span(0, len(source.raw)))


def slots(name: str, text: Text) -> Slots:
    nothing = Text.empty()
    return Slots(nothing, nothing, {name: text}, None, None, None, (), (), (), ())


def expert(text: str, layout: str = "tabbed") -> Part:
    reader, words = part(text, layout)
    found = read_reviews(reader, slots("expert", words))
    return Part(found.points, found.responses, (), tuple(reader.issues))


def materials(text: str, layout: str = "tabbed") -> Part:
    reader, words = part(text, "linear" if layout == "linear" else layout)
    found = tuple(read_materials(reader, slots("materials", words)))
    return Part((), (), found, tuple(reader.issues))


@dataclass(frozen=True)
class Part:
    """What was read from one part of a form."""

    review_points: tuple[ReviewPoint, ...]
    review_responses: tuple[ReviewResponse, ...]
    mentions: tuple[Mention, ...]
    issues: tuple[Issue, ...]


def pairs(report: Report | Part) -> list[Pair]:
    """Each point with its number and the responses to it, in printed order."""
    return [
        (
            point.number,
            plain(point.text.value),
            tuple(plain(r.text.value) for r in report.review_responses if place in r.responds_to),
        )
        for place, point in enumerate(report.review_points, 1)
    ]


def events(report: Report | Part) -> list[str | None]:
    return [plain(p.event.value) if p.event else None for p in report.review_points]


def said_of(mention: Mention) -> tuple[str, str | None, str | None, str | None]:
    """Title, date (a day or a month), decider and part of one document."""
    month = mention.month.value if mention.month else None
    on = str(mention.on.value) if mention.on else f"{month.year}-{month.month:02}" if month else None
    return (
        plain(mention.title.value),
        on,
        plain(mention.decider.value) if mention.decider else None,
        plain(mention.locator.value) if mention.locator else None,
    )


def consulted(report: Report | Part) -> list[tuple[str, str | None, str | None, str | None]]:
    return [said_of(mention) for mention in report.mentions if mention.role == "material"]
