"""The registry: names, works, editions and successions that people keep."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import OntologyError
from ontology.files import registry_toml
from ontology.iris import normal_name
from ontology.registry import EditionItem, Kind, Registry, WorkMatch, load_registry, parse_registry

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Seeds

REGISTRY = load_registry()
FIXED = {
    "policy": {"soumu/e-government", "soumu/e-municipality"},
    "objective": {
        "soumu/e-government/central",
        "soumu/e-government/local",
        "soumu/e-government/number",
        "soumu/e-municipality/local",
    },
    "indicator": {
        "un-egov-online-ranking",
        "e-gov-access-count",
        "it-training-capacity",
        "e-approval-duration",
        "municipal-cloud-adopters",
        "local-admin-database",
        "satellite-network-outage",
        "e-service-research",
        "number-system-build",
        "info-network-availability",
        "joint-cloud-adopters",
        "tax-statistics-request-rate",
    },
    "work": {
        "honebuto",
        "it-declaration",
        "it-declaration-kanmin",
        "digital-declaration-kanmin",
        "digital-jutenkeikaku",
        "saiko-senryaku",
        "ap",
        "kaikaku-koteihyo",
        "anshin-mirai-taisaku",
        "e-approval-policy",
        "digital-gov-plan",
        "it-project-management",
        "security-it-talent",
        "bpr-team-report",
        "ten-guidelines",
        "evaluation-guideline",
        "municipal-dx-plan",
    },
    "org": {
        "cabinet",
        "cefp",
        "dgmc",
        "soumu",
        "digital",
        "soumu/daijin-kanbo",
        "soumu/gyosei-kanri",
        "soumu/jichi-gyosei",
        "soumu/jichi-gyosei/jumin-seido",
    },
    "means": {"soumu/promote-municipal-cloud"},
    "post": {"soumu/jichi-gyosei/jumin-seido/kacho"},
    "law": {"414AC0000000151"},
}


@pytest.mark.parametrize("kind", sorted(FIXED))
def test_the_slugs_that_were_promised_stand(kind: str) -> None:
    paths = {path.removeprefix(f"{kind}/") for path in REGISTRY.items if path.startswith(f"{kind}/")}
    assert FIXED[kind] <= paths


def test_the_two_reports_have_these_policies_objectives_and_indicators_and_no_others() -> None:
    assert {item.path for item in REGISTRY.policies} == {f"policy/{slug}" for slug in FIXED["policy"]}
    assert {item.path for item in REGISTRY.objectives} == {f"objective/{slug}" for slug in FIXED["objective"]}
    assert {item.path for item in REGISTRY.indicators} == {f"indicator/{slug}" for slug in FIXED["indicator"]}


def test_a_path_that_was_once_published_stays(root: Path) -> None:
    published = (root / "tests" / "ontology" / "published_paths.txt").read_text(encoding="utf-8").split()
    assert set(published) == REGISTRY.items.keys(), (
        "add new paths to published_paths.txt; never take one away"
    )


def test_every_record_says_where_it_comes_from() -> None:
    for item in [*REGISTRY.items.values(), *REGISTRY.successions]:
        assert re.search(r"総務省(31|R4)-⑧ l\.\d+|RS 2024|e-Gov law table|design decision", item.source)


def test_no_outside_identity_is_claimed_without_a_check() -> None:
    assert REGISTRY.same_as == ()
    assert not re.search(r"Q\d{3,}|wikidata", "".join(registry_toml().values()), re.IGNORECASE)


@pytest.mark.seeds
@pytest.mark.parametrize(
    "kind", ["policy", "objective", "indicator", "means", "organisation", "programme", "work"]
)
def test_labels_stand_in_the_reports_letter_for_letter(kind: Kind, seeds: Seeds) -> None:
    raw = normal_name("".join(path.read_text(encoding="utf-8") for path in seeds.paths))
    damaged = {"地方行税政の施策に係る基礎データべースの"}  # stands in pieces of other cells
    for item in REGISTRY.of_kind(kind):
        if "総務省" in item.source.split(";", maxsplit=1)[0]:
            assert normal_name(item.label_ja) in raw or item.label_ja in damaged, item.path


@pytest.mark.parametrize(
    ("kind", "printed", "path"),
    [
        ("policy", "電子政府・電子自治体の推進", "policy/soumu/e-government"),
        ("policy", "電子自治体の推進", "policy/soumu/e-municipality"),
        (
            "objective",
            "総務省所管府省共通情報システム等の適切な構築・運用等を通した電子政府の推進を図ること",
            "objective/soumu/e-government/central",
        ),
        (
            "objective",
            "番号制度の円滑な実施より、国民の給付と負担の公平性を確保するとともに、国民の利便性の向上、行政運営の効率化を図ること",
            "objective/soumu/e-government/number",
        ),
        ("indicator", "クラウド導入市区町村数", "indicator/municipal-cloud-adopters"),
        ("indicator", "うち自治体クラウド導入団\n\n体", "indicator/joint-cloud-adopters"),
        ("indicator", "自治体クラウド導入市区町村数", "indicator/joint-cloud-adopters"),
        ("indicator", "電子政府の総合窓口（ｅ-Gov）へのアクセス件数", "indicator/e-gov-access-count"),
        (
            "means",
            "地方行税\n政の施策\nに係る基\n礎データ\nべースの\n 理・統計\n処理等を",
            "means/soumu/local-admin-database",
        ),
        (
            "means",
            "地方行政の施策に係る基礎データベースの作成・管理・統計処理等を実施",
            "means/soumu/local-admin-database",
        ),
        ("organisation", "デジタル・ガバメント関係会議", "org/dgmc"),
        ("organisation", "総務省", "org/soumu"),
        ("post", "自治行政局住民制度課長", "post/soumu/jichi-gyosei/jumin-seido/kacho"),
        ("programme", "LGWAN", "programme/lgwan"),
        ("programme", "個人番号カード", "programme/my-number-card"),
        ("work", "デジタル手続法", "law/414AC0000000151"),
    ],
)
def test_a_printed_name_finds_its_record(kind: Kind, printed: str, path: str) -> None:
    assert REGISTRY.by_label(kind, printed) == path


@pytest.mark.parametrize(
    "printed", ["", "クラウド", "市区町村数", "自治体クラウド導入", "電子自治体", "情報提供ネットワーク"]
)
def test_a_part_of_a_name_finds_nothing(printed: str) -> None:
    kinds: tuple[Kind, ...] = ("policy", "objective", "indicator", "means", "work", "programme")
    assert [REGISTRY.by_label(kind, printed) for kind in kinds] == [None] * len(kinds)


@given(st.sampled_from(sorted(REGISTRY.items)), st.sampled_from([" ", "　", "\n", "\t"]), st.data())
def test_white_space_inside_a_printed_name_never_matters(path: str, blank: str, data: st.DataObject) -> None:
    item = REGISTRY.items[path]
    at = data.draw(st.integers(0, len(item.label_ja)))
    assert normal_name(item.label_ja[:at] + blank + item.label_ja[at:]) == normal_name(item.label_ja)


def test_a_name_is_looked_for_only_within_the_given_place() -> None:
    name = "住民制度課"
    assert REGISTRY.by_label("organisation", name, within="org/soumu") == "org/soumu/jichi-gyosei/jumin-seido"
    assert REGISTRY.by_label("organisation", name, within="org/digital") is None
    assert REGISTRY.by_label("policy", "電子自治体の推進", within="policy/sou") is None


def test_two_units_of_one_name_are_told_apart_only_by_their_place() -> None:
    registry = parse_registry({"organisations": ORGANISATIONS})
    assert registry.by_label("organisation", "総務課") is None
    assert registry.by_label("organisation", "総務課", within="org/b") == "org/b/soumuka"


def test_the_two_offices_for_local_digitalisation_are_not_joined() -> None:
    # No source says that 地域情報化企画室 took over from 地域情報政策室.
    ends = {end for row in REGISTRY.successions for end in (row.later, row.earlier)}
    assert not [end for end in ends if end.startswith("org/")]


def test_four_works_of_one_family_succeed_each_other() -> None:
    steps = {(row.earlier, row.later) for row in REGISTRY.successions}
    family = ["it-declaration", "it-declaration-kanmin", "digital-declaration-kanmin", "digital-jutenkeikaku"]
    works = [f"work/{slug}" for slug in family]
    assert steps == set(itertools.pairwise(works))
    assert {row.kind for row in REGISTRY.successions} == {"succeeds"}


@pytest.mark.parametrize(
    ("printed", "work", "year"),
    [
        ("経済財政運営と改革の基本方針2016", "work/honebuto", 2016),
        ("経済財政運営と改革の基本方針２０２０", "work/honebuto", 2020),
        ("骨太の方針", "work/honebuto", None),
        ("新経済・財政再生計画改革工程表2019", "work/kaikaku-koteihyo", 2019),
        ("新経済財政再生計画 改革工程表2018", "work/kaikaku-koteihyo", 2018),
        ("新経済・財政再生計画　改革\n工程表", "work/kaikaku-koteihyo", None),
        ("「日本再興戦略」改訂2015", "work/saiko-senryaku", 2015),
        ("「国・地方IT化・BPR推進チーム報告書」", "work/bpr-team-report", None),
        ("『自治体ＤＸ推進計画』", "work/municipal-dx-plan", None),
        (
            "世界最先端デジタル国家創造宣言・官民デー\nタ活用推進基本計画",
            "work/digital-declaration-kanmin",
            None,
        ),
        ("世界最先端IT国家創造宣言", "work/it-declaration", None),
        ("デジタル田園都市国家構想総合戦略（2023改訂版）", "work/denen-sogo-senryaku", 2023),
    ],
)
def test_a_printed_title_names_its_work(printed: str, work: str, year: int | None) -> None:
    assert REGISTRY.match_title(printed) == WorkMatch(work, year)


@pytest.mark.parametrize(
    "printed",
    [
        "社会資本整備重点計画",
        "孤独・孤立対策の重点計画",
        "重点計画",
        "厚生労働省統計改革工程表2019",
        "改革工程表",
        "まち・ひと・しごと創生基本方針2019",
        "基本方針2019",
        "農林水産省地球温暖化対策計画",
        "新経済・財政再生計画改革工程表2019の進捗状況について",
        "経済財政運営と改革の基本方針2019（案）",
        "経済財政運営と改革の基本方針20190",
        "経済財政運営と改革の基本方針{year}",
        "「」",
        "",
    ],
)
def test_a_lookalike_names_no_work(printed: str) -> None:
    assert REGISTRY.match_title(printed) is None


@given(st.sampled_from(REGISTRY.editions))
def test_the_label_of_an_edition_names_its_work(edition: EditionItem) -> None:
    match = REGISTRY.match_title(edition.label_ja)
    assert match == WorkMatch(edition.work, edition.year)


@pytest.mark.parametrize("edition", REGISTRY.editions, ids=lambda edition: edition.path)
def test_an_edition_is_found_by_its_year_or_its_date(edition: EditionItem) -> None:
    assert REGISTRY.edition(edition.work, edition.year, edition.adopted_on) == edition
    if edition.adopted_on:
        assert REGISTRY.edition(edition.work, None, edition.adopted_on) == edition


def test_the_year_in_the_title_wins_over_a_misprinted_date() -> None:
    edition = REGISTRY.edition("work/honebuto", 2018, date(2018, 6, 5))
    assert edition is not None
    assert (edition.path, edition.adopted_on) == ("doc/honebuto/2018", date(2018, 6, 15))


def test_two_editions_of_one_year_are_two() -> None:
    june = REGISTRY.edition("work/digital-jutenkeikaku", None, date(2021, 6, 18))
    december = REGISTRY.edition("work/digital-jutenkeikaku", None, date(2021, 12, 24))
    assert june is not None
    assert december is not None
    assert (june.path, june.basis) == ("doc/digital-jutenkeikaku/2021-06-18", "curated")
    assert (december.path, december.basis) == ("doc/digital-jutenkeikaku/2021-12-24", "stated")


@pytest.mark.parametrize(
    ("year", "on"), [(None, None), (None, date(2018, 6, 5)), (1999, None), (1999, date(2018, 6, 15))]
)
def test_no_edition_is_guessed(year: int | None, on: date | None) -> None:
    assert REGISTRY.edition("work/honebuto", year, on) is None


def test_a_body_is_found_by_its_path() -> None:
    digital = REGISTRY.organisation("org/digital")
    assert digital is not None
    assert digital.founded == date(2021, 9, 1)
    assert REGISTRY.organisation("org/none") is None


def test_an_empty_registry_still_answers() -> None:
    empty = parse_registry({})
    assert empty.by_label("policy", "電子自治体の推進") is None
    assert empty.match_title("経済財政運営と改革の基本方針2016") is None


ORGANISATIONS = """
[[organisation]]
path = "org/a"
label_ja = "あ局"
kind = "bureau"
source = "x"
[[organisation]]
path = "org/a/soumuka"
label_ja = "総務課"
unit_of = "org/a"
kind = "division"
source = "x"
[[organisation]]
path = "org/b"
label_ja = "い局"
kind = "bureau"
source = "x"
[[organisation]]
path = "org/b/soumuka"
label_ja = "総務課"
unit_of = "org/b"
kind = "division"
source = "x"
"""
POLICY = '[[policy]]\npath = "policy/a/{}"\nlabel_ja = "{}"\nsource = "x"\n'
WORK = '[[work]]\npath = "work/w"\nlabel_ja = "計画"\npatterns = {}\nsource = "x"\n'
EDITION = (
    '[[edition]]\npath = "doc/{}"\nwork = "work/w"\nlabel_ja = "計画"\n{}\nbasis = "curated"\nsource = "x"\n'
)
OBJECTIVE = '[[objective]]\npath = "objective/a/b"\npolicy = "policy/a"\nlabel_ja = "x"\nsource = "x"\n'
PLAIN_WORK = WORK.format("[]")


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        pytest.param({"colours": ""}, "unknown registry files", id="unknown-file"),
        pytest.param({"policies": "[[policies]]"}, "unknown tables", id="unknown-table"),
        pytest.param({"policies": "[policy]"}, "no array of tables", id="no-array"),
        pytest.param({"policies": "policy = [1]"}, "no array of tables", id="no-table"),
        pytest.param({"policies": "[[policy]"}, "policies", id="no-toml"),
        pytest.param({"policies": POLICY.format("x", "y") + "colour = 1"}, "unknown keys", id="unknown-key"),
        pytest.param({"policies": '[[policy]]\npath = "policy/a/b"'}, "missing keys", id="missing-key"),
        pytest.param({"policies": POLICY.format("x", "y") + "label_en = 3"}, "does not fit", id="wrong-type"),
        pytest.param(
            {"policies": POLICY.format("x", "y") + "aliases = [1]"}, "does not fit", id="wrong-part"
        ),
        pytest.param(
            {"policies": POLICY.format("x", "y") + 'aliases = [" "]'}, "does not fit", id="blank-alias"
        ),
        pytest.param({"policies": POLICY.format("x", "y") * 2}, "must not repeat", id="path-twice"),
        pytest.param({"policies": POLICY.format("X y", "y")}, "not a path", id="path-with-blank"),
        pytest.param(
            {"policies": POLICY.format("x", "名") + POLICY.format("y", "名 ")}, "belongs to", id="name-twice"
        ),
        pytest.param(
            {"objectives": OBJECTIVE},
            "does not hold",
            id="absent-policy",
        ),
        pytest.param({"works": WORK.format('["計画"]')}, "once", id="pattern-without-year"),
        pytest.param(
            {"works": WORK.format('["計画{year}", "計画 {year}"]')}, "must not repeat", id="pattern-twice"
        ),
        pytest.param(
            {"works": PLAIN_WORK + EDITION.format("w/2020", "year = 2021")},
            "ends in its key",
            id="edition-key",
        ),
        pytest.param(
            {
                "works": PLAIN_WORK
                + EDITION.format("w/2020", "year = 2020")
                + EDITION.format("w/a", "year = 2020")
            },
            "must not repeat",
            id="edition-twice",
        ),
        pytest.param(
            {"works": PLAIN_WORK + EDITION.format("w/2020-01-01", "adopted_on = 2020-01-01T00:00:00")},
            "does not fit",
            id="time-for-date",
        ),
        pytest.param(
            {"works": PLAIN_WORK + EDITION.format("w/2020", 'year = 2020\nmode = "vote"')},
            "does not fit",
            id="unknown-mode",
        ),
    ],
)
def test_a_registry_that_contradicts_itself_is_refused(texts: dict[str, str], complaint: str) -> None:
    with pytest.raises(OntologyError, match=re.escape(complaint)):
        parse_registry(texts)


def test_a_registry_can_be_read_twice_with_one_result() -> None:
    again: Registry = load_registry()
    assert list(again.items) == list(REGISTRY.items)
