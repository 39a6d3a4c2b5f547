"""A question and texts from a caller → completed SPARQL: values are checked by type, then put in as terms.

A value never meets the text of a query as text: it becomes an IRI or a literal first, and only the token
`$name` outside strings, IRIs and comments is replaced by the written form of that term.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ontology.errors import OntologyError
from ontology.iris import DEFAULT_BASE, Base
from ontology.rdf import XSD, Iri, Literal
from ontology.terms import CODE_NS
from queries.errors import ParameterError
from queries.tokens import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from queries.catalog import Parameter, Question

FISCAL_YEARS: Final = range(1990, 2101)

MOST_CHARACTERS: Final = 10_000
"""The longest text that is taken for a value."""

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_PLAIN: Final = (
    r"A-Za-z0-9\-._~!$&'()*+,;="
    r"\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(rf"\U000{plane:x}0000-\U000{plane:x}fffd" for plane in range(1, 14))
)
_UNIT: Final = rf"(?:[{_PLAIN}:@]|%[0-9A-Fa-f]{{2}})"
_HOST: Final = rf"(?:[{_PLAIN}]|%[0-9A-Fa-f]{{2}})*(?::[0-9]*)?(?![^/?#])"
_IRI: Final = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://{_HOST}|(?!//))(?:{_UNIT}|/)*(?:\?(?:{_UNIT}|[/?])*)?(?:\#(?:{_UNIT}|[/?])*)?\Z"
)
"""RFC 3987 without user names, addresses in brackets and private characters: what every store takes."""

_CODE_NAME: Final = re.compile(r"[a-z][a-z0-9\-]*\Z")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}\Z")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?\Z")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
_CODE_POINT: Final = re.compile(r"(?<=\\\\)[uU]")
"""The letter behind an escaped backslash. SPARQL 1.1 §19.2 opens \\u0022 before anything else is read, and
some engines do so even behind a backslash that is itself escaped; spelt out, the letter is safe in all."""
_EXPECTED: Final = {
    "iri": "an IRI, or a path such as indicator/municipal-cloud-adopters",
    "fy": f"a fiscal year from {FISCAL_YEARS.start} to {FISCAL_YEARS.stop - 1}",
    "date": "a date YYYY-MM-DD",
    "integer": "an integer",
    "decimal": "a decimal number such as 0.5",
    "text": "a text",
    "boolean": "true or false",
    "code": "the name of a code such as change-end",
}
_BASE_LINE: Final = f"<{DEFAULT_BASE}>"


@dataclass(frozen=True, slots=True)
class Bound:
    """A completed query and the terms that went into it; an absent parameter is not among them."""

    sparql: str
    values: Mapping[str, Iri | Literal]

    def says(self, name: str, text: str) -> bool:
        """Whether the parameter was given (or defaulted) as this text."""
        value = self.values.get(name)
        return isinstance(value, Literal) and value.lexical == text


def bind(question: Question, given: Mapping[str, str], base: Base) -> Bound:
    """Completes the query of a question.

    Raises:
        ParameterError: a parameter is unknown, missing, or not of its type.
    """
    for name in given:
        if name not in question.parameters:
            raise ParameterError(name, given[name], "unknown", _nearest(name, question))
    values = {
        name: term
        for name, parameter in question.parameters.items()
        if (term := _value(parameter, given.get(name), base)) is not None
    }
    return Bound(_completed(question.body, values, base), values)


def written(term: Iri | Literal) -> str:
    """A term as SPARQL text; safe for any characters inside a literal."""
    if isinstance(term, Iri):
        return f"<{term}>"
    if term.datatype in {XSD + "integer", XSD + "boolean"}:
        return term.lexical
    quoted = f'"{_CODE_POINT.sub(_spelt, term.lexical.translate(_ESCAPES))}"'
    if term.language is not None:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype == XSD + "string" else f"{quoted}^^<{term.datatype}>"


def _spelt(letter: re.Match[str]) -> str:
    return f"\\U{ord(letter[0]):08x}"


def parse(parameter: Parameter, text: str, base: Base) -> Iri | Literal:
    """Reads the text of a caller as a value of the parameter's type.

    Raises:
        ParameterError: the text is no such value.
    """
    if len(text) > MOST_CHARACTERS:
        raise ParameterError(parameter.name, f"{text[:40]}…", "type", f"at most {MOST_CHARACTERS} characters")
    try:
        return _parsed(parameter.type, text, base)
    except (OntologyError, ValueError, InvalidOperation) as error:
        raise ParameterError(parameter.name, text, "type", _EXPECTED[parameter.type]) from error


def _completed(body: str, values: Mapping[str, Iri | Literal], base: Base) -> str:
    def term(token: str) -> str:
        value = values.get(token[1:])
        return token if value is None else written(value)

    moved = body if base.base == DEFAULT_BASE else replaced(body, "iri", lambda iri: _moved(iri, base))
    return replaced(moved, "parameter", term)


def _moved(iri: str, base: Base) -> str:
    return f"<{base.base}>" if iri == _BASE_LINE else iri


def _value(parameter: Parameter, text: str | None, base: Base) -> Iri | Literal | None:
    said = parameter.default if text is None else text
    if said is not None:
        return parse(parameter, said, base)
    if parameter.required:
        raise ParameterError(parameter.name, None, "missing", _EXPECTED[parameter.type])
    return None


def _nearest(name: str, question: Question) -> str:
    near = difflib.get_close_matches(name, question.parameters, n=1)
    return near[0] if near else "one of " + (", ".join(question.parameters) or "none")


def _parsed(kind: str, text: str, base: Base) -> Iri | Literal:
    if kind == "iri":
        return Iri(_matching(_IRI, text)) if _ABSOLUTE.match(text) else base.iri(text)
    if kind == "code":
        return Iri(CODE_NS + _matching(_CODE_NAME, text.removeprefix(CODE_NS).removeprefix("code:")))
    canonical, datatype = _CANONICAL[kind]
    return Literal(canonical(text), XSD + datatype)


def _date(text: str) -> str:
    return date.fromisoformat(_matching(_DATE, text)).isoformat()


def _decimal(text: str) -> str:
    return format(Decimal(_matching(_DECIMAL, text)), "f")


def _integer(text: str) -> str:
    return str(int(_matching(_INTEGER, text)))


def _fiscal_year(text: str) -> str:
    if int(_integer(text)) not in FISCAL_YEARS:
        raise ValueError(text)
    return _integer(text)


def _boolean(text: str) -> str:
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.match(text):
        raise ValueError(text)
    return text


def _printable(text: str) -> str:
    """Refuses characters that no RDF text may hold: NUL and lone surrogates."""
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError(text)
    return text


_CANONICAL: Final[Mapping[str, tuple[Callable[[str], str], str]]] = MappingProxyType(
    {
        "text": (_printable, "string"),
        "boolean": (_boolean, "boolean"),
        "date": (_date, "date"),
        "decimal": (_decimal, "decimal"),
        "integer": (_integer, "integer"),
        "fy": (_fiscal_year, "integer"),
    }
)
"""How a text of each type is written in its one form, and the XSD type of the literal."""
