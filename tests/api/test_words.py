"""Pages speak the language of their reader: words for codes, singular badges, signs in their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Client

CODES = re.compile(
    r">\s*(?:<bdi[^>]*>)?(?:[a-z]+-[a-z-]+|succeeds|revises|none|Actual|Target|Baseline)(?:</bdi>)?\s*<"
)
CLOUD = "indicator/municipal-cloud-adopters"
SIDES = {"left": "report/soumu/2019-08", "right": "report/soumu/2022-08"}


def table(page: str) -> str:
    return "".join(re.findall(r"<tbody>.*?</tbody>", page, re.DOTALL))


def flat(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        ("plan-lineage", {"work": "work/digital-jutenkeikaku"}),
        ("verdict-consistency", {}),
        ("indicator-fates", {}),
        ("missing-reports", {}),
        ("indicator-series", {"indicator": CLOUD}),
        ("indicator-compare", {"indicator": CLOUD, **SIDES}),
        ("report-agreement", {}),
    ],
)
def test_no_code_stands_in_a_cell_of_a_japanese_page(
    client: Client, slug: str, given: dict[str, str]
) -> None:
    cells = table(client.page(f"/questions/{slug}", lang="ja", **given))
    assert cells
    assert CODES.findall(cells) == []


def test_the_slots_of_the_loss_report_are_said_in_words(client: Client) -> None:
    assert "測定指標7：主要の印" in client.page("/loss/soumu/2019-08", lang="ja")
    assert "indicator 7: mark of a main indicator" in client.page("/loss/soumu/2019-08", lang="en")
    slots = [issue["slot"] for issue in client.ask("/loss/soumu/2019-08.json").json()["issues"]]
    assert "indicator.7.main" in slots


def test_about_stands_before_its_number_in_both_languages(client: Client) -> None:
    assert "約1,000団体" in flat(table(client.page("/", lang="ja"))).replace(" ", "")
    assert "about 1,000 municipality" in flat(table(client.page("/", lang="en")))


def test_badges_name_one_thing_and_counts_stand_in_the_brackets_of_the_language(client: Client) -> None:
    english = client.page("/", lang="en")
    assert '<span class="kind kind-indicator">Indicator</span>' in english
    assert "All reports (2)" in flat(english)
    assert "（2）" in client.page("/", lang="ja")
    assert "(6 rows)" in flat(client.page("/questions/unit-history", lang="en"))


def test_yes_or_no_is_a_box_to_tick_that_can_also_be_cleared(client: Client) -> None:
    plain = client.page("/questions/unit-history")
    assert '<input id="p-inferred" type="checkbox" name="inferred" value="true">' in plain
    ticked = client.page("/questions/unit-history", inferred="true")
    assert 'name="inferred" value="true" checked>' in ticked
    cleared = client.ask(
        f"/questions/indicator-series?indicator={CLOUD}&parts=false", headers={"accept": "text/html"}
    )
    both = client.ask(f"/questions/indicator-series.json?indicator={CLOUD}&parts=false&parts=true").json()
    assert 'name="parts" value="true" checked' not in cleared.text
    assert both["total"] == 15


def test_amounts_of_money_are_shown_in_the_unit_that_the_reports_print(client: Client) -> None:
    cells = flat(table(client.page("/questions/report-agreement", lang="ja")))
    assert "76,461" in cells
    assert "百万円" in cells
    assert "76,461,000,000" not in cells


def test_japanese_words_on_english_pages_say_that_they_are_japanese(client: Client) -> None:
    page = client.page(f"/{CLOUD}", lang="en")
    assert '<bdi lang="ja">842団体 (H28.4.1時点)</bdi>' in page
