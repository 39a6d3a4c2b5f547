from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from queries.similarity import shared_terms, similarity

NAMES = st.text("クラウド導入市区町村数団体①1Ａa ", max_size=12)


@given(NAMES, NAMES)
def test_similarity_is_the_same_both_ways_and_between_nothing_and_one(left: str, right: str) -> None:
    assert similarity(left, right) == similarity(right, left)
    assert 0 <= similarity(left, right) <= 1


@given(st.text("クラウド導入", min_size=2, max_size=9))
def test_a_name_is_all_like_itself(name: str) -> None:
    assert similarity(name, name) == 1


def test_names_of_one_sign_and_of_none_are_like_nothing() -> None:
    assert similarity("数", "数") == similarity("", "") == 0


def test_widths_do_not_count() -> None:
    assert similarity("ＡＰのＫＰＩ", "APのKPI") == Decimal(1)


def test_shared_terms_are_runs_of_two_signs_or_more() -> None:
    assert shared_terms("クラウド導入市区町村数", "クラウドを導入した団体数") == ("クラウド", "導入")
    assert shared_terms("数", "数") == ()
