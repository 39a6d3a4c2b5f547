from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from graph.errors import (
    ArchiveDamaged,
    BuildBusy,
    DiskFull,
    PushRefused,
    QueryError,
    QueryRefused,
    ReleaseDamaged,
    ReleaseMissing,
    ReleaseUnknown,
    RemoteChanged,
    RemoteEmpty,
    RemoteFailed,
    SearchStopped,
    VerificationFailed,
)
from keifu.errors import (
    AmbiguousName,
    ExportPlace,
    NotExplained,
    PackageMissing,
    ReaderFailed,
    RuleBroken,
    SameReport,
    SourceMissing,
    UsageError,
)
from keifu.messages import Exit, exit_code, exit_meanings, language, sentence
from loaders.errors import (
    DecodeError,
    FormError,
    FormFileError,
    LimitError,
    OverlapError,
    OverlayFileError,
    PrintedDiffers,
)
from ontology.errors import KeifuError, OntologyError
from queries.errors import NothingFound, ParameterError, TableError, UnknownQuestion

ERRORS: list[tuple[KeifuError, int, str]] = [
    (KeifuError("odd"), 3, "odd"),
    (OntologyError("not a path"), 2, "not a path"),
    (ReleaseMissing("data"), 3, "no release in data. Make one first: keifu load"),
    (ReleaseMissing("data", "ab12"), 3, "in data (asked for: ab12)."),
    (ReleaseDamaged("ab12", "quads/default.nq", "missing"), 3, "quads/default.nq"),
    (ArchiveDamaged("a.tar", "cut off"), 3, "a.tar is no whole archive of a release: cut off"),
    (VerificationFailed([f"problem {n}" for n in range(9)], "data/.failed"), 1, "(+4)"),
    (BuildBusy("data"), 3, "Another load"),
    (ReleaseUnknown("data", "ab12", ("cd34",)), 3, "no release ab12 in data. Kept are: cd34."),
    (DiskFull("data", "no space"), 3, "no space"),
    (RemoteFailed("http://s/query", "it cut its answer"), 3, "gave no whole answer: it cut its answer"),
    (RemoteEmpty("http://s/query", "nothing pushed"), 3, "keifu push --store http://s/query"),
    (RemoteChanged("http://s/query", "ab12"), 3, "another release than ab12"),
    (PushRefused("http://s/query", "others"), 3, "others. Nothing was changed there."),
    (QueryError("odd token", 2, 7), 2, "line 2, column 7"),
    (QueryRefused("service", "SERVICE", 1, 1), 2, "service"),
    (DecodeError("a.pdf", "this is a PDF", 0), 3, "a.pdf"),
    (LimitError("a.txt", 10, 11), 3, "11 bytes"),
    (FormError("a.txt", "title", "Dear sir"), 3, "Dear sir"),
    (
        FormFileError("f.toml", "labels.x", "take it out"),
        2,
        "f.toml is wrong (at labels.x): take it out. See",
    ),
    (
        FormFileError("f.toml", "", "this is no TOML"),
        2,
        "The form file f.toml is wrong: this is no TOML. See",
    ),
    (SourceMissing("b.txt", "No such file"), 3, "b.txt"),
    (ReaderFailed("a.pdf", "code -9"), 3, "a.pdf could not be read and was left out: code -9."),
    (SameReport("総務省31-⑧", "new.txt", "old.txt"), 1, "old.txt"),
    (RuleBroken("new.txt", "総務省31-⑧", ("no unit", "no label")), 1, "no unit, no label"),
    (PrintedDiffers("a.txt", 3, 5, "政策", "施策"), 2, "政策 is printed there, but the source has 施策"),
    (OverlapError("a.txt", "3-5", "4-6"), 2, "3-5 and 4-6 overlap"),
    (OverlayFileError("c.toml", 2, "no who"), 2, "c.toml, entry 2: no who"),
    (NotExplained("a.txt", "99.9", "100", ("0 (l.8)",), (), ()), 1, "Numbers that are not: 0 (l.8)."),
    (UnknownQuestion("cabinet", ("cabinet-basis",)), 2, "cabinet. Nearest: cabinet-basis. All"),
    (UnknownQuestion("zzz"), 2, "no question zzz. All of them"),
    (ParameterError("fy", None, "missing", "a year"), 2, "(missing): expected a year"),
    (ParameterError("fy", "x", "type", "a year"), 2, "(type, got x)"),
    (NothingFound("indicator/x"), 4, "keifu search"),
    (AmbiguousName("local", ("a", "b")), 4, "a, b"),
    (ExportPlace("csv", "folder"), 2, "--format csv needs the name of a folder"),
    (TableError("reports", "two rows have the key x"), 3, "the table reports: two rows have the key x."),
    (PackageMissing("pandas", "data"), 2, "pip install 'keifu[data]'"),
    (SearchStopped("電子", 2.0), 2, "The search for 電子 was stopped after 2.0 seconds."),
    (UsageError("no = in it"), 2, "no = in it"),
]


def named(value: object) -> str | None:
    return type(value).__name__ if isinstance(value, KeifuError) else None


@pytest.mark.parametrize(("error", "code", "words"), ERRORS, ids=named)
def test_every_error_has_its_exit_code_and_says_what_matters(
    error: KeifuError, code: int, words: str
) -> None:
    assert exit_code(error) == code
    assert words in sentence(error, "en")


@pytest.mark.parametrize("error", [error for error, _, _ in ERRORS], ids=named)
def test_every_error_has_a_japanese_sentence_without_open_braces(error: KeifuError) -> None:
    assert "{" not in sentence(error, "ja")


@pytest.mark.parametrize("tongue", ["en", "ja"])
@pytest.mark.parametrize("error", [UnknownQuestion("zzz"), ReleaseMissing("data")], ids=named)
def test_what_an_error_does_not_know_leaves_no_empty_part(error: KeifuError, tongue: str) -> None:
    said = sentence(error, tongue)
    assert not [mark for mark in (": -", ": 。", ": .", "*", "()") if mark in said]


def test_a_class_without_an_entry_takes_that_of_its_parent() -> None:
    class StrangeQueryError(QueryError):
        pass

    assert exit_code(StrangeQueryError("odd")) is Exit.USAGE


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
    ],
)
def test_the_locale_decides_the_language(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


def test_every_exit_code_has_a_meaning_in_both_languages() -> None:
    meanings = exit_meanings()
    assert set(meanings) == set(Exit)
    assert all(words["en"] and words["ja"] for words in meanings.values())


def test_every_entry_of_the_table_belongs_to_an_error_that_exists() -> None:
    text = (Path(__file__).resolve().parents[2] / "keifu" / "messages.toml").read_text(encoding="utf-8")
    known = {type(error).__name__ for error, _, _ in ERRORS}
    assert set(tomllib.loads(text)["errors"]) == known
