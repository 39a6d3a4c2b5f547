"""A query as written → what its text alone tells a store: form, star, dataset clauses, order of variables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.errors import QueryError
from graph.refuse import refuse
from graph.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal as OneOf

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Graphs that a protocol request names, as absolute IRIs; they take the place of FROM and FROM NAMED."""

    defaults: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a request says beside its query: the base of relative IRIs, and its dataset when it names one."""

    base: str | None = None
    dataset: Dataset | None = None


PLAIN = Context()
_REMEMBERED = 128
"""Texts that come again cost no second scan; the longest that may come has 64 KiB."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that passed the scan.

    `text` is `written` with its FROM clauses blanked, so that places in messages stay true; `defaults` and
    `named` are the IRIs of those clauses as written, and `dataset` says whether there were any.
    """

    form: OneOf["select", "ask", "graph"]
    written: str
    text: str
    prologue: str
    star: int | None
    defaults: tuple[str, ...]
    named: tuple[str, ...]
    base: str | None = None

    @property
    def dataset(self) -> bool:
        """Whether the query names its own dataset."""
        return bool(self.defaults or self.named)

    def with_columns(self, columns: Sequence[str]) -> str:
        """The text with the `*` of the outermost SELECT written out, when there is one."""
        if self.star is None or not columns:
            return self.text
        names = " ".join(f"?{name}" for name in columns)
        return f"{self.text[: self.star]} {names} {self.text[self.star + 1 :]}"


@lru_cache(_REMEMBERED)
def prepare(query: str, context: Context = PLAIN) -> Prepared:
    """Scan a query and take its dataset clauses out; the dataset of the request goes before them.

    Raises:
        QueryRefused: the text may not reach an engine.
        QueryError: the text holds no query form.
    """
    query = query.removeprefix("\ufeff")
    refuse(query)
    head = _head(query)
    form = next((token for token in head if _is_form(token)), None)
    if form is None:
        raise QueryError("neither SELECT, ASK, CONSTRUCT nor DESCRIBE", 1, 1)
    body = [token for token in head if token.start >= form.start]
    clauses = list(_clauses(body))
    defaults, named = _dataset(clauses, context.dataset)
    return Prepared(
        form=_form(form),
        written=query,
        text=_blank(query, [(start.start, iri.end) for start, iri, _ in clauses]),
        prologue=query[: form.start],
        star=_star(body),
        defaults=defaults,
        named=named,
        base=context.base,
    )


def _dataset(
    clauses: Sequence[tuple[Token, Token, bool]], asked: Dataset | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Default and named graphs as SPARQL writes them: those of the request, else those of the clauses."""
    if asked is not None:
        return tuple(f"<{iri}>" for iri in asked.defaults), tuple(f"<{iri}>" for iri in asked.named)
    return (
        tuple(iri.text for _, iri, is_named in clauses if not is_named),
        tuple(iri.text for _, iri, is_named in clauses if is_named),
    )


def _head(query: str) -> list[Token]:
    """The tokens before the first group, with whatever stands in round brackets left out."""
    head: list[Token] = []
    depth = 0
    for token in tokens(query):
        if token.text == "{" and depth == 0:
            break
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0 and token.kind != "close":
            head.append(token)
    return head


def _is_form(token: Token) -> bool:
    return token.kind == "word" and token.text.upper().startswith(_FORMS)


def _form(token: Token) -> OneOf["select", "ask", "graph"]:
    word = token.text.upper()
    if word.startswith("SELECT"):
        return "select"
    return "ask" if word.startswith("ASK") else "graph"


def _star(body: Sequence[Token]) -> int | None:
    """Offset of the `*` that follows SELECT and its modifiers."""
    if not body[0].text.upper().startswith("SELECT"):
        return None
    for token in body[1:]:
        if token.text == "*":
            return token.start
        if token.text.upper() not in {"DISTINCT", "REDUCED"}:
            return None
    return None


def _clauses(body: Sequence[Token]) -> Iterable[tuple[Token, Token, bool]]:
    """Each FROM: its first token, its IRI, and whether it is FROM NAMED."""
    words = iter(body)
    for token in words:
        if token.kind != "word" or token.text.upper() not in {"FROM", "FROMNAMED"}:
            continue
        iri = next(words, token)
        named = token.text.upper() == "FROMNAMED"
        if iri.kind == "word" and iri.text.upper() == "NAMED":
            named = True
            iri = next(words, iri)
        if iri.kind in {"iri", "name"}:
            yield token, iri, named


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        kept = "".join(one if one in "\r\n" else " " for one in text[start:end])
        text = text[:start] + kept + text[end:]
    return text


def in_order(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names of variables in order of their first appearance in the text."""
    left = set(names)
    ordered: list[str] = []
    for token in tokens(text):
        name = token.text[1:]
        if token.kind == "variable" and name in left:
            left.remove(name)
            ordered.append(name)
    return (*ordered, *sorted(left))
