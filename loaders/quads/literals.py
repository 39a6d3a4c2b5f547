"""Values of the document model → RDF literals in their shortest lexical form, and short codes → concepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology.errors import TermError
from ontology.rdf import Iri, Literal
from ontology.terms import CODE, CODE_NS, XSD

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from loaders.model import YearMonth


def integer(number: int) -> Literal:
    """Gives an xsd:integer; money is written so, in yen."""
    return Literal(str(number), XSD.integer)


def decimal(number: Decimal) -> Literal:
    """Gives an xsd:decimal without exponent or trailing zeros, so that rows compare as text.

    >>> from decimal import Decimal
    >>> [decimal(Decimal(text)).lexical for text in ("550.0", "1.50E+3", "-0.0")]
    ['550', '1500', '0']
    """
    plain = format(number, "f")
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return Literal("0" if short in {"-0", ""} else short, XSD.decimal)


def boolean(*, truth: bool) -> Literal:
    """Gives an xsd:boolean."""
    return Literal("true" if truth else "false", XSD.boolean)


def day(on: date) -> Literal:
    """Gives an xsd:date."""
    return Literal(on.isoformat(), XSD.date)


def month(of: YearMonth) -> Literal:
    """Gives an xsd:gYearMonth."""
    return Literal(f"{of.year:04d}-{of.month:02d}", XSD.gYearMonth)


def plain(text: str) -> Literal:
    """Gives an xsd:string."""
    return Literal(text)


def is_code(scheme: str, short: str) -> bool:
    """Tells whether the vocabulary has a concept for the short code."""
    return _concept(scheme, short) in vars(CODE).values()


def code(scheme: str, short: str) -> Iri:
    """Gives the concept of a short code: ("cmp", "at-least") is code:cmp-at-least.

    Raises:
        TermError: the vocabulary has no such concept; a new code is an addition to the vocabulary first.
    """
    if not is_code(scheme, short):
        raise TermError(f"no concept {scheme}-{short} in the vocabulary")
    return _concept(scheme, short)


def _concept(scheme: str, short: str) -> Iri:
    return Iri(f"{CODE_NS}{scheme}-{short}")
