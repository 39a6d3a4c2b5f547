import pytest

from queries.catalog import load_catalog
from queries.datasets import DataSet, absent, load_data_sets
from queries.ground import Ground

SETS = load_data_sets()


@pytest.mark.parametrize("name", SETS)
def test_each_data_set_says_in_both_languages_what_is_lost_without_it(name: str) -> None:
    found = SETS[name]
    assert all((found.ja, found.en, found.without_ja.endswith("。"), found.without_en.endswith(".")))
    assert found.gap().where == name


@pytest.mark.parametrize("name", SETS)
def test_no_data_set_is_in_an_empty_release_and_each_is_asked_for(name: str, empty: Ground) -> None:
    assert not SETS[name].is_in(empty)
    named = {need for each in load_catalog() for need in (*each.header.needs, *each.header.also)}
    assert name in named | {"two-releases"}


def test_one_ministry_is_not_two(ground: Ground, fuller: Ground) -> None:
    names = ("reports", "other-ministries")
    assert [data.name for data in absent(ground, names)] == ["other-ministries"]
    assert absent(fuller, names) == ()


def test_a_data_set_without_a_probe_is_in_no_release(fuller: Ground) -> None:
    assert not DataSet("x", "x", "x", "x", "x").is_in(fuller)
