"""The types of parameters → JSON Schema for the document, and the same rule for the values that come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from queries.binding import FISCAL_YEARS, MOST_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.catalog import Parameter

_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "keifu:Policy": "policy",
        "keifu:Objective": "objective",
        "keifu:Means": "means",
        "keifu:Indicator": "indicator",
        "keifu:Report": "report",
        "keifu:Work": "work",
        "keifu:Edition": "doc",
        "keifu:Section": "doc",
        "org:Organization": "org",
        "org:OrganizationalUnit": "org",
    }
)
"""Class of a thing → first part of its path (ONTOLOGY section 5)."""

_ANY_KIND: Final = "[a-z]+"
_REST: Final = r"(/[A-Za-z0-9][A-Za-z0-9._~\-]*)+$"
_ADDRESS: Final = re.compile(rf"(/|https?://[A-Za-z0-9._:/\-]+/)?{_ANY_KIND}{_REST}")
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_SIMPLE: Final[Mapping[str, Mapping[str, object]]] = MappingProxyType(
    {
        "fy": {"type": "integer", "minimum": FISCAL_YEARS.start, "maximum": FISCAL_YEARS.stop - 1},
        "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
        "decimal": {"type": "string", "pattern": r"^[+-]?[0-9]{1,18}(\.[0-9]{1,18})?$"},
        "boolean": {"type": "boolean"},
        "date": {"type": "string", "format": "date"},
        "code": {"type": "string", "pattern": "^(code:)?[a-z][a-z0-9-]*$"},
        "text": {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS, "pattern": r"\S"},
    }
)


YEAR: Final[Mapping[str, object]] = MappingProxyType(
    {"type": "string", "pattern": "^((19|20)[0-9]{2}|(平成|令和|[HR])(元|[1-9][0-9]?)(年度?)?)$"}
)
"""A fiscal year as people write it; what is taken is more (full width, older eras): see `api.years`."""


def schema_of(parameter: Parameter) -> dict[str, object]:
    """What the document says of a parameter of a named question."""
    if parameter.type != "iri":
        return dict(_SIMPLE[parameter.type])
    return path_schema(_KINDS[each] for each in parameter.classes if each in _KINDS)


def path_schema(kinds: Iterable[str] = ()) -> dict[str, object]:
    """The path of a thing of one of these kinds, or of any kind."""
    named = "|".join(dict.fromkeys(kinds)) or _ANY_KIND
    return {"type": "string", "pattern": f"^({named}){_REST}"}


def is_path(schema: Mapping[str, object]) -> bool:
    """Whether a schema is one of addresses."""
    return str(schema.get("pattern", "")).endswith(_REST)


def is_address(text: str) -> bool:
    """Whether a text is the path or IRI of a thing of any kind; of the right one, the release tells."""
    return _ADDRESS.match(text) is not None


def fits(schema: Mapping[str, object], text: str) -> bool:
    """Whether a text of a query string is what the document promises to take.

    Only the words of JSON Schema that this module writes are known: type, enum, pattern, format, bounds.
    """
    if "enum" in schema:
        allowed = schema["enum"]
        return isinstance(allowed, Sequence) and text in [str(each) for each in allowed]
    kind = schema.get("type")
    if kind == "integer":
        return _INTEGER.match(text) is not None and _within(schema, int(text))
    if kind == "boolean":
        return text in {"true", "false"}
    if schema.get("format") == "date":
        return _is_date(text)
    return _within(schema, len(text), "minLength", "maxLength") and _matches(schema, text)


def _within(schema: Mapping[str, object], size: int, low: str = "minimum", high: str = "maximum") -> bool:
    least, most = schema.get(low), schema.get(high)
    return (not isinstance(least, int) or size >= least) and (not isinstance(most, int) or size <= most)


def _matches(schema: Mapping[str, object], text: str) -> bool:
    pattern = schema.get("pattern")
    return not isinstance(pattern, str) or re.search(pattern, text) is not None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
