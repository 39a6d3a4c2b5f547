"""Form files → the forms at hand: those that are shipped with Keifu and those that a user adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from loaders.errors import FormFileError
from loaders.form.description import Form
from loaders.form.parsing import parse_form
from loaders.form_file import Section

DEFAULT_FORM = "evaluation-report"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The forms among which a document finds its own, by name; a user's form hides a shipped one."""

    forms: Mapping[str, Form] = field(default_factory=dict[str, Form])

    @classmethod
    def shipped(cls) -> Shelf:
        """The forms that come with Keifu."""
        return cls(_shipped())

    @classmethod
    def with_own(cls, texts: Iterable[str]) -> Shelf:
        """The shipped forms and those that the texts of a user's form files describe.

        A form may extend a shipped one or another one of the user.

        Raises:
            FormFileError: a file breaks a rule of `parse_form`, or two files describe forms of one name.
        """
        own: dict[str, str] = {}
        for text in texts:
            name = Section.of(text, "form.toml").text("name")
            if own.get(name, text) != text:
                raise FormFileError(f"{name}.toml", "name", "two files describe a form of this name")
            own[name] = text

        def text_of(name: str) -> str | None:
            return own.get(name) or _shipped_text(name)

        parsed = {name: parse_form(text, name, text_of, is_own=True) for name, text in sorted(own.items())}
        return cls({**_shipped(), **parsed})

    def only(self, name: str) -> Shelf:
        """This one form."""
        return Shelf({name: self.forms[name]})


@cache
def load_form(name: str = DEFAULT_FORM) -> Form:
    """The form of that name that is shipped with Keifu.

    Raises:
        FormFileError: there is no such file, or it breaks a rule of `parse_form`.
    """
    text = _shipped_text(name)
    if text is None:
        raise FormFileError(f"{name}.toml", "", f"there is no form {name!r}; known: {', '.join(_names())}")
    return parse_form(text, name, _shipped_text)


@cache
def _shipped() -> Mapping[str, Form]:
    return {name: load_form(name) for name in _names()}


@cache
def _names() -> tuple[str, ...]:
    files = resources.files("loaders").joinpath("forms").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


def _shipped_text(name: str) -> str | None:
    if name not in _names():
        return None
    return resources.files("loaders").joinpath(f"forms/{name}.toml").read_text(encoding="utf-8")
