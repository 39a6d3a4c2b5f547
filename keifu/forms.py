"""Form files of a user → the shelf of forms that files are read by; a release keeps those that it needs.

Without the form a report could not be read again beside the next one (ADR 0005), so the form goes with it.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from keifu.errors import SourceMissing
from loaders import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.release import Release
    from loaders import Reading

VARIABLE: Final = "KEIFU_FORMS"
_KEPT: Final = "form."
_SUFFIX: Final = ".toml"


def forms_from(paths: Iterable[Path]) -> tuple[str, ...]:
    """The texts of form files, else of the files in the folder that KEIFU_FORMS names, else none.

    Raises:
        SourceMissing: a file cannot be read.
    """
    given = tuple(paths)
    folder = os.environ.get(VARIABLE)
    if not given and folder:
        given = tuple(sorted(Path(folder).glob(f"*{_SUFFIX}"))) or (Path(folder),)
    return tuple(_text(path) for path in given)


def kept_forms(release: Release | None) -> tuple[str, ...]:
    """The form files of users that a release was read with."""
    if release is None:
        return ()
    names = sorted(Path(file).name for file in release.manifest.files if file.startswith(f"reports/{_KEPT}"))
    return tuple(release.report_text(name) for name in names)


def joined_forms(kept: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
    """The texts that were kept and those given now, which take the place of kept ones of their name."""
    new = tuple(given)
    replaced = {name for text in new if (name := _name(text))}
    return tuple(sorted({*(text for text in kept if _name(text) not in replaced), *new}))


def shelf_of(forms: tuple[str, ...]) -> Shelf:
    """The shipped forms and those of these texts.

    Raises:
        FormFileError: a file breaks a rule of a form file.
    """
    return Shelf.with_own(forms) if forms else Shelf.shipped()


def kept_form_files(readings: Iterable[Reading], forms: tuple[str, ...]) -> dict[str, str]:
    """File name → text of each user's form by which a reading was made, and of those that it extends."""
    shelf = shelf_of(forms)
    used = sorted({reading.report.form.name for reading in readings if reading.report.form is not None})
    return {
        f"{_KEPT}{base}{_SUFFIX}": text
        for name in used
        if shelf.forms[name].origin.is_own
        for base, text in sorted(shelf.forms[name].origin.texts.items())
        if base in shelf.forms and shelf.forms[base].origin.is_own
    }


def _name(text: str) -> str | None:
    """The name in a form file; a file that has none is refused when it is read, not here."""
    try:
        name = tomllib.loads(text).get("name")
    except tomllib.TOMLDecodeError:
        return None
    return name if isinstance(name, str) else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SourceMissing(str(path), "this is no text in UTF-8") from error
    except OSError as error:
        raise SourceMissing(str(path), error.strerror or str(error)) from error
