"""Form files of a user: read and loaded without Python, kept with the release, and as the guide tells it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

import loaders
from graph.release import open_release
from keifu.errors import SourceMissing
from keifu.face import Keifu
from keifu.forms import VARIABLE, forms_from, joined_forms, kept_forms, shelf_of
from keifu.loading import Loaded, load
from keifu.overlays import Overlay
from loaders import Shelf
from loaders.errors import FormFileError

TESTS = Path(__file__).parents[1]
OWN = TESTS / "samples" / "own"
FORM = OWN / "dream-check.toml"
GUIDE = (TESTS.parent / "docs" / "forms.md").read_text(encoding="utf-8")
FIRST, SECOND = OWN / "dream-R5-7.tabbed.txt", OWN / "dream-R6-7.linear.txt"


def run(folder: Path, *paths: Path, forms: tuple[str, ...] = ()) -> Loaded:
    return load([str(path) for path in paths], folder, lambda _: None, overlay=Overlay(forms=forms))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dreams")
    loaded = run(place, FIRST, forms=forms_from([FORM]))
    assert [each.number for each in loaded.accepted] == ["夢見庁R5-⑦"]
    return place


@pytest.fixture(scope="module")
def whole(folder: Path) -> Loaded:
    """The second report, loaded without naming the form again."""
    return run(folder, SECOND)


def test_a_release_keeps_the_form_that_it_was_read_with(whole: Loaded, folder: Path) -> None:
    assert [each.number for each in whole.accepted] == ["夢見庁R6-⑦"]
    assert not whole.failed
    release = open_release(folder)
    assert kept_forms(release) == (FORM.read_text(encoding="utf-8"),)
    assert len(release.manifest.sources) == 2


def test_results_that_no_list_had_break_no_rule(whole: Loaded) -> None:
    assert whole.release is not None
    checks = whole.release.manifest.checks
    assert not [check.name for check in checks if check.severity == "violation" and check.rows]


def test_questions_answer_on_a_ministry_that_only_a_form_file_knows(whole: Loaded, folder: Path) -> None:
    del whole
    opened = Keifu.open(folder)
    rows = {str(row["reportLabel"]): row for row in opened.ask("verdict-consistency")}
    dropped = list(opened.ask("dropped-after-miss", fy=2023))
    counted = {name: [row[key] for key in ("i", "ro", "ha", "pending")] for name, row in rows.items()}
    assert counted == {"夢見庁R5-⑦": [1, 0, 1, 1], "夢見庁R6-⑦": [0, 0, 2, 1]}
    assert [(row["indicatorLabel"], row["lastActual"], row["target"]) for row in dropped] == [
        ("観察会に来た人の数", Decimal(1380), Decimal(1700))
    ]


def test_a_form_given_again_takes_the_place_of_the_kept_one() -> None:
    text = FORM.read_text(encoding="utf-8")
    changed = text + "\n# changed\n"
    assert joined_forms([text], [changed]) == (changed,)
    assert joined_forms([text], []) == (text,)
    assert joined_forms([text], [text]) == (text,)


def test_a_folder_of_forms_is_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert forms_from([]) == ()
    monkeypatch.setenv(VARIABLE, str(OWN))
    assert forms_from([]) == (FORM.read_text(encoding="utf-8"),)
    other = tmp_path / "other.toml"
    other.write_text("name = 'other'", encoding="utf-8")
    assert forms_from([other]) == ("name = 'other'",)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(SourceMissing):
        forms_from([])


def test_a_form_file_that_is_no_form_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(FormFileError):
        run(tmp_path, FIRST, forms=("name = 3",))
    with pytest.raises(FormFileError):
        shelf_of(("no toml",))
    assert not list(tmp_path.iterdir())


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_guide_lists_every_shipped_form() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \|", GUIDE, re.MULTILINE)
    assert sorted(listed) == sorted(Shelf.shipped().forms)


def test_the_example_of_the_guide_is_read_as_it_says() -> None:
    shelf = shelf_of((block("toml"),))
    reading = loaders.read(block("text").encode("utf-8"), "report.txt", shelf=shelf)
    report = reading.report
    assert report.form is not None
    assert (report.form.name, report.head.number.value.normal) == ("harbour-review", "架空港湾庁R5-①")
    assert report.head.fiscal_year.value == 2022
    assert report.budget is not None
    assert [c.total.value for c in report.budget.columns if c.total] == [1_200_000, 1_200_000]
    (entry,) = report.entries
    (series,) = entry.series
    assert [(t.fiscal_year, t.quantity and t.quantity.value) for t in series.targets] == [
        (2021, Decimal(12)),
        (2022, Decimal(15)),
    ]
    assert [(a.fiscal_year, a.quantity and a.quantity.value) for a in series.actuals] == [
        (2021, Decimal(13)),
        (2022, Decimal(16)),
    ]
    assert not reading.loss.unread
    assert not [issue for issue in reading.loss.issues if issue.severity == "error"]


def test_the_message_of_the_guide_is_the_one_that_is_said() -> None:
    told = re.search(r"unknown-label: (The label .*?) …", GUIDE)
    assert told is not None
    raw = block("text").replace("全体の評価", "全体評価")
    reading = loaders.read(raw.encode("utf-8"), "report.txt", shelf=shelf_of((block("toml"),)))
    messages = [issue.message_en for issue in reading.loss.issues if issue.code == "unknown-label"]
    assert [message.startswith(told[1]) for message in messages] == [True]
