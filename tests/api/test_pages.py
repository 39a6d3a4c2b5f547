"""Every page in every form it promises, in both languages, with nothing from other hosts."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from api.pages.render import english
from tests.api.conftest import HTML

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.conftest import Client

CLOUD = "/indicator/municipal-cloud-adopters"
A, B = "/report/soumu/2019-08", "/report/soumu/2022-08"
VALUE = f"{A}/indicator/5/1/actual/2018"
LOSS = "/loss/soumu/2019-08"
SOURCE = "/source/aec283a3ce7df1c3"
TRIPLES = ("ttl", "jsonld", "nt", "rdf")
RDF = ("json", *TRIPLES)
PAGES: dict[str, tuple[str, ...]] = {
    "/policies": ("json", "csv"),
    "/indicators": ("json", "csv"),
    "/documents": ("json", "csv"),
    "/orgs": ("json", "csv"),
    "/reports": ("json", "csv"),
    "/policy/soumu/e-government": RDF,
    "/policy/soumu/e-municipality": RDF,
    "/objective/soumu/e-government/local": RDF,
    "/means/soumu/promote-municipal-cloud": RDF,
    CLOUD: (*RDF, "csv", "svg"),
    "/doc/honebuto/2020": (*RDF, "csv"),
    "/doc/honebuto/2020/s/3": (*RDF, "csv"),
    "/work/honebuto": (*RDF, "csv"),
    "/org/soumu": RDF,
    "/org/cabinet": RDF,
    A: (*RDF, "csv"),
    B: (*RDF, "csv"),
    VALUE: RDF,
    SOURCE: ("json", "txt", *TRIPLES),
    f"{SOURCE}/p/3529-3548": RDF,
    "/questions": ("json",),
    "/ns": TRIPLES,
    "/loss": ("json", "csv"),
    LOSS: (*RDF, "csv"),
    f"{LOSS}/1": (*RDF, "csv"),
}
MORE = (
    "/",
    "/about",
    "/lineage",
    f"/lineage?from={CLOUD[1:]}",
    f"/lineage?from={CLOUD[1:]}&across=1&up=1&down=0",
    "/search",
    "/search?q=クラウド",
    "/search?q=ないことば",
    "/sparql?format=html",
    "/questions/cabinet-basis",
    f"/questions/cabinet-basis?start={CLOUD[1:]}",
    "/questions/missing-reports",
    f"{SOURCE}?at=3529-3548",
    "/problems/query-timeout",
)
STARTS = {
    "json": "{",
    "svg": "<svg",
    "csv": "",
    "ttl": "@prefix code: ",
    "jsonld": "{",
    "nt": "<",
    "rdf": "<?xml",
    "txt": "",
}


class Reader(HTMLParser):
    """Collects what a page loads and links to, its headings, and what the policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.heads: list[str] = []
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given["href"])
        if tag in {"link", "img", "script", "iframe", "use", "image"}:
            self.loads.append(given.get("href") or given.get("src") or "")
        if tag in {"h1", "h2", "h3"}:
            self.heads.append(tag)
        if tag in {"script", "style"} or "style" in given or any(name.startswith("on") for name in given):
            self.forbidden.append(tag)


def read(text: str) -> Reader:
    found = Reader()
    found.feed(text)
    found.close()
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", [*PAGES, *MORE])
def test_a_page_has_one_heading_and_loads_nothing_from_elsewhere(
    client: Client, path: str, language: str
) -> None:
    answer = client.ask(path, headers={**HTML, "accept-language": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers.get("content-language", language) == language
    page = read(answer.text)
    assert page.heads.count("h1") == 1
    assert page.forbidden == []
    assert all(not urlsplit(link).netloc for link in [*page.links, *page.loads])
    assert "undefined" not in answer.text.lower().replace("undefinedterm", "")


@pytest.mark.parametrize(("path", "form"), [(path, form) for path, forms in PAGES.items() for form in forms])
def test_a_page_answers_in_each_promised_form(client: Client, path: str, form: str) -> None:
    answer = client.ask(f"{path}.{form}")
    assert answer.status_code == 200, answer.text
    assert answer.text.lstrip().startswith(STARTS[form])
    assert f"{path}.{form}" in answer.headers["content-location"]
    if form in TRIPLES:
        kind = ox.RdfFormat.from_media_type(answer.headers["content-type"])
        triples = {quad.triple for quad in ox.parse(answer.content, format=kind)}
        plain = client.ask(f"{path}.nt").content
        assert triples == {quad.triple for quad in ox.parse(plain, format=ox.RdfFormat.N_TRIPLES)}
        assert triples
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.text)))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}


def test_accept_and_suffix_give_the_same_bytes(client: Client) -> None:
    by_header = client.ask(CLOUD, headers={"accept": "text/turtle"})
    assert by_header.content == client.ask(CLOUD + ".ttl").content
    assert by_header.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert f'<{CLOUD}.json>; rel="alternate"' in by_header.headers["link"]
    assert client.ask(CLOUD, headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("/policies.svg", ".csv"),
        ("/policies.xlsx", ".csv"),
        (f"{CLOUD}.xml", ".rdf"),
        ("/doc/honebuto/2020/s/3.docx", ".jsonld"),
        ("/ns.owl", ".ttl"),
    ],
)
def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(
    client: Client, path: str, offered: str
) -> None:
    answer = client.ask(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "/problems/no-such-form"
    assert offered in answer.json()["available"]


@pytest.mark.parametrize("path", ["/doc/honebuto/2020/s/3.99", "/nothing.xml", "/policies.xml.xml", "/.xml"])
def test_an_ending_of_nothing_that_is_there_is_not_found(client: Client, path: str) -> None:
    answer = client.ask(path)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


def test_turtle_of_a_thing_is_for_people(client: Client) -> None:
    lines = client.ask(f"{CLOUD}.ttl").text.splitlines()
    assert "@prefix keifu: <https://w3id.org/keifu/ns#> ." in lines
    subjects = [line.split()[0] for line in lines if line and line[0] == "<"]
    assert subjects == sorted(subjects)
    assert any(line.endswith("a keifu:Indicator ;") for line in lines)


def test_a_validator_saves_the_second_page(client: Client) -> None:
    first = client.ask(CLOUD, headers=HTML)
    again = client.ask(CLOUD, headers={**HTML, "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.ask(CLOUD + ".ttl").headers["etag"] != first.headers["etag"]
    assert (
        client.ask(CLOUD, headers={**HTML, "accept-language": "en"}).headers["etag"] != first.headers["etag"]
    )


def test_head_is_get_without_the_body(client: Client) -> None:
    answer = client.ask(CLOUD, method="HEAD", headers=HTML)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == client.ask(CLOUD, headers=HTML).headers["etag"]


@pytest.mark.parametrize(
    "path", ["/nothing", "/policy/soumu/none", "/source/zz", "/policy/総務省", "/source/" + "0" * 16]
)
def test_what_is_not_there_is_404_in_words(client: Client, path: str) -> None:
    answer = client.ask(path, headers=HTML)
    assert answer.status_code == 404
    assert "見つかりません" in answer.text
    assert client.ask(path).json()["status"] == 404


def test_lists_filter_alike_in_each_form(client: Client) -> None:
    query = "?year=H30&status=ハ"
    items = client.ask("/indicators.json" + query).json()["items"]
    rows = list(csv.DictReader(io.StringIO(client.ask("/indicators.csv" + query).text)))
    assert [item["indicator"] for item in items] == ["indicator/e-approval-duration"]
    assert [row["indicator"] for row in rows] == ["indicator/e-approval-duration"]
    assert "e-approval-duration" in client.page("/indicators", year="H30", status="ハ")
    assert client.ask("/indicators.json?year=令和3年度").json()["total"] == 2
    assert client.ask("/policies.json?q=電子自治体&ministry=soumu").json()["total"] == 2
    assert client.ask("/policies.json?ministry=none").json()["total"] == 0
    assert client.ask("/reports.json?policy=policy/soumu/e-municipality").json()["total"] == 1
    assert client.ask("/documents.json?year=2020").json()["total"] >= 2


@pytest.mark.parametrize(
    ("path", "parameter", "nearest"),
    [
        ("/indicators?yaer=2018", "yaer", "year"),
        ("/policies?statsu=イ", "statsu", None),
        ("/questions/cabinet-basis?strat=x", "strat", "start"),
        ("/indicators?year=昔", "year", None),
        ("/indicators?policy=政策", "policy", None),
        (f"/lineage?from={CLOUD[1:]}&up=99", "up", None),
        (f"{SOURCE}?at=9-3", "at", None),
        (f"{SOURCE}?at=0-999999", "at", None),
        ("/?x=1", "x", None),
        ("/questions/cabinet-basis?start=二", "start", None),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(
    client: Client, path: str, parameter: str, nearest: str | None
) -> None:
    answer = client.ask(path)
    assert answer.status_code == 400, answer.text
    told = answer.json()
    assert told["parameter"] == parameter
    assert nearest is None or told["nearest"] == nearest


def test_a_value_leads_to_its_lit_characters(client: Client) -> None:
    assert f"{SOURCE}?at=3529-3548#c3529-3548" in client.page(CLOUD)
    page = client.page(SOURCE, at="3529-3548")
    assert '<mark class="hit">1,067団体 (H30.4.1時点)</mark>' in page
    assert 'id="c3529-3548"' in page
    told = client.ask(f"{SOURCE}.json?at=3529-3548").json()
    assert told["quote"] == "1,067団体 (H30.4.1時点)"
    assert {"node": VALUE[1:], "type": "keifu:Actual"} in told["facts"]


def test_the_raw_text_is_shown_character_for_character(client: Client) -> None:
    raw = client.ask(SOURCE + ".txt").text
    page = client.page(SOURCE)
    shown = re.search(r'<pre class="raw" lang="ja">\n(.*?)</pre>', page, re.DOTALL)
    assert shown is not None
    plain = HTMLText()
    plain.feed(shown[1])
    plain.close()
    assert "".join(plain.parts).strip() == raw.replace("\r\n", "\n").strip()


class HTMLText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def test_levels_of_ties_are_worded_apart(client: Client) -> None:
    page = client.page("/questions/cabinet-basis", start=CLOUD[1:])
    assert page.count("指標単位") == 2
    assert page.count(">政策単位<") == 26
    assert "この図の文書との線は、政策単位の記載" in client.page("/indicator/e-approval-duration")
    assert "政策単位の記載" in client.page("/policy/soumu/e-government")


def test_missing_years_are_shown_as_missing(client: Client) -> None:
    home = client.page("/")
    assert home.count('<td class="none">未収録</td>') == 2
    assert "令和元年度 (2019)" in home
    assert "評価書は読み込まれていない" in client.page(CLOUD)


def test_the_front_page_answers_three_questions(client: Client) -> None:
    home = client.page("/")
    for words in ("新経済・財政再生計画改革工程表2019", "1,067", "電子政府・電子自治体の推進", "〔根拠"):
        assert words in home
    assert home.count('class="journey"') == 3


def test_what_an_answer_says_in_fixed_words_is_read_in_the_language_of_the_page(client: Client) -> None:
    assert '<bdi lang="ja">予算の内訳の和</bdi>' in client.page("/questions/report-agreement")
    assert "sum of the budget" in client.page("/questions/report-agreement", lang="en")
    assert "\nbudget sum," in client.ask("/questions/report-agreement.csv").text.replace("\r", "")


def test_a_series_is_called_by_its_indicator(client: Client) -> None:
    assert "<title>クラウド導入市区町村数" in client.page("/report/soumu/2019-08/indicator/5/1")


def test_a_chosen_language_stays_chosen(client: Client) -> None:
    page = read(client.page(CLOUD, lang="en"))
    inner = [link for link in page.links if link.startswith("/indicator/")]
    assert inner
    assert all("lang=" in link for link in inner)


def test_money_is_shown_in_millions_as_printed(client: Client) -> None:
    page = client.page("/policy/soumu/e-government")
    for words in ("当初予算（百万円）", "76,461", "−1,582,692", "55.3%"):
        assert words in page


def test_every_sentence_of_the_templates_has_english_and_none_is_left_over(root: Path) -> None:
    folder = root / "api"
    used: set[str] = set()
    for path in sorted((folder / "templates").glob("*.html")):
        used |= set(re.findall(r'(?<![\w.])t\("([^"]+)"\)', path.read_text("utf-8")))
    for path in sorted((folder / "pages").glob("*.py")):
        used |= set(re.findall(r'say\("([^"]+)"', path.read_text("utf-8")))
    assert used == set(english())


def test_the_style_sheet_stays_small(root: Path) -> None:
    assert (root / "api" / "static" / "style.css").stat().st_size < 10_000


def test_static_files_and_context_are_served(client: Client) -> None:
    assert client.ask("/static/style.css").headers["content-type"].startswith("text/css")
    assert "@context" in client.ask("/context.jsonld").json()
    assert client.ask("/static/none.css").status_code == 404
