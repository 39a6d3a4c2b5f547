"""Names of indicators of other ministries → how like they are to one name, and what the names share."""

from __future__ import annotations

from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from ontology.iris import normal_name
from ontology.rdf import Literal
from queries.ground import lexical

if TYPE_CHECKING:
    from queries.answer import Rows
    from queries.binding import Bound
    from queries.catalog import Question
    from queries.ground import Ground

_PLACES: Final = Decimal("0.001")
_SHORTEST: Final = 2  # characters that make a shared term
_LABEL: Final = 'SELECT ?label { %s rdfs:label ?label . FILTER(LANG(?label) = "ja") } ORDER BY ?label'


def add_similarity(ground: Ground, question: Question, bound: Bound, rows: Rows) -> None:
    """Adds similarity and shared terms, keeps rows of at least the asked similarity, most alike first."""
    del question
    name = _name(ground, bound)
    least = bound.values["minSimilarity"]
    for line in rows.lines:
        label = str(line.get("indicatorLabel") or "")
        line["similarity"] = similarity(name, label)
        line["sharedTerms"] = " ".join(shared_terms(name, label)) or None
    wanted = Decimal(least.lexical) if isinstance(least, Literal) else Decimal(0)
    rows.lines[:] = [line for line in rows.lines if Decimal(str(line["similarity"])) >= wanted]
    rows.lines.sort(key=lambda line: -Decimal(str(line["similarity"])))


def similarity(left: str, right: str) -> Decimal:
    """The share of common pairs of neighbouring characters (Jaccard), of three places; 0 for empty names.

    >>> similarity("クラウド導入市区町村数", "クラウド導入団体数")
    Decimal('0.385')
    """
    pairs = _pairs(left), _pairs(right)
    every = pairs[0] | pairs[1]
    share = Decimal(len(pairs[0] & pairs[1])) / len(every) if every else Decimal(0)
    return share.quantize(_PLACES)


def shared_terms(left: str, right: str) -> tuple[str, ...]:
    """Runs of at least two characters that stand in both names in the same order, as in the left one."""
    names = normal_name(left), normal_name(right)
    blocks = SequenceMatcher(None, *names, autojunk=False).get_matching_blocks()
    return tuple(names[0][a : a + size] for a, _, size in blocks if size >= _SHORTEST)


def _pairs(name: str) -> set[str]:
    text = normal_name(name)
    return {text[n : n + 2] for n in range(len(text) - 1)}


def _name(ground: Ground, bound: Bound) -> str:
    term = f"<{bound.values['indicator']}>"
    return next((lexical(label) for (label,) in ground.rows(_LABEL % term)), "")
