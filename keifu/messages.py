"""An error → one sentence that says what to do, and the exit code of the command."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ontology.errors import KeifuError

_LONGEST_LIST = 5


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    NOTHING = 4
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Entry:
    """The words and the exit code of one class of errors."""

    exit: Exit
    words: Mapping[str, str]


def language(environment: Mapping[str, str] | None = None) -> str:
    """The language of messages by the locale of the environment: "ja" or "en"."""
    found = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found.get(name):
            return "ja" if found[name].startswith("ja") else "en"
    return "en"


def exit_code(error: KeifuError) -> Exit:
    """The exit code of a command that ended with this error."""
    return _entry(error).exit


def sentence(error: KeifuError, tongue: str) -> str:
    """What to tell a person about this error."""
    return _entry(error).words[tongue].format_map(_Values(error))


def exit_meanings() -> dict[Exit, Mapping[str, str]]:
    """Each exit code with its meaning in English and Japanese."""
    return {Exit(int(code)): words for code, words in _tables()["exits"].items()}


class _Words(str):
    """A value as words; in `{name: words *}` it takes the place of the star, and nothing leaves nothing."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self) or "-"
        return spec.replace("*", self) if self else ""


class _Values(dict[str, _Words]):
    """The attributes of an error as words; `message` and `text` are the error as text."""

    def __init__(self, error: KeifuError) -> None:
        super().__init__(message=_Words(error), text=_Words(error))
        attributes = cast("dict[str, object]", vars(error))
        self.update({name: _words(value) for name, value in attributes.items() if name != "message"})


def _words(value: object) -> _Words:
    if isinstance(value, tuple | list):
        listed = [str(entry) for entry in cast("list[object]", value)]
        more = f" … (+{len(listed) - _LONGEST_LIST})" if len(listed) > _LONGEST_LIST else ""
        return _Words(", ".join(listed[:_LONGEST_LIST]) + more)
    return _Words("" if value is None else value)


def _entry(error: KeifuError) -> Entry:
    entries = _tables()["errors"]
    name = next(parent.__name__ for parent in type(error).__mro__ if parent.__name__ in entries)
    found = entries[name]
    return Entry(Exit(int(found["exit"])), {"en": str(found["en"]), "ja": str(found["ja"])})


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    text = (files("keifu") / "messages.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, dict[str, str]]]", tomllib.loads(text))
