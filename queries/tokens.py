"""SPARQL text → its tokens, so that names are found in code and never in strings, IRIs or comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<parameter>\$[A-Za-z_][A-Za-z0-9_]*)
  | (?P<variable>\?[A-Za-z_][A-Za-z0-9_]*)
  | (?P<name>[A-Za-z_][A-Za-z0-9_\-]*:[A-Za-z0-9_.\-]*(?<![.\-])|[A-Za-z_]+:)
  | (?P<word>[A-Za-z_][A-Za-z0-9_\-]*)
  | (?P<space>\s+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token: its kind ("parameter", "variable", "word", "mark", …) and its text as written."""

    kind: str
    text: str


def tokens(sparql: str) -> Iterator[Token]:
    """Yields all tokens, blanks and comments included: their texts joined give `sparql` again."""
    for match in _TOKEN.finditer(sparql):
        yield Token(match.lastgroup or "mark", match.group())


def code(sparql: str) -> list[Token]:
    """The tokens that mean something: no blanks, no comments."""
    return [token for token in tokens(sparql) if token.kind not in {"space", "comment"}]


def replaced(sparql: str, kind: str, replacement: Callable[[str], str]) -> str:
    """Gives the text with every token of one kind replaced; all else stays character for character."""
    return "".join(replacement(token.text) if token.kind == kind else token.text for token in tokens(sparql))
