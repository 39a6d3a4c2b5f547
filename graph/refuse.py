"""SPARQL text → nothing, or the reason why it may not reach an engine.

The scan is linear and knows no grammar. It reads every `<` that could be both an IRI and a comparison in
both ways, because the engine decides by grammar and a scanner that decides wrongly can be led to take
live text for a string: `FILTER(1<'x>'||1=1)SERVICE<…>{}#'`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import QueryRefused
from graph.tokens import SPACE, Token, place, token_at

# No built-in function or query keyword holds these letters, and the engine needs no word boundary:
# `1SERVICE`, `trueSERVICE` and `SERVICESILENT` all parse. So letters are looked for, not words.
_FEDERATION = re.compile("service", re.IGNORECASE | re.ASCII)
_UPDATE = re.compile("load|insert|delete|clear|drop|create|add|move|copy", re.IGNORECASE | re.ASCII)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_NAME = r"[^\s<>\"'{}()\[\]:;,?$@#]"
_DECLARED = re.compile(rf"(?<!{_NAME})({_NAME}*+):(?=[\s#<])")
_IRI_START = re.compile(r"<(?:[/>]|(?!true|false)(?P<word>[A-Za-z][A-Za-z0-9_.\-]*+)(?P<next>[^(#]))")
_OPERATORS = frozenset("!|&+-*/^")
_STEPS = frozenset("/|^")
_INSIDE_PATH = frozenset("/|^*+?!()")
_PATH_KINDS = frozenset({"iri", "name", "blank", "comment"})
_LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may hold at most; the defaults keep the engine's recursive parser alive."""

    characters: int = 65_536
    depth: int = 100
    comparisons: int = 1_000
    operators: int = 2_000
    path_steps: int = 64


LIMITS = Limits()


def refuse(query: str, limits: Limits = LIMITS) -> None:
    """Return when the query may be given to an engine.

    Raises:
        QueryRefused: with the place in the text and the rule: `query-too-large`, `not-text`,
            `query-too-deep`, `unclosed-string`, `too-many-comparisons`, `too-many-operators`,
            `path-too-long`, `federation-disabled` or `read-only`.
    """
    if len(query) > limits.characters:
        raise QueryRefused("query-too-large", f"{len(query)} > {limits.characters} characters", 1, 1)
    if broken := _NO_TEXT.search(query):
        raise QueryRefused("not-text", f"U+{ord(broken.group()):04X}", *place(query, broken.start()))
    _Scan(query, query, limits).run()
    decoded = _ESCAPE.sub(_decode, query)
    if decoded != query:
        # SPARQL 1.1 §19.2 resolves escapes before parsing; this engine does not, another one may.
        _Scan(decoded, query, limits).run()


def _decode(escape: re.Match[str]) -> str:
    code = int(escape.group(1) or escape.group(2), 16)
    return chr(code) if code <= _LAST_CODE_POINT else escape.group()


class _Scan:
    """One walk over all readings of a text; each token boundary is visited once."""

    def __init__(self, text: str, shown: str, limits: Limits) -> None:
        self._text = text
        self._shown = shown
        self._limits = limits
        self._declared = {found.group(1) for found in _DECLARED.finditer(text)}
        self._visited = bytearray(len(text) + 1)
        self._branches = [(0, 0)]
        self._forks = 0
        self._operators = 0
        self._steps = 0

    def run(self) -> None:
        while self._branches:
            self._walk(*self._branches.pop())

    def _walk(self, start: int, depth: int) -> None:
        before = ""
        while start < len(self._text) and not self._visited[start]:
            self._visited[start] = 1
            token = token_at(self._text, start)
            depth = self._deepen(token, depth)
            self._judge(token, before, depth)
            self._count(token)
            start = token.end
            before = before if token.kind in {"blank", "comment"} else token.text

    def _deepen(self, token: Token, depth: int) -> int:
        follows = self._text[token.end : token.end + 1]
        if token.kind == "open" or token.text == follows == "<":
            depth += 1
        elif token.kind == "close" or token.text == follows == ">":
            depth -= 1
        if depth > self._limits.depth:
            self._stop("query-too-deep", f"more than {self._limits.depth} open brackets", token.start)
        return max(depth, 0)

    def _count(self, token: Token) -> None:
        """Bound what the engine's parser recurses over: chains of operators, and the steps of one path."""
        self._operators += token.text in _OPERATORS
        if token.text in _STEPS:
            self._steps += 1
        elif token.text not in _INSIDE_PATH and token.text != "a" and token.kind not in _PATH_KINDS:
            self._steps = 0
        if self._operators > self._limits.operators:
            self._stop("too-many-operators", f"more than {self._limits.operators}", token.start)
        if self._steps > self._limits.path_steps:
            self._stop("path-too-long", f"more than {self._limits.path_steps} steps", token.start)

    def _judge(self, token: Token, before: str, depth: int) -> None:
        match token.kind:
            case "word":
                self._judge_word(token)
            case "name":
                self._judge_name(token, before)
            case "iri":
                self._judge_iri(token, depth)
            case "other" if token.text in "'\"" and self._text == self._shown:
                self._stop("unclosed-string", token.text, token.start)
            case _:
                return

    def _judge_word(self, token: Token) -> None:
        if found := _FEDERATION.search(token.text):
            self._stop("federation-disabled", found.group(), token.start + found.start())
        if found := _UPDATE.search(token.text):
            self._stop("read-only", found.group(), token.start + found.start())

    def _judge_name(self, token: Token, before: str) -> None:
        """Refuse `SERVICE:x {`, which the engine reads as SERVICE and the name `:x`."""
        prefix = token.text.partition(":")[0]
        after = SPACE.match(self._text, token.end)
        opens = after is not None and self._text.startswith("{", after.end())
        if opens and before.upper() != "GRAPH" and (found := _FEDERATION.search(prefix)):
            self._stop("federation-disabled", token.text, token.start + found.start())

    def _judge_iri(self, token: Token, depth: int) -> None:
        bracket = token.text.find(")")
        if bracket >= 0 and _FEDERATION.search(token.text, bracket):
            self._stop("federation-disabled", token.text, token.start)
        if self._may_compare(token):
            self._forks += 1
            if self._forks > self._limits.comparisons:
                self._stop("too-many-comparisons", f"more than {self._limits.comparisons}", token.start)
            self._branches.append((token.start + 1, depth))

    def _may_compare(self, token: Token) -> bool:
        """Whether an operand can begin after this `<`: no keyword stands alone, no prefix is undeclared."""
        only_iri = _IRI_START.match(token.text)
        if only_iri is None:
            return True
        return only_iri.group("next") == ":" and only_iri.group("word") in self._declared

    def _stop(self, rule: str, found: str, offset: int) -> None:
        if self._shown != self._text:
            offset = _offset_before_decoding(self._shown, offset)
        raise QueryRefused(rule, found, *place(self._shown, offset))


def _offset_before_decoding(text: str, offset: int) -> int:
    grown = 0
    for escape in _ESCAPE.finditer(text):
        if escape.start() - grown >= offset:
            break
        grown += len(escape.group()) - len(_decode(escape))
    return offset + grown
