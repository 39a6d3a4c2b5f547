"""Accept headers and suffixes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiate import FORMS, choose, parse_accept, prefers_english, split_suffix, weight_of

OFFERED = ("text/html", "application/json", "text/turtle", "text/csv")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("application/json", "application/json"),
        ("text/*;q=0.5, application/json", "application/json"),
        ("text/*, text/html;q=0", "text/turtle"),
        ("text/turtle;q=0.9, text/csv;q=0.9", "text/turtle"),
        ("*/*;q=0.1, text/csv;q=0.2", "text/csv"),
        ("text/html;q=0.2, */*;q=0.1", "text/html"),
        ("TEXT/Turtle ; Q=1.0", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("text/turtle;version=2", None),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/html;q=2, text/csv", "text/csv"),
        ("nonsense", "text/html"),
        ("*/html", "text/html"),
    ],
)
def test_the_best_liked_offer_is_chosen(header: str | None, chosen: str | None) -> None:
    assert choose(header, OFFERED) == chosen


def test_a_parameter_makes_a_range_narrower_than_none() -> None:
    ranges = parse_accept("text/n3;rdf=1;q=0.3, text/n3;q=0.9")
    assert weight_of("text/n3;rdf=1", ranges) == 300
    assert weight_of("text/n3", ranges) == 900


@given(st.text(max_size=80))
def test_no_header_breaks_the_choice(header: str) -> None:
    assert choose(header, OFFERED) in {*OFFERED, None}


_range = st.sampled_from([*OFFERED, "text/*", "*/*", "image/png"])
_weights = st.integers(0, 10)


@given(st.dictionaries(_range, _weights, min_size=1))
def test_the_choice_agrees_with_a_slow_reading_of_the_rule(weights: dict[str, int]) -> None:
    header = ", ".join(f"{one};q={weight / 10}" for one, weight in weights.items())

    def slow(offer: str) -> int:
        for pattern in (offer, offer.split("/", maxsplit=1)[0] + "/*", "*/*"):
            if pattern in weights:
                return weights[pattern]
        return 0

    best = max(map(slow, OFFERED))
    wanted = next((offer for offer in OFFERED if slow(offer) == best), None) if best else None
    assert choose(header, OFFERED) == wanted


@pytest.mark.parametrize(
    ("path", "stem", "suffix"),
    [
        ("/policies.csv", "/policies", "csv"),
        ("/doc/honebuto/2016/s/3.5.3.5", "/doc/honebuto/2016/s/3.5.3.5", None),
        ("/doc/honebuto/2016/s/3.5.3.5.json", "/doc/honebuto/2016/s/3.5.3.5", "json"),
        ("/a.exe", "/a.exe", None),
        ("/.json", "/.json", None),
        ("/", "/", None),
    ],
)
def test_only_suffixes_of_the_closed_list_are_cut(path: str, stem: str, suffix: str | None) -> None:
    assert split_suffix(path) == (stem, suffix)


@given(st.text(alphabet="abc/.0-9", max_size=20), st.sampled_from(sorted(FORMS)))
def test_a_suffix_put_on_comes_off_again(path: str, suffix: str) -> None:
    if path and not path.endswith("/"):
        assert split_suffix(f"{path}.{suffix}") == (path, suffix)


@pytest.mark.parametrize(
    ("header", "english"),
    [
        (None, False),
        ("ja,en;q=0.8", False),
        ("en-US,en;q=0.9", True),
        ("en;q=0.5,ja-JP", False),
        ("fr", False),
        ("fr,en;q=0.1", True),
        ("en;q=x", False),
    ],
)
def test_japanese_comes_first_unless_english_is_liked_better(header: str | None, *, english: bool) -> None:
    assert prefers_english(header) is english
