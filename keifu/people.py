"""An answer → the same answer in the words of people: labels for codes, fixed words, yes and no.

Only what is shown on a terminal goes through here; CSV, JSON and the Python face keep the codes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from queries.ground import lexical
from queries.wording import said, truth, worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.answer import Answer, Cell
    from queries.catalog import Column
    from queries.ground import Ground

_TAG: Final = re.compile(
    r"(?:\s*</?(?:p|br|[uo]l|li|div|span|table|tbody|t[rdh]|[biu]|strong|em|a|font|su[bp]|h[1-6])"
    r"(?:\s[^<>]{0,200})?/?>\s*)+",
    re.IGNORECASE,
)
_MARKED: Final = "achievement-"
_COMPARED: Final = "type-"
_TRUTHS: Final = frozenset({"true", "false"})
_LABELS: Final = """SELECT ?node ?label ?notation {
  %s ?node skos:prefLabel|rdfs:label ?label . FILTER(LANG(?label) = "%s")
  OPTIONAL { ?node skos:notation ?notation }
} ORDER BY ?node DESC(?label)"""


def for_people(answer: Answer, ground: Ground, language: str) -> Answer:
    """The answer with every code, fixed word and truth value said in a language ("ja" or "en")."""
    labels = _labels(ground, answer, language)
    columns = answer.columns
    rows = tuple(
        tuple(_told(column, cell, labels, language) for column, cell in zip(columns, row, strict=True))
        for row in answer.rows
    )
    return replace(answer, rows=rows)


def readable(quote: str) -> str:
    """A quote without the tags that a text may have kept from a web page; the source keeps them.

    >>> readable("実施した。</p> <p>また、<アウトプット指標>")
    '実施した。 また、<アウトプット指標>'
    """
    return _TAG.sub(" ", quote).strip()


def _told(column: Column, cell: Cell, labels: Mapping[str, str], language: str) -> Cell:
    if isinstance(cell, bool):
        return truth(cell, language)
    if not isinstance(cell, str):
        return cell
    if column.type == "code":
        return ("、" if language == "ja" else ", ").join(labels.get(code, code) for code in cell.split())
    if column.name == "ministry" and column.type == "text":
        return labels.get(f"org/{cell}", cell)
    if cell in labels or cell in _TRUTHS:
        return labels.get(cell) or truth(cell == "true", language)
    return said(column.name, cell, language) if worded(column.name) and column.type == "text" else cell


def _labels(ground: Ground, answer: Answer, language: str) -> dict[str, str]:
    """The labels of all codes of an answer; a mark comes with the letter that the reports print."""
    places = [(n, column) for n, column in enumerate(answer.columns) if column.type in {"code", "text"}]
    codes = {
        code
        for n, column in places
        for code in _texts(answer, n)
        if column.type == "code" or code.startswith(_COMPARED)
    }
    wanted = {code if "/" in code else f"code:{code}" for code in codes}
    wanted |= {
        f"org/{text}" for n, column in places if column.name == "ministry" for text in _texts(answer, n)
    }
    found: dict[str, str] = {}
    for block in _blocks(ground, wanted):
        for node, label, notation in ground.rows(_LABELS % (block, language)):
            found[ground.path(node)] = _with_letter(ground.path(node), lexical(label), lexical(notation))
    return found


def _texts(answer: Answer, place: int) -> set[str]:
    return {text for row in answer.rows for text in str(row[place] or "").split()}


def _blocks(ground: Ground, names: set[str]) -> tuple[str, ...]:
    terms = [name if name.startswith("code:") else ground.ref(name) for name in sorted(names)]
    return (f"VALUES ?node {{ {' '.join(terms)} }}",) if terms else ()


def _with_letter(code: str, label: str, letter: str) -> str:
    return f"{letter} {label}" if code.startswith(_MARKED) and letter else label
