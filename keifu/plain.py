"""Typed records → the dicts, lists, texts and numbers that JSON can say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import cast

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def plain(value: object) -> Plain:
    """The value in plain types: records by field name, decimals and dates as text, sets sorted.

    Raises:
        TypeError: a type that has no place in JSON.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return _composite(value)


def _composite(value: object) -> Plain:
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        table = cast("Mapping[str, object]", value)
        return {str(key): plain(entry) for key, entry in table.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in cast("list[object]", value)]
    if isinstance(value, set | frozenset):
        return [plain(entry) for entry in sorted(cast("set[str]", value))]
    raise TypeError(f"no plain form of {type(value).__name__}")


def to_json(value: object) -> str:
    """Indented JSON with Japanese letters as they are and a line end at the end."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n"
