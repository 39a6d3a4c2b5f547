import pytest

from queries.evidence import evidence
from queries.ground import Ground
from queries.search import Hit, Wanted, search, suggestions

CLOUD = "indicator/municipal-cloud-adopters"


def hits(ground: Ground, text: str) -> tuple[Hit, ...]:
    return search(ground, Wanted(text), 1000).hits


@pytest.mark.parametrize(
    "text",
    [
        *("骨太", "ｸﾗｳﾄﾞ化", "クラウド　導入市区町村数", "移管", "1", "１,067", "総務省R4-⑧", "旧政策名"),
        *("くらうど 市区町村", "導入市區町村數", "骨太 2020", "1067"),
    ],
)
def test_words_in_any_writing_and_of_any_length_are_found(ground: Ground, text: str) -> None:
    assert search(ground, Wanted(text)).total > 0


def test_a_whole_name_comes_before_parts_and_quotes(ground: Ground) -> None:
    hit = hits(ground, "クラウド導入市区町村数")[0]
    assert (hit.path, hit.why, hit.kind, hit.term) == (CLOUD, "exact", "indicator", "Indicator")


def test_an_old_name_finds_the_thing_by_its_alias(ground: Ground) -> None:
    hit = hits(ground, "クラウド化市区町村数")[0]
    assert (hit.path, hit.why, hit.label) == (CLOUD, "alias", "クラウド導入市区町村数")


def test_a_quote_leads_to_its_node_and_passage(ground: Ground) -> None:
    hit = next(hit for hit in hits(ground, "H30.4.1時点") if hit.passages)
    assert hit.passages == ("source/aec283a3ce7df1c3/p/3529-3548",)
    ((start, end),) = hit.marks
    assert hit.matched[start:end] == "H30.4.1時点"


def test_a_report_is_found_by_its_number(ground: Ground) -> None:
    assert hits(ground, "総務省31-⑧")[0].path == "report/soumu/2019-08"


@pytest.mark.parametrize("text", ["", "  ", "　", "\u200b"])
def test_nothing_visible_finds_nothing(ground: Ground, text: str) -> None:
    assert search(ground, Wanted(text)).total == 0


def test_the_total_counts_all_and_the_hits_are_cut(ground: Ground) -> None:
    found = search(ground, Wanted("電"), 2)
    assert len(found.hits) == 2
    assert found.total > 2
    assert search(ground, Wanted("電"), 2, 2).hits == hits(ground, "電")[2:4]


def test_both_stores_find_the_same(embedded: Ground, oracle: Ground) -> None:
    assert search(embedded, Wanted("電子"), 100) == search(oracle, Wanted("電子"), 100)


def test_what_finds_nothing_is_answered_by_what_would(ground: Ground) -> None:
    near = dict(suggestions(ground, "骨太2020"))
    assert near["骨太 2020"] == search(ground, Wanted("骨太 2020")).total
    assert "クラウド導入市" in dict(suggestions(ground, "クラウド導入市場の規模"))
    assert dict(suggestions(ground, "クラウド 雪男")).keys() == {"クラウド"}
    assert suggestions(ground, "雪男") == ()


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
