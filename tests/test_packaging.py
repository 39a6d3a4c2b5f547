"""What is shipped, what is pinned, and what no file may say."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import cast

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import keifu

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("api", "graph", "keifu", "loaders", "ontology", "queries")
LOCKS = ("run.txt", "build.txt", "dev.txt")
# Written in pieces, so that this file does not name them itself.
HOSTS = [
    r"py" + r"pi\.org",
    r"pythonhosted" + r"\.org",
    r"npmjs" + r"\.(org|com)",
    r"deb\.debian" + r"\.org",
    r"--(extra-)?index-" + r"url",
    r"--find-" + r"links",
]
PLACES = [r"/op" + r"t/", r"/hom" + r"e/", r"/User" + r"s/", r"/roo" + r"t/", r"/tm" + r"p/"]


def pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from the sources with the pinned back end."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_our_six_packages_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_every_tracked_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    ours = {str(path.relative_to(ROOT)) for path in tracked()}
    wanted = {name for name in ours if name.startswith(tuple(f"{package}/" for package in PACKAGES))}
    assert wanted <= set(wheel.namelist())


@pytest.mark.parametrize("ending", [".ttl", ".toml", ".rq", ".ru", ".jsonld", ".html", ".css"])
def test_the_wheel_holds_data_files_of_every_kind(wheel: zipfile.ZipFile, ending: str) -> None:
    assert any(name.endswith(ending) for name in wheel.namelist())


def test_the_wheel_carries_the_licence_and_the_command(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert any(name.endswith("/LICENSE") for name in names)
    (entry_points,) = [name for name in names if name.endswith("entry_points.txt")]
    assert "keifu = keifu.cli:main" in wheel.read(entry_points).decode()


def test_the_version_is_the_same_everywhere() -> None:
    project = cast("dict[str, str]", pyproject()["project"])
    assert project["version"] == keifu.__version__
    for name in PACKAGES:
        if name != "keifu":
            text = (ROOT / name / "__init__.py").read_text(encoding="utf-8")
            assert f'\n__keifu__ = "{keifu.__version__}"' in text, name


def pins(lock: str) -> dict[str, set[str]]:
    """The pinned versions of each name; several where Python versions differ."""
    found: dict[str, set[str]] = {}
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", text, re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def wanted(lock: str) -> list[Requirement]:
    project = cast("dict[str, list[str]]", pyproject()["project"])
    groups = cast("dict[str, list[str]]", pyproject()["dependency-groups"])
    system = cast("dict[str, list[str]]", pyproject()["build-system"])
    lists = {
        "run.txt": project["dependencies"],
        "dev.txt": [*project["dependencies"], *groups["dev"]],
        "build.txt": system["requires"],
    }
    return [Requirement(text) for text in lists[lock]]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_the_project(lock: str) -> None:
    found = pins(lock)
    for requirement in wanted(lock):
        versions = found.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {lock}; run `make lock`"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_a_lock_has_hashes(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    entries = re.split(
        r"^(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    )
    for entry in filter(str.strip, entries):
        assert "--hash=sha256:" in entry, entry


def test_one_version_of_a_package_is_in_all_locks() -> None:
    dev = pins("dev.txt")
    for lock in ("run.txt", "build.txt"):
        for name, versions in pins(lock).items():
            assert versions <= dev[name], name


@pytest.mark.parametrize("pattern", [*HOSTS, *PLACES])
def test_no_tracked_file_names_a_package_host_or_a_place_on_a_machine(pattern: str) -> None:
    # requirements/ and the ontology's context may not either; only this file's own pieces are harmless.
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if re.search(rf"(?<![A-Za-z.]){pattern}", path.read_bytes().decode(errors="replace"))
    ]
    assert wrong == []
