from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest

from keifu.plain import plain, to_json
from loaders.model import Confidence, Fact, Span


@dataclass(frozen=True)
class Pair:
    left: object
    right: object


def test_a_fact_keeps_its_text_its_places_and_how_sure_it_is() -> None:
    fact = Fact(Decimal("40.1"), "40.1時間", (Span(3, 9),), Confidence.PROVEN, "cell")
    assert plain(fact) == {
        "value": "40.1",
        "text": "40.1時間",
        "spans": [{"start": 3, "end": 9}],
        "confidence": "proven",
        "rule": "cell",
        "flags": [],
    }


def test_days_decimals_sets_and_tables_have_a_plain_form() -> None:
    value = Pair(MappingProxyType({1: date(2016, 6, 2)}), {"b", "a"})
    assert plain(value) == {"left": {"1": "2016-06-02"}, "right": ["a", "b"]}


def test_json_keeps_japanese_letters_and_ends_with_a_line_end() -> None:
    assert to_json({"名": [True, None, 1]}) == '{\n  "名": [\n    true,\n    null,\n    1\n  ]\n}\n'
    assert json.loads(to_json([Decimal("1E+2")])) == ["100"]


def test_a_type_without_a_plain_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())
