"""The JSON of a report and of its loss: true to the text, complete, and of the shape that the docs tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

import loaders
from loaders.plain import Json, loss_json, report_json
from loaders.readers import read_document
from loaders.report import facts_of
from tests.loaders.reading_facts import read_path
from tests.loaders.test_loss_report import NAMES

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "data.md"
_FACT = {"value", "text", "spans", "confidence", "rule", "flags"}


@pytest.fixture(scope="module", params=NAMES)
def reading(request: pytest.FixtureRequest) -> loaders.Reading:
    return read_path(TESTS / "samples" / request.param)


def objects(node: Json) -> Iterator[dict[str, Json]]:
    """Every object of a JSON value."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for item in node:
            yield from objects(item)


def facts(reading: loaders.Reading) -> list[dict[str, Json]]:
    return [o for o in objects(report_json(reading.report, reading.source)) if o.keys() >= _FACT]


def pairs(node: Json) -> list[tuple[int, int]]:
    assert isinstance(node, list)
    found: list[tuple[int, int]] = []
    for pair in node:
        assert isinstance(pair, list)
        start, end = pair
        assert isinstance(start, int)
        assert isinstance(end, int)
        found.append((start, end))
    return found


def test_every_fact_of_the_report_is_in_the_json(reading: loaders.Reading) -> None:
    assert [fact["text"] for fact in facts(reading)] == [fact.text for fact in facts_of(reading.report)]


def test_spans_lie_in_the_text_and_stand_apart(reading: loaders.Reading) -> None:
    length = len(reading.source.raw)
    for fact in facts(reading):
        spans = pairs(fact["spans"])
        assert spans, fact
        assert all(0 <= start < end <= length for start, end in spans)
        assert len(spans) == len(set(spans))


def test_the_words_of_a_fact_are_those_that_stand_at_its_places(reading: loaders.Reading) -> None:
    markup = read_document(reading.source).markup
    hidden = {i for span in markup for i in range(span.start, span.end)}
    for fact in facts(reading):
        places = [i for start, end in pairs(fact["spans"]) for i in range(start, end) if i not in hidden]
        quoted = "".join(reading.source.raw[i] for i in places)
        assert "".join(str(fact["text"]).split()) == "".join(quoted.split())


def test_quotes_and_lines_of_the_loss_are_those_of_the_text(reading: loaders.Reading) -> None:
    raw = reading.source.raw
    loss = loss_json(reading.loss, reading.source)
    for entry in [o for o in objects(loss) if "start" in o]:
        start, end, line = entry["start"], entry["end"], entry["line"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert isinstance(line, int)
        assert raw[start:end] == entry.get("quote", entry.get("text"))
        assert line == raw.count("\n", 0, start) + 1


def test_the_account_of_the_loss_adds_up(reading: loaders.Reading) -> None:
    loss = loss_json(reading.loss, reading.source)
    characters, confidences = loss["characters"], loss["factsByConfidence"]
    assert isinstance(characters, dict)
    assert isinstance(confidences, dict)
    assert sum(_counts(characters)) == loss["length"] == len(reading.source.raw)
    assert sum(_counts(confidences)) == len(facts(reading))
    unread, numbers, within = loss["unread"], loss["numbers"], loss["numbersInFacts"]
    assert isinstance(unread, list)
    assert isinstance(numbers, int)
    assert isinstance(within, int)
    assert 0 <= within <= numbers
    assert numbers - within >= sum(len(stretch.numbers) for stretch in reading.loss.unread)
    assert (characters["unread"] == 0) == (not unread)
    visible = len(reading.source.raw) - _count(characters["blank"])
    assert loss["shareRead"] == pytest.approx(1 - _count(characters["unread"]) / visible, abs=1e-4)
    stretches = [stretch.text for stretch in reading.loss.unread]
    assert sum(len("".join(text.split())) for text in stretches) == characters["unread"]


def _count(value: Json) -> int:
    assert isinstance(value, int)
    return value


def _counts(table: Mapping[str, Json]) -> list[int]:
    return [_count(value) for value in table.values()]


def test_values_are_plain_json_that_comes_back_as_it_is(reading: loaders.Reading) -> None:
    for plain in (report_json(reading.report, reading.source), loss_json(reading.loss, reading.source)):
        assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain


def test_keys_are_in_one_style(reading: loaders.Reading) -> None:
    for plain in objects(report_json(reading.report, reading.source)):
        assert all(re.fullmatch(r"[a-z][a-zA-Z0-9]*", key) for key in plain), plain.keys()


def test_numbers_and_days_are_text_and_the_scale_of_confidence_is_closed() -> None:
    reading = read_path(TESTS / "samples" / "kakuu-R5-1.tabbed.txt")
    report = report_json(reading.report, reading.source)["report"]
    assert isinstance(report, dict)
    entries, documents = report["entries"], report["documents"]
    quantities = [q for o in objects(entries) if isinstance(q := o.get("quantity"), dict)]
    assert {"16", "52.5", "50"} <= {str(quantity["value"]) for quantity in quantities}
    assert all(isinstance(quantity["value"], str) for quantity in quantities)
    assert "2017-03-31" in {str(day["value"]) for o in objects(documents) for day in _dicts(o.get("dates"))}
    assert {str(fact["confidence"]) for fact in facts(reading)} <= {"proven", "read", "aligned", "candidate"}


def _dicts(node: Json) -> Sequence[dict[str, Json]]:
    return [item for item in node if isinstance(item, dict)] if isinstance(node, list) else []


def test_the_shape_is_the_one_that_the_page_tells(reading: loaders.Reading) -> None:
    section = PAGE.read_text(encoding="utf-8").split("## The JSON of a report")[1].split("\n## ")[0]
    told = re.findall(r"^\| `([a-z]+)\.([a-zA-Z0-9]+)` \|", section, re.MULTILINE)
    plain = report_json(reading.report, reading.source) | {"loss": loss_json(reading.loss, reading.source)}
    produced = [(part, key) for part, table in plain.items() for key in _keys(table)]
    assert told == produced
    sentence = re.search(r"Every fact has ([^.]+)\.", section)
    assert sentence is not None
    assert set(re.findall(r"`(\w+)`", sentence[1])) == _FACT


def _keys(node: Json) -> list[str]:
    assert isinstance(node, dict)
    return list(node)
