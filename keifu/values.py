"""A value of a store → a plain cell: numbers, days and truth as Python has them, IRIs of ours as paths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ontology.rdf import XSD, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.answers import Value
    from keifu.rows import Cell
    from queries.ground import Ground

_READERS: Final[Mapping[str, Callable[[str], Cell]]] = {
    XSD + "integer": int,
    XSD + "decimal": Decimal,
    XSD + "date": date.fromisoformat,
    XSD + "boolean": lambda text: text in {"true", "1"},
}


def plain_cell(ground: Ground, value: Value | None) -> Cell:
    """The value as a plain cell; a literal that is not what its datatype says stays text."""
    if value is None:
        return None
    if not isinstance(value, Literal):
        return ground.base.path(str(value)) or str(value)
    try:
        return _READERS.get(value.datatype, str)(value.lexical)
    except (ValueError, ArithmeticError):
        return value.lexical
