from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from graph.errors import ReleaseDamaged
from graph.release import open_release
from keifu.documents import reading_json
from keifu.errors import RuleBroken, SameReport, SourceMissing
from keifu.loading import load
from loaders.errors import DecodeError, FormError

if TYPE_CHECKING:
    from pathlib import Path

A = "soumu-31-8.tabbed.txt"
B = "soumu-R4-8.linear.txt"


def silent(_: str) -> None:
    """Nobody listens."""


def loaded_id(folder: Path, *paths: Path) -> str:
    outcome = load([str(path) for path in paths], folder, silent)
    assert outcome.release is not None
    assert not outcome.failed
    return outcome.release.id


def test_loading_one_after_the_other_gives_the_release_of_loading_both(tmp_path: Path, samples: Path) -> None:
    both = loaded_id(tmp_path / "both", samples)
    loaded_id(tmp_path / "ab", samples / A)
    assert loaded_id(tmp_path / "ab", samples / B) == both
    loaded_id(tmp_path / "ba", samples / B)
    assert loaded_id(tmp_path / "ba", samples / A) == both


def test_files_are_told_by_name_on_every_run(tmp_path: Path, samples: Path) -> None:
    folder = tmp_path / "data"
    loaded_id(folder, samples / B)
    outcome = load([str(samples / B), str(samples / A)], folder, silent)
    assert [(each.file.name, each.known) for each in outcome.accepted] == [(A, False), (B, True)]


def test_loading_the_same_content_again_changes_nothing_under_any_name(tmp_path: Path, samples: Path) -> None:
    folder = tmp_path / "data"
    first = loaded_id(folder, samples)
    copy = shutil.copy(samples / A, tmp_path / "another name.txt")
    outcome = load([str(copy)], folder, silent)
    assert outcome.release is not None
    assert outcome.release.id == first
    assert not outcome.changed
    assert [(each.file.name, each.known) for each in outcome.accepted] == [(A, True)]


def test_one_content_under_two_names_is_loaded_once_under_the_first(tmp_path: Path, samples: Path) -> None:
    for name in ("b.txt", "a.txt"):
        shutil.copy(samples / A, tmp_path / name)
    outcome = load([str(tmp_path / "b.txt"), str(tmp_path / "a.txt")], tmp_path / "data", silent)
    assert [each.file.name for each in outcome.accepted] == ["a.txt"]


def test_another_text_of_a_loaded_report_is_refused_and_both_are_named(tmp_path: Path, samples: Path) -> None:
    folder = tmp_path / "data"
    before = loaded_id(folder, samples / A)
    revised = tmp_path / "revised.txt"
    revised.write_bytes((samples / A).read_bytes() + b"\n")
    outcome = load([str(revised), str(samples / B)], folder, silent)
    (failure,) = outcome.failed
    assert failure.error == SameReport("総務省31-⑧", "revised.txt", A)
    assert [each.file.name for each in outcome.accepted] == [B]
    assert outcome.release is not None
    assert outcome.release.id != before
    assert len(outcome.release.manifest.sources) == 2


def test_of_two_new_texts_of_one_report_neither_is_taken(tmp_path: Path, samples: Path) -> None:
    revised = tmp_path / "revised.txt"
    revised.write_bytes((samples / A).read_bytes() + b"\n")
    outcome = load([str(samples / A), str(revised)], tmp_path / "data", silent)
    assert {failure.name for failure in outcome.failed} == {A, "revised.txt"}
    assert outcome.release is None


def test_an_unreadable_file_is_told_and_the_others_are_loaded(tmp_path: Path, samples: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam,\nthe weather is fine.\n")
    paths = [str(tmp_path / name) for name in ("picture.txt", "letter.txt", "absent.txt")]
    outcome = load([*paths, str(samples / A)], tmp_path / "data", silent)
    assert {type(failure.error) for failure in outcome.failed} == {DecodeError, FormError, SourceMissing}
    assert [each.file.name for each in outcome.accepted] == [A]


def test_when_nothing_can_be_read_no_folder_is_made(tmp_path: Path) -> None:
    outcome = load([str(tmp_path / "absent.txt")], tmp_path / "data", silent)
    assert outcome.release is None
    assert not (tmp_path / "data").exists()


def test_the_sources_are_kept_byte_by_byte_with_their_text(tmp_path: Path, samples: Path) -> None:
    loaded_id(tmp_path / "data", samples)
    release = open_release(tmp_path / "data")
    for source in release.manifest.sources:
        given = (samples / source.file_name).read_bytes()
        assert release.source_data(source.sha256[:16]) == given
        assert release.source_text(source.sha256[:16]) == given.decode()


def test_names_of_officers_are_in_no_statement_and_no_document_of_the_release(
    tmp_path: Path, samples: Path
) -> None:
    loaded_id(tmp_path / "data", samples)
    release = open_release(tmp_path / "data")
    for path in [*(release.path / "quads").iterdir(), *(release.path / "reports").iterdir()]:
        text = path.read_text(encoding="utf-8")
        assert "甲野" not in text, path.name
        assert "戊野" not in text, path.name
        assert "officers" not in path.name


def test_document_models_are_kept_by_the_path_of_their_report(tmp_path: Path, samples: Path) -> None:
    outcome = load([str(samples)], tmp_path / "data", silent)
    assert outcome.release is not None
    assert '"総務省31-⑧"' in outcome.release.report_text("soumu-2019-08.json")
    assert '"総務省R4-⑧"' in outcome.release.report_text("soumu-2022-08.json")


def test_the_base_of_a_first_release_can_be_chosen_and_stays(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEIFU_BASE", "https://example.org/policy/")
    loaded_id(tmp_path / "data", samples / A)
    monkeypatch.delenv("KEIFU_BASE")
    loaded_id(tmp_path / "data", samples / B)
    assert open_release(tmp_path / "data").base == "https://example.org/policy/"


def test_every_step_is_told(tmp_path: Path, samples: Path) -> None:
    heard: list[str] = []
    load([str(samples / A)], tmp_path / "data", heard.append)
    load([str(samples / B)], tmp_path / "data", heard.append)
    assert heard == ["reading 1 files", "building the release", "reading 2 files", "building the release"]


def test_a_damaged_release_is_not_built_upon(tmp_path: Path, samples: Path) -> None:
    loaded_id(tmp_path / "data", samples / A)
    manifest = open_release(tmp_path / "data").path / "manifest.json"
    manifest.chmod(0o600)
    manifest.write_text("{}")
    with pytest.raises(ReleaseDamaged):
        load([str(samples / B)], tmp_path / "data", silent)


def test_the_json_of_a_reading_is_the_same_every_time(samples: Path) -> None:
    from loaders import read  # noqa: PLC0415

    data = (samples / A).read_bytes()
    assert reading_json(read(data, A)) == reading_json(read(data, A))


def test_a_report_that_breaks_a_rule_is_left_out_and_the_others_are_loaded(
    tmp_path: Path, samples: Path, root: Path
) -> None:
    text = (root / "tests/samples/kakuu-R6-3.tabbed.txt").read_text(encoding="utf-8")
    nobody = "".join(line for line in text.splitlines(keepends=True) if "担当部局課室名" not in line)
    (tmp_path / "nobody.txt").write_text(nobody, encoding="utf-8")
    both = loaded_id(tmp_path / "both", samples)
    outcome = load([str(samples), str(tmp_path / "nobody.txt")], tmp_path / "data", silent)
    (failure,) = outcome.failed
    assert isinstance(failure.error, RuleBroken)
    assert "responsibleUnit" in failure.error.problems[0]
    assert outcome.release is not None
    assert outcome.release.id == both
    assert {each.file.name for each in outcome.accepted} == {A, B}


def test_when_the_only_report_breaks_a_rule_there_is_no_release(tmp_path: Path, root: Path) -> None:
    text = (root / "tests/samples/kakuu-R6-3.tabbed.txt").read_text(encoding="utf-8")
    nobody = "".join(line for line in text.splitlines(keepends=True) if "担当部局課室名" not in line)
    (tmp_path / "nobody.txt").write_text(nobody, encoding="utf-8")
    outcome = load([str(tmp_path / "nobody.txt")], tmp_path / "data", silent)
    assert outcome.release is None
    assert not outcome.accepted
