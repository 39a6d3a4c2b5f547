import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.evidence import evidence
from queries.ground import Ground
from queries.search import Entry, Hit, entries, folded, scan, search

CLOUD = "indicator/municipal-cloud-adopters"
LETTERS = st.text(alphabet="電子政府ｸﾗｳﾄﾞクラウド➀①1１ⅢA aＡ　㈱", max_size=12)


def first(ground: Ground, text: str) -> Hit:
    return search(ground.store, text).hits[0]


@pytest.mark.parametrize(
    "text", ["骨太", "ｸﾗｳﾄﾞ化", "クラウド　導入市区町村数", "移管", "1", "１,067", "総務省R4-⑧", "旧政策名"]
)
def test_words_in_any_width_and_of_any_length_are_found(ground: Ground, text: str) -> None:
    assert search(ground.store, text).total > 0


def test_a_whole_name_comes_before_parts_and_quotes(ground: Ground) -> None:
    hit = first(ground, "クラウド導入市区町村数")
    assert (hit.path, hit.why, hit.kind) == (CLOUD, "exact", "indicator")


def test_an_old_name_finds_the_thing_by_its_alias(ground: Ground) -> None:
    hit = first(ground, "クラウド化市区町村数")
    assert (hit.path, hit.why, hit.label) == (CLOUD, "alias", "クラウド導入市区町村数")


def test_a_quote_leads_to_its_node_and_passage(ground: Ground) -> None:
    hit = next(hit for hit in search(ground.store, "H30.4.1時点").hits if hit.passages)
    assert hit.passages == ("source/aec283a3ce7df1c3/p/3529-3548",)
    assert hit.matched[hit.start : hit.end] == "H30.4.1時点"


def test_a_report_is_found_by_its_number(ground: Ground) -> None:
    assert first(ground, "総務省31-⑧").path == "report/soumu/2019-08"


@pytest.mark.parametrize("text", ["", "  ", "　"])
def test_nothing_visible_finds_nothing(ground: Ground, text: str) -> None:
    assert search(ground.store, text).total == 0


def test_the_total_counts_all_and_the_hits_are_cut(ground: Ground) -> None:
    found = search(ground.store, "電", 2)
    assert len(found.hits) == 2
    assert found.total > 2


def test_both_stores_find_the_same(embedded: Ground, oracle: Ground) -> None:
    assert search(embedded.store, "電子", 100) == search(oracle.store, "電子", 100)
    assert entries(embedded.store) == entries(oracle.store)


@given(st.lists(LETTERS, max_size=8), LETTERS)
def test_the_hits_are_those_of_a_plain_scan(texts: list[str], words: str) -> None:
    given_entries = tuple(
        Entry(f"policy/m/{n}", "policy", text, "name", text) for n, text in enumerate(texts)
    )
    plain = {entry.path for entry in given_entries if folded(words) and folded(words) in folded(entry.text)}
    found = scan(given_entries, words, 100)
    assert {hit.path for hit in found.hits} == plain
    assert found.total == len(plain)
    for hit in found.hits:
        assert folded(words) in folded(hit.matched[hit.start : hit.end])


@given(LETTERS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_quotes_come_in_the_order_of_the_text(ground: Ground) -> None:
    paths = [
        "source/aec283a3ce7df1c3/p/3529-3548",
        "source/94ca55d09eda047b/p/51-70",
        "source/aec283a3ce7df1c3/p/2-23",
    ]
    quotes = evidence(ground, [*paths, "source/0000/p/1-2"])
    assert list(quotes) == [paths[1], paths[2], paths[0]]
    quote = quotes[paths[0]]
    assert (quote.file_name, quote.start, quote.end, quote.line) == (
        "000_62d7159f10255d34.txt",
        3529,
        3548,
        44,
    )
    assert quote.end - quote.start == len(quote.exact)
    assert quotes[paths[2]].line is None


def test_no_passages_have_no_quotes(embedded: Ground) -> None:
    assert evidence(embedded, []) == {}
