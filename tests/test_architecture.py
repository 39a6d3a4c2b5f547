"""The import rule, and what keeps it."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import cast

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("api", "graph", "keifu", "loaders", "ontology", "queries")


def table(*keys: str) -> dict[str, object]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for key in keys:
        found = cast("dict[str, object]", found[key])
    return found


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder)},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_rule_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "planted", "broken"),
    [
        ("graph/planted.py", "import loaders", "answers know no form BROKEN"),
        ("loaders/planted.py", "import graph", "reading knows no store and no web BROKEN"),
        ("ontology/planted.py", "import queries", "answers look down, never up BROKEN"),
        ("queries/planted.py", "import fastapi", "only the api knows the web BROKEN"),
        ("loaders/model.py", "import rdflib", "the document model is plain data BROKEN"),
    ],
)
def test_a_planted_import_against_the_rule_is_caught(
    copy: Path, module: str, planted: str, broken: str
) -> None:
    with (copy / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{planted}\n")
    done = lint(copy)
    assert done.returncode == 1
    assert broken in done.stdout


def test_the_rule_is_about_the_packages_that_are_shipped() -> None:
    shipped = table("tool", "hatch", "build", "targets", "wheel")["packages"]
    assert set(cast("list[str]", shipped)) == set(PACKAGES)
    assert set(cast("list[str]", table("tool", "importlinter")["root_packages"])) == set(PACKAGES)
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == set(PACKAGES)


def modules() -> dict[str, str]:
    """The text of each module by its path."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> dict[str, Function]:
    """Each function by its module and line."""
    return {
        f"{name}:{node.lineno}": node
        for name, text in modules().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, Function)
    }


def test_no_module_is_longer_than_400_lines() -> None:
    counts = {name: len(text.splitlines()) for name, text in modules().items()}
    assert {name: count for name, count in counts.items() if count > 400} == {}


def test_every_module_says_what_goes_in_and_what_comes_out() -> None:
    assert [name for name, text in modules().items() if not ast.get_docstring(ast.parse(text))] == []


def test_functions_are_short() -> None:
    lengths = sorted((each.end_lineno or each.lineno) - each.lineno + 1 for each in functions().values())
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 95 // 100] <= 50
    assert lengths[-1] <= 80


def test_every_function_says_what_it_returns() -> None:
    assert [place for place, each in functions().items() if each.returns is None] == []
