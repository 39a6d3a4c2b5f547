"""The words of covers and citations (words.toml) → patterns for folded text without blanks."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

_DAY = r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])?(?:元|\d{1,4}))年(?:\(\d{4}年?\))?\d{1,2}月(?:\d{1,2}日)?"


@dataclass(frozen=True, slots=True)
class PlanWords:
    """Patterns of a title, of the mark of a draft, of a decision, of the ways of citing one, of others."""

    title: re.Pattern[str]
    draft: re.Pattern[str]
    decision: re.Pattern[str]
    cited_before: re.Pattern[str]
    cited_behind: re.Pattern[str]
    others: re.Pattern[str]


@cache
def plan_words() -> PlanWords:
    """Reads the words of this package."""
    table = cast(
        "dict[str, list[str] | str]",
        tomllib.loads((files("loaders.plans") / "words.toml").read_text(encoding="utf-8")),
    )
    kinds = _any(table["titles"])
    decided = rf"(?P<decider>[^()\d、。]{{0,40}}?(?:{_any(table['decisions'])}))"
    bare = rf"(?P<bare>[^、。「」()]{{2,60}}(?:{kinds})(?:(?:19|20)\d{{2}})?)"
    name = rf"「(?P<quoted>[^「」]{{3,120}})」|{bare}"
    return PlanWords(
        title=re.compile(rf"[^。]{{0,80}}(?:{kinds}){table['title_tail']}\Z"),
        draft=re.compile(
            rf"(?:\((?P<mark>{_any(table['drafts'])})\)|【(?P<marked>{_any(table['drafts'])})】)\Z"
        ),
        decision=re.compile(rf"(?P<decider>[^()\d、。]{{0,40}}?(?:{_any(table['decisions'])}))"),
        cited_before=re.compile(rf"(?:{name})\((?P<day>{_DAY}){decided}\)"),
        others=re.compile(_any(table["others"])),
        cited_behind=re.compile(
            rf"(?P<day>{_DAY})に(?P<decider>閣議(?:{_any(table['decisions'])}))された(?:新たな|新しい)?"
            rf"(?:「(?P<quoted>[^「」]{{3,120}})」|(?P<bare>[^、。「」()]{{1,40}}?(?:{kinds})))"
        ),
    )


def _any(words: list[str] | str) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
