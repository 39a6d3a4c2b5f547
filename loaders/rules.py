"""The rules of reading: the id that a fact carries → what the rule does, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule does."""

    id: str
    ja: str
    en: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every described rule by its id, in the order of the ids."""
    text = resources.files("loaders").joinpath("rules.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    return MappingProxyType(
        {name: Rule(name, found[name]["ja"], found[name]["en"]) for name in sorted(found)}
    )
