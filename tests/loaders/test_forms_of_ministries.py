"""The shipped forms of other ministries, and one that a user adds, against facts that were typed by hand."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib

import loaders
from loaders.errors import FormError, FormFileError
from loaders.form import DEFAULT_FORM, Form, Shelf, load_form, parse_form
from loaders.model import IndicatorEntry, Quantity, Report
from ontology import files
from ontology.terms import CODE_NS
from tests.loaders.reading_facts import read_path

SAMPLES = Path(__file__).parents[1] / "samples"
SHIPPED, OWN = SAMPLES / "forms", SAMPLES / "own"
Json = dict[str, Any]
EXPECTED: Json = json.loads((SHIPPED / "expected.json").read_text(encoding="utf-8"))
REPORTS = sorted(path.name for path in SHIPPED.glob("*.txt"))
OWN_FORM = (OWN / "dream-check.toml").read_text(encoding="utf-8")
KINDS = ("initial", "supplementary", "carry_over", "total", "executed")


@pytest.fixture(scope="module", params=REPORTS)
def pair(request: pytest.FixtureRequest) -> tuple[loaders.Reading, Json]:
    return read_path(SHIPPED / request.param), EXPECTED[request.param]


@pytest.fixture(scope="module", params=["R5-7.tabbed", "R5-7.linear", "R6-7.tabbed", "R6-7.linear"])
def own(request: pytest.FixtureRequest) -> tuple[loaders.Reading, Json]:
    path = OWN / f"dream-{request.param}.txt"
    facts = OWN / f"dream-{request.param.split('.')[0]}.expected.json"
    return read_own(path), json.loads(facts.read_text(encoding="utf-8"))


def read_own(path: Path, *texts: str) -> loaders.Reading:
    return loaders.read(path.read_bytes(), path.name, shelf=Shelf.with_own(texts or (OWN_FORM,)))


def value(quantity: Quantity | None) -> Decimal | None:
    return None if quantity is None else quantity.value


def number(printed: str | None) -> Decimal | None:
    return None if printed is None else Decimal(printed)


def budget(report: Report) -> Json | None:
    if report.budget is None:
        return None
    return {
        str(column.fiscal_year.value): [
            None if (money := getattr(column, kind)) is None else money.value for kind in KINDS
        ]
        for column in report.budget.columns
    }


def cells(entry: IndicatorEntry) -> tuple[object, ...]:
    (series,) = entry.series
    base = series.baseline
    return (
        None if base is None else (base.fiscal_year, value(base.quantity)),
        [(t.fiscal_year, value(t.quantity), t.is_final) for t in series.targets],
        [(a.fiscal_year, value(a.quantity)) for a in series.actuals],
    )


def told_cells(base: list[Any], targets: list[list[Any]], actuals: list[list[Any]]) -> tuple[object, ...]:
    return (
        (base[0], number(base[1])),
        [(year, number(printed), final) for year, printed, final in targets],
        [(year, number(printed)) for year, printed in actuals],
    )


def units(entry: IndicatorEntry) -> set[str]:
    (series,) = entry.series
    cells = (series.baseline, *series.targets, *series.actuals)
    return {q.unit for cell in cells if cell is not None and (q := cell.quantity) is not None}


def test_every_shipped_form_has_a_report_and_every_report_its_facts() -> None:
    assert {facts["form"] for name, facts in EXPECTED.items() if name != "note"} == {
        name for name in Shelf.shipped().forms if name != DEFAULT_FORM
    }
    assert set(REPORTS) == EXPECTED.keys() - {"note"}


def test_the_form_is_chosen_by_the_text_and_not_by_the_name_of_the_file(
    pair: tuple[loaders.Reading, Json],
) -> None:
    reading, told = pair
    again = loaders.read(reading.source.raw.encode("utf-8"), "x.txt")
    assert [r.report.form.name for r in (reading, again) if r.report.form] == [told["form"]] * 2


def test_the_head_of_each_form_is_read(pair: tuple[loaders.Reading, Json]) -> None:
    report, told = pair[0].report, pair[1]
    head, policy = report.head, report.policy
    assert head.evaluated_in is not None
    made = f"{head.evaluated_in.value.year}-{head.evaluated_in.value.month:02}"
    assert (head.number.value.normal, head.number.value.path, head.fiscal_year.value, made) == (
        told["number"],
        told["path"],
        told["fiscal_year"],
        told["made"],
    )
    assert [policy.number and policy.number.value, policy.name.value] == told["policy"]
    assert [[level.level, level.text.value] for level in policy.above] == told["above"]
    assert not [issue for issue in pair[0].loss.issues if issue.code == "date-conflict"]


def test_the_results_of_each_form_are_read(pair: tuple[loaders.Reading, Json]) -> None:
    report, told = pair[0].report, pair[1]
    for found, expected in ((report.rating, told["rating"]), (report.overall, told["overall"])):
        assert (found and [found.words.value, found.code]) == expected


def test_the_budget_of_each_form_is_read_in_its_unit_with_its_signs(
    pair: tuple[loaders.Reading, Json],
) -> None:
    assert budget(pair[0].report) == pair[1]["budget"]


def test_the_indicators_of_each_form_have_no_wrong_value(pair: tuple[loaders.Reading, Json]) -> None:
    report, told = pair[0].report, pair[1]
    assert [objective.name.value for objective in report.objectives] == told["objectives"]
    for entry, expected in zip(report.entries, told["entries"], strict=True):
        order, main, name, unit, base, targets, actuals, mark = expected
        assert (entry.number.value, entry.is_main, entry.name.value) == (order, main, name)
        assert cells(entry) == told_cells(base, targets, actuals), name
        assert units(entry) == {unit}
        found = entry.series[0].achievement
        assert (found and found.value) == mark


def test_what_cannot_be_read_is_in_the_loss_report(pair: tuple[loaders.Reading, Json]) -> None:
    loss, told = pair[0].loss, pair[1]
    assert [stretch.text for stretch in loss.unread] == told["unread"]
    for text in told["unread"]:
        named = [i for i in loss.issues if text in i.message_ja and i.code == "unknown-vocabulary"]
        assert [f"{told['form']}.toml" in issue.message_en for issue in named] == [True]


def test_a_form_from_an_excerpt_says_so_in_every_report(pair: tuple[loaders.Reading, Json]) -> None:
    (issue,) = [issue for issue in pair[0].loss.issues if issue.code == "form-from-excerpt"]
    assert "written from an excerpt, not tried on a whole report" in issue.message_en
    form = pair[0].report.form
    assert form is not None
    assert form.status == "excerpt"
    assert all(source in issue.message_en for source in form.known_from)
    assert form.known_from


def test_the_form_of_the_two_complete_reports_says_nothing_of_the_kind() -> None:
    assert load_form().origin.status == "tried"
    issues = read_path(SAMPLES / "kakuu-R5-1.tabbed.txt").loss.issues
    assert not [issue for issue in issues if issue.code == "form-from-excerpt"]


# A form of the user's own.


def test_a_made_up_ministry_is_read_with_a_form_file_alone(own: tuple[loaders.Reading, Json]) -> None:
    report, told = own[0].report, own[1]
    head, policy = report.head, report.policy
    assert report.form is not None
    assert (report.form.name, report.form.status) == ("dream-check", "own")
    assert (head.number.value.normal, head.fiscal_year.value) == (told["number"], told["fiscal_year"])
    assert policy.number is not None
    assert policy.field is not None
    assert {
        "number": policy.number.value,
        "name": policy.name.value,
        "field": policy.field.value,
    } == told["policy"]
    assert budget(report) == told["budget"]
    assert [objective.name.value for objective in report.objectives] == told["objectives"]
    assert [list(unit.names) for unit in report.units] == told["units"]
    assert not own[0].loss.unread


def test_every_value_of_a_made_up_ministry_is_right(own: tuple[loaders.Reading, Json]) -> None:
    report, told = own[0].report, own[1]
    for entry, facts in zip(report.entries, told["entries"], strict=True):
        kind = entry.indicator_type
        assert (entry.number.value, entry.is_main, entry.name.value) == (
            facts["number"],
            facts["main"],
            facts["name"],
        )
        assert (kind and kind.value, units(entry)) == (facts["type"], {facts["unit"]})
        assert cells(entry) == told_cells(facts["baseline"], facts["targets"], facts["actuals"])
        mark = entry.series[0].achievement
        assert mark is not None
        assert mark.text == facts["mark"]


def test_results_that_only_the_form_knows_carry_their_label_and_verdict(
    own: tuple[loaders.Reading, Json],
) -> None:
    report, told = own[0].report, own[1]
    assert report.rating is not None
    assert report.form is not None
    assert report.rating.words.value == told["rating"]
    by_code = {code.code: code for code in report.form.codes}
    assert by_code[str(report.rating.code)].label_ja == told["rating"]
    marks = {
        entry.number.value: str(entry.series[0].achievement.value)
        for entry in report.entries
        if entry.series[0].achievement
    }
    assert marks[3] == "pending"
    assert {by_code[marks[1]].verdict, by_code[marks[2]].verdict} <= {"met", "missed"}


def test_without_its_form_file_the_report_is_of_no_known_form() -> None:
    with pytest.raises(FormError):
        read_path(OWN / "dream-R5-7.tabbed.txt")


def test_the_form_of_a_user_goes_before_a_shipped_one() -> None:
    mine = 'name = "mine"\nextends = "evaluation-report"\nstatus = "own"\nknown_from = []\ntitle = "評価書"\n'
    path = SAMPLES / "kakuu-R5-1.tabbed.txt"
    reading = read_own(path, mine)
    assert reading.report.form is not None
    assert reading.report.form.name == "mine"


def test_of_two_forms_that_fit_equally_well_none_is_taken() -> None:
    head = 'extends = "evaluation-report"\nstatus = "own"\nknown_from = []\ntitle = "評価書"\n'
    with pytest.raises(FormError, match="one and two fit equally well"):
        read_own(SAMPLES / "kakuu-R5-1.tabbed.txt", 'name = "one"\n' + head, 'name = "two"\n' + head)


def test_of_two_forms_the_one_with_more_printed_labels_is_taken() -> None:
    head = 'extends = "evaluation-report"\nstatus = "own"\nknown_from = []\ntitle = "評価書"\n'
    fewer = 'name = "two"\n' + head + "[labels]\nmeans = ['手だて']\nexpert = ['外の声']\n"
    reading = read_own(SAMPLES / "kakuu-R5-1.tabbed.txt", 'name = "one"\n' + head, fewer)
    assert reading.report.form is not None
    assert reading.report.form.name == "one"


# Form files that extend others.


def test_a_table_of_results_replaces_the_extended_one_and_other_tables_add_to_it() -> None:
    form = parse_form(OWN_FORM, "dream-check", shipped)
    base = load_form()
    assert set(form.achievement) == {"A", "B", "C", "-"}
    assert form.units == base.units
    assert form.labels["indicator"] == ("ものさし",)
    assert form.stance == base.stance
    assert list(form.origin.texts) == ["dream-check", "evaluation-report"]


def shipped(name: str) -> str | None:
    return load_form().origin.texts[name] if name == DEFAULT_FORM else None


EXTENDING = 'name = "{}"\nextends = "{}"\ntitle = "題"\nstatus = "own"\nknown_from = []\n'


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (EXTENDING.format("a", "b"), "extends", "there is no form 'b'"),
        (EXTENDING.format("a", "a"), "extends", "goes round in a circle"),
        ('extends = "evaluation-report"\nname = "a"\n', "known_from", "this key is missing"),
        (EXTENDING.format("a", DEFAULT_FORM) + "[lables]\n", "lables", "did you mean 'labels'?"),
        (
            EXTENDING.format("a", DEFAULT_FORM) + "[labels]\nunit = []\n",
            "labels.unit",
            "did you mean 'units'",
        ),
        (EXTENDING.format("a", DEFAULT_FORM) + "[years]\ntitle = 'x'\n", "years.title", "one of evaluated, "),
        (EXTENDING.format("a", DEFAULT_FORM) + "[table]\nrows = 'x'\n", "table.rows", "targets-over-actuals"),
        (EXTENDING.format("a", DEFAULT_FORM) + "number_pattern = ''\n", "ministry", "must name the ministry"),
        (
            EXTENDING.format("a", DEFAULT_FORM) + "[achievement]\nA = { label = 'x', verdict = 'good' }\n",
            "achievement.A.verdict",
            "one of met, missed, not-due",
        ),
        (EXTENDING.format("a", DEFAULT_FORM) + "[rating]\nA = { name = 'x' }\n", "rating.A.name", "has only"),
        (EXTENDING.format("a", DEFAULT_FORM) + "[rating]\nA = {}\n", "rating.A.label", "words are expected"),
    ],
)
def test_a_wrong_form_of_a_user_names_file_key_and_what_to_do(text: str, key: str, reason: str) -> None:
    with pytest.raises(FormFileError) as caught:
        Shelf.with_own([text])
    assert (caught.value.file, caught.value.key) == ("a.toml", key)
    assert reason in caught.value.reason


def test_two_files_of_one_name_are_refused_and_the_same_file_twice_is_one() -> None:
    with pytest.raises(FormFileError, match="two files describe a form of this name"):
        Shelf.with_own([OWN_FORM, OWN_FORM + "\n"])
    assert "dream-check" in Shelf.with_own([OWN_FORM, OWN_FORM]).forms


def test_a_form_of_a_user_may_extend_another_one_of_the_user() -> None:
    child = 'name = "child"\nextends = "dream-check"\ntitle = "子"\nstatus = "own"\nknown_from = []\n'
    form = Shelf.with_own([child, OWN_FORM]).forms["child"]
    assert form.labels["indicator"] == ("ものさし",)
    assert list(form.origin.texts) == ["child", "dream-check", "evaluation-report"]


def test_the_status_of_a_form_is_never_inherited() -> None:
    with pytest.raises(FormFileError, match="status"):
        Shelf.with_own(['name = "a"\nextends = "evaluation-report"\ntitle = "題"\nknown_from = []\n'])


# Numbering.


@pytest.mark.parametrize(
    ("printed", "path"),
    [
        ("Ⅳ 名", "2023-04"),
        ("Ⅰー６ 名", "2023-01-06"),
        ("６－１ 名", "2023-06-01"),
        ("⑲ 名", "2023-19"),
        ("㉑ 名", "2023-21"),
        ("（19） 名", "2023-19"),
        ("（１） 名", "2023-01"),
        ("１． 名", "2023-01"),
        ("Ⅰ－９－１ 名", "2023-01-09-01"),
        ("施策目標 44 名", "2023-44"),
    ],
)
def test_every_style_of_numbering_gives_the_path_of_the_report(printed: str, path: str) -> None:
    raw = (SHIPPED / "mhlw.tabbed.txt").read_text(encoding="utf-8")
    changed = raw.replace("Ⅰ－９－１ 架空の薬草の知識を広めること", printed)
    assert changed != raw
    reading = loaders.read(changed.encode("utf-8"), "x.txt")
    assert reading.report.head.number.value.path == path
    assert reading.report.policy.name.value == "名"


def test_a_number_may_be_glued_to_the_name() -> None:
    raw = (SHIPPED / "mlit.tabbed.txt").read_text(encoding="utf-8").replace("⑲ 坂道", "５坂道")
    reading = loaders.read(raw.encode("utf-8"), "x.txt")
    assert reading.report.head.number.value.path == "2022-05"
    assert reading.report.policy.name.value == "坂道の手すりを整える"


def test_a_policy_without_a_number_is_no_report_where_the_number_stands_for_it() -> None:
    raw = (SHIPPED / "mlit.tabbed.txt").read_text(encoding="utf-8").replace("⑲ 坂道", "坂道")
    with pytest.raises(FormError, match="a numbered 施策目標"):
        loaders.read(raw.encode("utf-8"), "x.txt")


# One row to an indicator.


def shifted(line: str) -> str:
    name, _, rest = line.partition("\t")
    return f"{name}\t\t{rest}"


def test_a_row_that_does_not_fit_its_heads_is_not_asserted_and_told() -> None:
    lines = (SHIPPED / "mlit.tabbed.txt").read_text(encoding="utf-8").splitlines()
    raw = "\n".join(shifted(line) if line.startswith("88 ") else line for line in lines)
    reading = loaders.read(raw.encode("utf-8"), "x.txt")
    assert [entry.number.value for entry in reading.report.entries] == [87]
    assert ("ambiguous", "indicator.row") in {(i.code, i.slot) for i in reading.loss.issues}


@pytest.mark.parametrize(
    ("printed", "put"), [("令和3年度|令和4年度", "令和4年度|令和5年度"), ("令和2年度|", "|")]
)
def test_year_heads_that_leave_a_year_out_take_the_table_away(printed: str, put: str) -> None:
    raw = (SHIPPED / "mlit.tabbed.txt").read_text(encoding="utf-8")
    at = raw.index("業績指標\t")
    changed = raw[:at] + raw[at:].replace(printed.replace("|", "\t"), put.replace("|", "\t"), 1)
    assert changed != raw
    reading = loaders.read(changed.encode("utf-8"), "x.txt")
    assert not reading.report.entries
    assert "indicator.years" in {issue.slot for issue in reading.loss.issues}


# Codes.


def forms() -> list[Form]:
    return list(Shelf.shipped().forms.values())


def test_the_verdict_of_each_code_is_the_one_of_the_code_list() -> None:
    codes = rdflib.Graph()
    for turtle in files.code_turtles().values():
        codes.parse(data=turtle, format="turtle")
    for found in (code for form in forms() for code in form.codes):
        concept = rdflib.URIRef(f"{CODE_NS}{found.kind}-{found.code}")
        match = codes.value(concept, rdflib.SKOS.broadMatch)
        told = None if match is None else str(match).removeprefix(f"{CODE_NS}verdict-")
        assert found.verdict == told, found


def test_no_ministry_is_named_in_the_code() -> None:
    names = {form.head.ministry for form in forms()} - {""} | {"総務省", "厚労省", "国交省"}
    for path in sorted(Path(loaders.__file__).parent.rglob("*.py")):
        code = re.sub(r'(?s)""".*?"""|#[^\n]*', "", path.read_text(encoding="utf-8"))
        assert not [name for name in names if name in code], path.name
