"""Names of data sets → which of them a release holds, and what an answer cannot say without the others."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from queries.answer import Gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.ground import Ground


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set. `probe` is a SPARQL pattern that only a release with it answers; "" if none has."""

    name: str
    ja: str
    en: str
    without_ja: str
    without_en: str
    probe: str = ""

    def is_in(self, ground: Ground) -> bool:
        """Whether the release holds anything of it."""
        return bool(self.probe) and bool(ground.rows(f"SELECT ?x {{ {self.probe} }} LIMIT 1"))

    def gap(self) -> Gap:
        """The hole that it leaves while it is not loaded."""
        return Gap("not-loaded", self.name, self.without_ja, self.without_en)


@cache
def load_data_sets() -> Mapping[str, DataSet]:
    """All data sets by name, in the order of the file."""
    table = tomllib.loads((files("queries") / "datasets.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: DataSet(name, **{key.replace("-", "_"): text for key, text in entry.items()})
            for name, entry in table.items()
        }
    )


def absent(ground: Ground, names: Iterable[str]) -> tuple[DataSet, ...]:
    """Those of the named data sets that the release does not hold, in the order of the names."""
    known = load_data_sets()
    return tuple(known[name] for name in names if not known[name].is_in(ground))
