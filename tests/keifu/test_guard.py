from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from keifu import __version__
from keifu.guard import SIBLINGS, check_siblings, where

ROOT = Path(__file__).resolve().parents[2]


def python(code: str, *ahead: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs code in a fresh Python whose path begins with these folders."""
    paths = [str(path) for path in ahead]
    program = f"import sys; sys.path[:0] = {paths!r}\n{code}"
    return subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=cwd, capture_output=True, text=True, check=False
    )


def installed(folder: Path) -> Path:
    """Our packages as a wheel lays them out: the six side by side in one folder."""
    for name in ("keifu", *SIBLINGS):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_the_checkout_passes() -> None:
    check_siblings(__version__)


def test_a_folder_with_blanks_in_its_name_passes(tmp_path: Path) -> None:
    place = installed(tmp_path / "site packages")
    done = python("import keifu; print(keifu.__file__)", place, cwd=tmp_path)
    assert done.stdout.strip() == str(place / "keifu" / "__init__.py"), done.stderr


@pytest.mark.parametrize("name", SIBLINGS)
@pytest.mark.parametrize("form", ["module", "package", "namespace"])
def test_a_stranger_ahead_on_the_path_is_named_and_not_run(tmp_path: Path, name: str, form: str) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    bomb = "raise SystemExit('the stranger ran')"
    if form == "module":
        (stranger / f"{name}.py").write_text(bomb)
    elif form == "package":
        (stranger / name).mkdir()
        (stranger / name / "__init__.py").write_text(bomb)
    else:
        (stranger / name).mkdir()
    done = python("import keifu", stranger, ROOT, cwd=tmp_path)
    if form == "namespace":  # Python itself prefers our package to a folder without __init__.py
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode == 1
    assert "ImportError" in done.stderr
    assert str(stranger / name) in done.stderr
    assert "the stranger ran" not in done.stderr


def test_a_stranger_that_was_imported_before_is_named(tmp_path: Path) -> None:
    (tmp_path / "queries.py").write_text("Session = 1")
    done = python("import queries, keifu", tmp_path, ROOT, cwd=tmp_path)
    assert str(tmp_path / "queries.py") in done.stderr


def test_a_stranger_without_a_spec_is_told_as_unknown(tmp_path: Path) -> None:
    code = "import types; sys.modules['queries'] = types.ModuleType('queries'); import keifu"
    done = python(code, ROOT, cwd=tmp_path)
    assert "unknown place" in done.stderr


def test_a_wheel_written_over_ours_is_seen(tmp_path: Path) -> None:
    place = installed(tmp_path / "site")
    (place / "queries" / "__init__.py").write_text('"""Queries: PostgreSQL made easy."""\n')
    done = python("import keifu", place, cwd=tmp_path)
    assert str(place / "queries" / "__init__.py") in done.stderr


def test_another_version_of_a_sibling_is_told_with_both_versions(tmp_path: Path) -> None:
    place = installed(tmp_path / "site")
    file = place / "graph" / "__init__.py"
    file.write_text(file.read_text(encoding="utf-8").replace(__version__, "9.9.9"), encoding="utf-8")
    done = python("import keifu", place, cwd=tmp_path)
    assert "9.9.9" in done.stderr
    assert __version__ in done.stderr


def test_a_missing_sibling_is_told(tmp_path: Path) -> None:
    place = installed(tmp_path / "site")
    shutil.rmtree(place / "loaders")
    done = python("import keifu", place, cwd=tmp_path)
    assert "'loaders'" in done.stderr


def test_without_the_guard_the_stranger_would_run(tmp_path: Path) -> None:
    (tmp_path / "queries.py").write_text("raise SystemExit('the stranger ran')")
    done = python("import queries", tmp_path, ROOT, cwd=tmp_path)
    assert "the stranger ran" in done.stderr


def test_where_tells_the_file_of_a_package() -> None:
    assert where("graph") == str(ROOT / "graph" / "__init__.py")
    assert where("no_such_package") == "not found"


def test_a_trouble_is_raised_in_this_process_too() -> None:
    with pytest.raises(ImportError, match="of version") as caught:
        check_siblings("0.0.0")
    assert caught.value.name == "api"
