"""The form file: what is refused, that nothing of it is idle, and what a label that is not known does."""

from __future__ import annotations

import ast
import re
from dataclasses import fields, replace
from importlib import resources
from pathlib import Path

import pytest

import loaders
from loaders.errors import FormFileError
from loaders.form import Form, load_form, parse_form
from loaders.layouts import place
from loaders.model import Issue, Report
from loaders.readers import read_document
from loaders.reading import read_slots
from loaders.report import loss_report
from loaders.source import open_source
from loaders.text import Text
from ontology.errors import KeifuError
from tests.loaders.reading_facts import asserted

NAME = "evaluation-report"
SAMPLES = Path(__file__).parents[1] / "samples"
CODE_FOLDER = Path(loaders.__file__).parent
TABBED, LINEAR = "kakuu-R5-1.tabbed.txt", "kakuu-R6-3.linear.txt"


@pytest.fixture(scope="module")
def shipped() -> str:
    return resources.files("loaders").joinpath(f"forms/{NAME}.toml").read_text(encoding="utf-8")


def changed(text: str, pattern: str, put: str) -> str:
    result, count = re.subn(pattern, lambda _: put, text, count=1, flags=re.MULTILINE)
    assert count == 1, pattern
    return result


def with_labels(text: str, slot: str, labels: str) -> str:
    return changed(text, rf'^"?{re.escape(slot)}"? = \[.*\]$', f'"{slot}" = {labels}')


def read_with(form: Form, name: str, raw: str | None = None) -> tuple[Report, tuple[Issue, ...]]:
    data = (SAMPLES / name).read_bytes() if raw is None else raw.encode("utf-8")
    document = read_document(open_source(data, name))
    report, labels = read_slots(document, form, place(document, form))
    return report, loss_report(document, report, labels).issues


WRONG = [
    ("an unknown key", r"\A", "colour = 'red'\n", "colour", "no part of reading knows this key"),
    ("a missing key", r"^main_sentence = .*$", "", "main_sentence", "this key is missing"),
    ("a slot unknown", r"^\[labels\]$", "[labels]\nposter = ['掲示']", "labels.poster", "no part of reading"),
    ("a slot missing", r"^field = .*$", "", "labels.field", "this key is missing"),
    ("a slot of no list", r"^field = .*$", "field = '分野'", "labels.field", "a list of words is expected"),
    ("a blank label", r"^field = .*$", "field = [' ']", "labels.field", "a list of words is expected"),
    ("one label, two slots", r"^field = .*$", "field = ['政策名']", "labels.field", "opens 'policy_name'"),
    ("a pattern slot missing", r"^stance = '.*$", "", "patterns.stance", "this key is missing"),
    ("an inline slot unknown", r"^inline = .*$", "inline = ['x']", "linear.inline", "'x' is no slot"),
    ("words that are a number", r"^main_sentence = .*$", "main_sentence = 3", "main_sentence", "words are"),
    ("blank words", r"^objective_mark.*$", "objective_mark = ''", "objective_mark", "words are expected"),
    ("a pattern", r"^transfer_pattern.*$", "transfer_pattern = '('", "transfer_pattern", "does not compile"),
    ("a group", r"^transfer_pattern.*$", "transfer_pattern = 'に移管'", "transfer_pattern", "no group 'to'"),
    ("a rule", r"^pattern = '再度.*$", "pattern = '['", "next_term.actions[2].pattern", "does not compile"),
    ("a follow-up", r"^    '測定指標を「.*$", "'を「',", "next_term.successors.patterns", "no group"),
    ("a unit", r'^"台" = .*$', '"台" = "gadget"', "units.台", "no concept unit-gadget"),
    ("a code with a blank", r'^"台" = .*$', '"台" = "a b"', "units.台", "no concept unit-a b"),
    ("an action", r'^code = "end"$', 'code = "stop"', "next_term.actions[0].code", "no concept change-stop"),
    ("a reason", r'^code = "undecided"$', 'code = "x"', "next_term.reasons[4].code", "no concept reason-x"),
    ("a rating", r'^"目標達成" = .*$', '"目標達成" = "met"', "rating.目標達成", "no concept rating-met"),
    ("a stance", r'^"III" = .*$', '"III" = "keep"', "stance.III", "no concept stance-keep"),
    ("a type", r'^"アウトカム指標" = .*$', '"他" = "odd"', "indicator_types.他", "no concept type-odd"),
    ("an achievement", r'^"イ" = .*$', '"イ" = "yes"', "achievement.イ", "no concept achievement-yes"),
    ("a scale in words", r'^"千円" = 1000$', '"千円" = "1000"', "money.千円", "a whole number above 0"),
    ("a scale of nothing", r'^"千円" = 1000$', '"千円" = 0', "money.千円", "a whole number above 0"),
    ("a truth as scale", r'^"千円" = 1000$', '"千円" = true', "money.千円", "a whole number above 0"),
    ("a key of a rule", r'^code = "end"$', 'code = "end"\nnote = 1', "next_term.actions[0].note", "no part"),
    ("another name", r"^name = .*$", 'name = "budget"', "name", "the file is called 'evaluation-report'"),
    ("no table", r"^\[money\]$(?s:.*)^\[units\]$", "[units]", "money", "this key is missing"),
    ("no TOML", r"^name = .*$", "name =", "", "this is no TOML"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "put", "key", "reason"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG]
)
def test_a_wrong_form_file_is_one_error_with_its_key(
    shipped: str, pattern: str, put: str, key: str, reason: str
) -> None:
    with pytest.raises(FormFileError) as caught:
        parse_form(changed(shipped, pattern, put), NAME)
    assert isinstance(caught.value, KeifuError)
    assert caught.value.file == f"{NAME}.toml"
    assert caught.value.key == key
    assert reason in caught.value.reason
    assert str(caught.value).startswith(f"{NAME}.toml [{key}]: " if key else f"{NAME}.toml: ")


def test_a_value_where_a_table_is_expected_is_refused(shipped: str) -> None:
    flat = changed(shipped, r"^\[linear\]$\n^inline = .*$", "") + "\n"
    with pytest.raises(FormFileError, match=r"\[linear\]: a table is expected"):
        parse_form("linear = 1\n" + flat, NAME)
    rules = changed(shipped, r"(?s)^\[\[next_term\.actions\]\].*?(?=^\[\[next_term\.reasons)", "")
    with pytest.raises(FormFileError, match=r"\[next_term.actions\]: a list of tables is expected"):
        parse_form(changed(rules, r"^cues = ", "actions = 1\ncues = "), NAME)


def test_the_shipped_form_is_what_its_text_says(shipped: str) -> None:
    assert parse_form(shipped, NAME) == load_form()
    assert load_form() is load_form()


# Nothing of the file is idle.


def test_every_field_of_the_form_is_read_by_the_code() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(CODE_FOLDER.rglob("*.py"))]
    read = {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    assert {field.name for field in fields(Form)} <= read


def _strings() -> set[str]:
    modules = [p for part in ("layouts", "reading") for p in sorted((CODE_FOLDER / part).rglob("*.py"))]
    return {
        node.value
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_slot_is_named_by_the_code_or_printed_in_a_sample() -> None:
    form, named = load_form(), _strings()
    printed = "".join(
        Text.of(raw, 0, len(raw)).folded().squeezed().chars
        for path in sorted(SAMPLES.glob("*.txt"))
        for raw in [path.read_text(encoding="utf-8")]
    )
    printed = form.footnote_reference.sub("", printed)
    idle = {
        slot
        for slot, texts in form.labels.items()
        if slot not in named
        and not (slot.startswith("budget.") and "budget." in named)
        and not any(text in printed for text in texts)
    }
    assert not idle
    assert set(form.patterns) <= named


def test_no_label_is_written_twice(shipped: str) -> None:
    for line in shipped.splitlines():
        if line.startswith("["):
            continue
        labels = re.findall(r'"([^"]+)"(?=[,\]])', line)
        assert len(labels) == len(set(labels)), line


# What the reading does when the file and the report do not agree.


@pytest.mark.parametrize("name", [TABBED, LINEAR])
def test_without_the_label_of_the_policy_the_error_names_the_one_of_the_form(shipped: str, name: str) -> None:
    form = parse_form(with_labels(shipped, "policy_name", "['港名']"), NAME)
    with pytest.raises(loaders.FormError, match="label 港名"):
        read_with(form, name)


def test_a_form_without_any_label_of_the_policy_is_refused(shipped: str) -> None:
    with pytest.raises(FormFileError, match=r"\[labels.policy_name\]: at least one label is needed"):
        parse_form(with_labels(shipped, "policy_name", "[]"), NAME)


@pytest.mark.parametrize(
    ("slot", "named"),
    [
        ("budget", "budget"),
        ("budget_years", "budget"),
        ("indicator", "indicator"),
        ("baseline", "indicator"),
        ("units", "units"),
    ],
)
def test_without_a_label_the_missing_part_is_named(shipped: str, slot: str, named: str) -> None:
    report, issues = read_with(parse_form(with_labels(shipped, slot, "[]"), NAME), TABBED)
    assert ("missing-slot", named) in {(issue.code, issue.slot) for issue in issues}
    whole, _ = read_with(load_form(), TABBED)
    assert asserted(report) <= asserted(whole)


PRINTED_IN_TABBED = {
    "field": "分野", "overview": "政策の概要", "outcomes": "基本目標【達成すべき目標】",
    "budget_years": "区分",
    "budget.initial": "当初予算(a)", "budget.total": "合計(a+b+c)", "budget.executed": "執行額",
    "cabinet_title": "施政方針演説等の名称", "cabinet_date": "年月日", "objective": "施策目標",
    "means": "施策手段", "baseline": "基準(値)【年度】", "final_target": "目標(値)【年度】",
    "yearly_targets": "年度ごとの目標(値)", "rating_words": "(各行政機関共通区分)", "results": "評価結果",
    "analysis": "政策の分析(達成・未達成に関する要因分析)", "next_term": "次期目標等への反映の方向性",
    "system": "税制、法令、組織、定員等への主な反映内容", "expert": "学識経験を有する者の知見等の活用",
    "units": "担当部局課室名", "posts": "作成責任者名", "evaluated_in": "政策評価実施時期",
}  # fmt: skip
PRINTED_IN_LINEAR = {
    "field": "分野", "overview": "政策の概要", "budget.initial": "当初予算(a)", "budget.executed": "執行額",
    "posts": "作成責任者名", "units": "担当部局課室名", "evaluated_in": "政策評価実施時期",
    "rating_words": "(各行政機関共通区分)",
}  # fmt: skip


def unknown(issues: tuple[Issue, ...]) -> list[Issue]:
    return [issue for issue in issues if issue.code == "unknown-label"]


@pytest.mark.parametrize(
    ("name", "slot", "printed"),
    [
        *((TABBED, slot, printed) for slot, printed in PRINTED_IN_TABBED.items()),
        *((LINEAR, slot, printed) for slot, printed in PRINTED_IN_LINEAR.items()),
    ],
)
def test_a_label_that_the_form_lacks_is_an_error_that_names_it(
    shipped: str, name: str, slot: str, printed: str
) -> None:
    _, issues = read_with(parse_form(with_labels(shipped, slot, "[]"), NAME), name)
    named = [issue for issue in unknown(issues) if repr(printed) in issue.message_en]
    assert [issue.severity for issue in named] == ["error"]
    assert f"{NAME}.toml" in named[0].message_en
    assert f"{NAME}.toml の [labels]" in named[0].message_ja
    assert named[0].span is not None


def test_a_renamed_label_is_told_with_the_nearest_one_and_what_was_expected(shipped: str) -> None:
    form = parse_form(with_labels(shipped, "expert", "['学識経験者の知見の活用']"), NAME)
    _, issues = read_with(form, TABBED)
    (issue,) = unknown(issues)
    assert issue.slot == "expert"
    assert "the nearest is '学識経験者の知見の活用' (expert)" in issue.message_en
    assert issue.candidates[0] == "学識経験者の知見の活用"


@pytest.mark.parametrize("name", [TABBED, LINEAR, "kakuu-R6-3.tabbed.txt", "souzou-H28-3.linear.txt"])
def test_a_report_of_a_known_form_has_no_unknown_label(name: str) -> None:
    assert not unknown(read_with(load_form(), name)[1])


@pytest.mark.parametrize("name", [TABBED, LINEAR])
def test_without_any_label_nothing_false_is_said_and_what_is_lost_is_told(shipped: str, name: str) -> None:
    whole, known = read_with(load_form(), name)
    for slot, texts in load_form().labels.items():
        if slot == "policy_name":
            continue
        report, issues = read_with(parse_form(with_labels(shipped, slot, "[]"), NAME), name)
        assert asserted(report) <= asserted(whole), slot
        same = replace(report, form=None, issues=()) == replace(whole, form=None, issues=())
        assert same or len(issues) > len(known) or unknown(issues), (slot, texts)


@pytest.mark.parametrize("name", [TABBED, LINEAR])
def test_a_renamed_label_is_read_when_it_is_added_as_a_variant(shipped: str, name: str) -> None:
    raw = (SAMPLES / name).read_text(encoding="utf-8")
    renamed = raw.replace("執行額", "支出済額").replace("学識経験を有する者", "有識者")
    assert renamed != raw
    form = parse_form(
        with_labels(
            with_labels(
                with_labels(shipped, "budget.executed", '["執行額", "支出済額"]'),
                "budget",
                '["政策の予算額・支出済額等（千円）"]',
            ),
            "expert",
            '["有識者の知見等の活用"]',
        ),
        NAME,
    )
    before, _ = read_with(load_form(), name)
    unread, doubts = read_with(load_form(), name, renamed)
    after, _ = read_with(form, name, renamed)
    assert asserted(after) == asserted(before)
    assert asserted(unread) < asserted(before)
    assert any(issue.slot.startswith("budget") for issue in doubts)


def test_labels_may_be_typed_wide_and_with_blanks(shipped: str) -> None:
    form = parse_form(with_labels(shipped, "field", '["分　野", "分野"]'), NAME)
    assert form.labels["field"] == ("分野",)


def text_of(words: str) -> Text:
    return Text.of(words, 0, len(words))


@pytest.mark.parametrize(
    ("printed", "slot"),
    [
        ("政策 ^(※1) 名", "policy_name"),
        ("政策の予算額・\n執行額等\n（千円）", "budget"),
        ("合計（ａ＋ｂ＋ｃ）", "budget.total"),
        ("（令和6年度予算概算要求に向けた考え方）", "stance"),
        ("測定指標1", None),
        ("", None),
    ],
)
def test_a_cell_is_a_label_as_a_whole(printed: str, slot: str | None) -> None:
    assert load_form().label_of(text_of(printed)) == slot


def test_the_longest_label_at_the_beginning_is_taken_with_its_references() -> None:
    found = load_form().leading_label(text_of("  測定指標 (数字に○を付した測定指標は、主要な測定指標)※2 港"))
    assert found is not None
    label, rest = found
    assert (label.slot, rest.chars) == ("indicator", "港")
    assert label.text.span().start == 2
    assert load_form().leading_label(text_of("港の測定指標")) is None


def test_a_short_label_inside_a_line_needs_a_blank_behind_it() -> None:
    inside = load_form().inline_labels(text_of("道の整備 分野 港と空 分野別の 作成責任者名 甲"))
    assert [(label.slot, at) for at, label in inside] == [("field", 5), ("posts", 17)]
    assert load_form().inline_labels(text_of("港の分野 と空")) == []


def test_a_slot_without_labels_is_never_found(shipped: str) -> None:
    form = parse_form(with_labels(shipped, "field", "[]"), NAME)
    assert form.inline_labels(text_of("道の整備 分野 港と空")) == []
    assert form.leading_label(text_of("分野 港と空")) is None
