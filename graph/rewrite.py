"""SPARQL text → the same query with a closure on a constant evaluated first, wherever that is plain to see.

    ?x ex:cites/ex:partOf* <c>   becomes   { SELECT ?k { ?k ex:partOf* <c> } } ?x ex:cites ?k

The engine takes a path from its left end and walks the closure anew for every `ex:cites` in the store
(oxigraph/oxigraph #1894); from the constant it walks once. The new form is the definition of a sequence
(SPARQL 1.1 §18.4) with its inner variable written out, so rows and their number stay the same. The text is
edited at that place and never printed back from a tree; whatever is not one plain case is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graph.prepare import prepare
from graph.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.tokens import Token

_REMEMBERED: Final = 128
"""Texts that come again cost no second scan; the longest that may come has 64 KiB."""

_VARIABLE: Final = "keifuClosure"
_CLOSING: Final = frozenset({".", ";", "}", "{", "OPTIONAL", "FILTER", "BIND", "MINUS", "GRAPH", "VALUES"})
"""What may stand behind the object; a comma would give the path a second one."""
_IN_PATH: Final = frozenset({"/", "|", "^", "*", "+", "?", "!", "(", ")", "a"})


@dataclass(frozen=True, slots=True)
class _Site:
    """One path to take apart: where its subject begins, and the spans of what comes before and of the end."""

    subject: int
    slash: int
    closure: tuple[int, int]
    constant: tuple[int, int]


@lru_cache(_REMEMBERED)
def closure_first(query: str) -> str:
    """The query with each plain closure on a constant taken first; the very same text where there is none."""
    found = list(tokens(query))
    if _is_out_of_reach(found):
        return query
    edits: list[tuple[int, int, str]] = []
    for number, site in enumerate(_sites(found), start=1):
        edits += _edits(query, site, f"?{_VARIABLE}{number}")
    for start, end, text in sorted(edits, reverse=True):
        query = query[:start] + text + query[end:]
    return query


def is_edited(query: str) -> bool:
    """Whether a store evaluates another text than this one, the star of the outermost SELECT written out.

    Raises:
        QueryRefused, QueryError: as `prepare`.
    """
    named = prepare(query).with_columns(("x",))
    return closure_first(named) != named


def _edits(query: str, site: _Site, name: str) -> Iterator[tuple[int, int, str]]:
    """What stands in front of the triples, and what takes the place of the last step and the constant."""
    closure, constant = query[slice(*site.closure)], query[slice(*site.constant)]
    yield site.subject, site.subject, f"{{ SELECT {name} {{ {name} {closure} {constant} }} }} "
    yield site.slash, site.constant[1], f" {name} "


def _is_out_of_reach(found: Sequence[Token]) -> bool:
    """Whether a new variable or a divided block of triples could be seen from elsewhere in the query."""
    stars = any(
        after.text == "*" and before.text.upper() in {"SELECT", "DISTINCT", "REDUCED", "DESCRIBE"}
        for before, after in pairwise(found)
    )
    named = any(token.kind == "node" or token.text.startswith(f"?{_VARIABLE}") for token in found)
    return stars or named


def _sites(found: Sequence[Token]) -> Iterator[_Site]:
    """The plain cases in the order of the text; inside EXISTS and GRAPH ?g nothing is plain."""
    groups: list[bool] = []
    for place, token in enumerate(found):
        if token.kind == "open":
            inside = bool(groups) and groups[-1]
            groups.append(inside or token.text != "{" or _is_bound_from_outside(found, place))
        elif token.kind == "close" and groups:
            groups.pop()
        elif token.kind in {"iri", "name"} and groups and not groups[-1]:
            site = _site(found, place)
            if site is not None:
                yield site


def _is_bound_from_outside(found: Sequence[Token], place: int) -> bool:
    """Whether a variable of the surroundings reaches into this group, which a sub-select would keep out.

    The engine hands the variable of GRAPH down as one more position of each pattern.
    """
    words = [token.text.upper() for token in found[max(place - 2, 0) : place]]
    return words[-1:] == ["EXISTS"] or (words[:1] == ["GRAPH"] and found[place - 1].kind == "variable")


def _site(found: Sequence[Token], place: int) -> _Site | None:
    """The site whose constant stands at `place`; None when what stands around it is not plain."""
    if place + 1 >= len(found) or found[place + 1].text.upper() not in _CLOSING:
        return None
    if found[place - 1].text not in {"*", "+"}:
        return None
    start = _path_start(found, place)
    slash = _last_slash(found, start, place)
    subject = _subject(found, start)
    if slash is None or subject is None:
        return None
    constant = found[place]
    return _Site(
        found[subject].start,
        found[slash].start,
        (found[slash + 1].start, found[place - 1].end),
        (constant.start, constant.end),
    )


def _path_start(found: Sequence[Token], place: int) -> int:
    """The first token of the path that ends before `place`."""
    depth = 0
    start = place
    while start > 0:
        token = found[start - 1]
        depth += {")": 1, "(": -1}.get(token.text, 0)
        if depth < 0 or (token.kind not in {"iri", "name"} and token.text not in _IN_PATH):
            break
        start -= 1
    return start


def _last_slash(found: Sequence[Token], start: int, place: int) -> int | None:
    """The last `/` of the path outside brackets, all steps before it single edges; None for another path.

    Steps of no length are left to the engine as they are written: engines differ about their number.
    """
    depth = 0
    last = None
    for n in range(start, place):
        text = found[n].text
        depth += {"(": 1, ")": -1}.get(text, 0)
        if depth == 0 and text == "|":
            return None
        if depth == 0 and text == "/":
            last = n
    single = not any(found[n].text in {"*", "+", "?"} for n in range(start, last or start))
    return last if single else None


def _subject(found: Sequence[Token], start: int) -> int | None:
    """The place of the variable that the triples of this path begin with; None for any other subject."""
    depth = 0
    for n in range(start - 1, -1, -1):
        token = found[n]
        if depth == 0 and n < start - 1 and token.text in {".", "{", "}"}:
            first = n + 1
            plain = found[first].kind == "variable" and (first == start - 1 or found[start - 1].text == ";")
            return first if plain else None
        depth += {"close": 1, "open": -1}.get(token.kind, 0)
        if depth < 0:
            return None
    return None
