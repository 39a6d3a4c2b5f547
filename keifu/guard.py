"""The names of our packages → a quiet return, or an ImportError that names the stranger behind one of them.

Our packages have plain names (ADR 0001), so a file `queries.py` in the working folder or another
distribution's `api/` can stand where ours should. Each of our packages carries one line with the version of
the distribution; it is looked for in the text of the file, so that nothing of a stranger is run.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

SIBLINGS: Final = ("api", "graph", "loaders", "ontology", "queries")
"""The packages that are installed beside `keifu`."""

_MARK: Final = re.compile(r'^__keifu__ = "([^"]+)"', re.MULTILINE)


def check_siblings(version: str) -> None:
    """Makes sure that every sibling package is ours and of this version.

    Raises:
        ImportError: one of the names leads somewhere else, or to another version.
    """
    for name in SIBLINGS:
        trouble = _trouble(name, version)
        if trouble is not None:
            raise ImportError(trouble, name=name)


def where(name: str) -> str:
    """The file that `import name` would run now; a sentence when there is none."""
    try:
        spec = find_spec(name)
    except ValueError:
        return "loaded from an unknown place"
    return "not found" if spec is None else _place(spec)


def _trouble(name: str, version: str) -> str | None:
    place = where(name)
    found = _mark(Path(place))
    is_beside = Path(place).resolve().parents[1:2] == Path(__file__).resolve().parents[1:2]
    if found == version and is_beside:
        return None
    if found is not None and is_beside:
        return (
            f"The package {name!r} beside keifu {version} is of version {found} ({place}). "
            "Install Keifu again: pip install --force-reinstall keifu"
        )
    return (
        f"The name {name!r} does not lead to the package of Keifu but to: {place}. "
        "Move that file away, start Python from another folder, or uninstall the other package; "
        "then install Keifu again."
    )


def _place(spec: ModuleSpec) -> str:
    if spec.origin is not None:
        return spec.origin
    return next(iter(spec.submodule_search_locations or ()), "an unknown place")


def _mark(place: Path) -> str | None:
    if place.name != "__init__.py" or not place.is_file():
        return None
    match = _MARK.search(place.read_text(encoding="utf-8", errors="replace"))
    return match.group(1) if match else None
