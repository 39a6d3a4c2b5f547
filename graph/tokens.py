"""SPARQL text → tokens by one linear regular expression; no grammar, no recursion, nothing evaluated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# The character classes of SPARQL 1.1 §19.8, as the engine applies them: greedy, without giving back.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_EXTRA = "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_NAME = f"[{_BASE}_{_EXTRA}\\-]"
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL_START = f"(?:[{_BASE}_:0-9]|{_LOCAL_ESCAPE})"
_LOCAL_NEXT = f"(?:[{_BASE}_:{_EXTRA}\\-]|{_LOCAL_ESCAPE})"
_LOCAL = f"{_LOCAL_START}{_LOCAL_NEXT}*+(?:\\.++{_LOCAL_NEXT}++)*+"

_TOKEN = re.compile(
    rf"""
      (?P<blank>[ \t\r\n]++)
    | (?P<comment>\#[^\r\n]*+)
    | (?P<string>'''(?:[^'\\]++|\\.|'(?!''))*+'''
               |\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\"
               |'(?!'')(?:[^'\\\r\n]++|\\.)*+'
               |"(?!"")(?:[^"\\\r\n]++|\\.)*+")
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]++|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
    | (?P<variable>[?$][{_BASE}_0-9][{_BASE}_{_EXTRA}]*+)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<node>_:[{_BASE}_0-9]{_NAME}*+(?:\.++{_NAME}++)*+)
    | (?P<word>[{_BASE}]{_NAME}*+(?:\.++{_NAME}++)*+)(?P<local>:(?:{_LOCAL})?+)?+
    | (?P<bare>:(?:{_LOCAL})?+)
    | (?P<open>[{{(\[])
    | (?P<close>[}})\]])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+")


class Token(NamedTuple):
    """One token; `kind` is name for a prefixed name, word for a keyword, other for a single character."""

    kind: str
    text: str
    start: int
    end: int


def token_at(text: str, start: int) -> Token:
    """The token that begins at `start`, where an IRI wins over the operator `<`."""
    found = _TOKEN.match(text, start)
    assert found is not None, "the last alternative takes any character"
    kind = found.lastgroup or "other"
    kind = {"local": "name", "bare": "name"}.get(kind, kind)
    return Token(kind, found.group(), start, found.end())


def tokens(text: str) -> Iterator[Token]:
    """All tokens of the text in order, blanks and comments left out."""
    start = 0
    while start < len(text):
        token = token_at(text, start)
        start = token.end
        if token.kind not in {"blank", "comment"}:
            yield token


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both 1-based and counted in characters."""
    before = text.count("\n", 0, offset)
    return before + 1, offset - text.rfind("\n", 0, offset)
