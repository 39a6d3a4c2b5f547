"""The documentation is run: its commands, its Python, its generated parts, its tables of everything."""

from __future__ import annotations

import doctest
import importlib.util
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keifu.cli import VERBS
from keifu.messages import Exit
from queries.catalog import load_catalog

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
READMES = (ROOT / "README.md", ROOT / "README.ja.md")


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", generator().pages(), ids=named)
def test_a_page_shows_what_its_commands_print(page: Path) -> None:
    assert generator().fresh(page) == text(page), "run `make docs` and look at the difference"


def test_the_picture_of_the_readme_is_the_drawing_of_the_samples() -> None:
    assert generator().picture() == text(DOCS / "lineage.svg"), "run `make docs`"


def test_the_python_of_the_docs_runs(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(samples, tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    assert generator().run("keifu load samples", tmp_path, "en")
    blocks = re.findall(r"```pycon\n(.*?)```", text(DOCS / "python.md"), re.DOTALL)
    parsed = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "python.md", None, 0)
    results = doctest.DocTestRunner().run(parsed)
    assert (results.failed, results.attempted > 5) == (0, True)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_chapter_with_its_help(verb: str) -> None:
    assert f"## keifu {verb}\n" in text(DOCS / "cli.md")
    assert f"<!-- generated: help {verb} -->" in text(DOCS / "cli.md") or verb == "doctor"


def test_every_exit_code_is_in_the_docs() -> None:
    for code in Exit:
        assert f"| {code.value} |" in text(DOCS / "cli.md")


@pytest.mark.parametrize("slug", load_catalog().slugs)
def test_every_question_is_in_the_docs(slug: str) -> None:
    assert f"| `{slug}` |" in text(DOCS / "questions.md")


def headings(page: Path) -> list[int]:
    return [len(mark) for mark in re.findall(r"^(#+) ", text(page), re.MULTILINE)]


def commands(page: Path) -> list[str]:
    return re.findall(r"^\$ (.*)$", text(page), re.MULTILINE)


def test_both_readmes_have_the_same_headings_commands_and_links() -> None:
    english, japanese = READMES
    assert headings(english) == headings(japanese)
    assert commands(english) == commands(japanese)
    links = [
        set(re.findall(r"\]\(([^)]+)\)", text(page))) - {"README.md", "README.ja.md"} for page in READMES
    ]
    assert links[0] == links[1]


def test_both_readmes_show_the_same_numbers() -> None:
    """Numbers of the answers: everything with at least three digits."""
    numbers = [sorted(re.findall(r"\d[\d,.]*\d\d", text(page))) for page in READMES]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("page", [*READMES, *DOCS.rglob("*.md")], ids=named)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", text(page)):
        assert link.startswith("http") or (page.parent / link).exists(), link


def test_every_decision_is_numbered_in_a_row_and_says_how_it_could_be_wrong() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == [*range(1, len(decisions) + 1)]
    for path in decisions:
        for chapter in ("Status:", "## Context", "## Decision"):
            assert chapter in text(path), path.name
        assert re.search(r"^## .*wrong", text(path), re.MULTILINE), path.name


def test_every_dependency_is_explained() -> None:
    page = text(DOCS / "dependencies.md")
    pyproject = text(ROOT / "pyproject.toml")
    block = pyproject[pyproject.index("dependencies = [") : pyproject.index("[tool.ruff]")]
    for name in re.findall(r'^    "([a-z0-9-]+)', block, re.MULTILINE):
        assert re.search(rf"[| ,]{name}[ ,|]", page), name
