"""The loaded reports → ministry × fiscal year, with the years that nobody has loaded shown as gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.grid import many
from api.lists import LISTS

if TYPE_CHECKING:
    from api.grid import Record
    from api.site import Data


@dataclass(frozen=True, slots=True)
class Series:
    """The evaluations of one policy number of one ministry; `years` maps each year to its report or None."""

    ministry: str
    number: int | None
    years: dict[int, str | None]

    @property
    def missing(self) -> tuple[int, ...]:
        """Years between two loaded reports for which none is loaded."""
        return tuple(year for year, report in self.years.items() if report is None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All series over one common range of years."""

    years: tuple[int, ...]
    series: tuple[Series, ...]


def coverage(data: Data) -> Coverage:
    """What is loaded, by ministry, policy number and evaluated year.

    A year inside the range of a series without a report is a gap: whether a report was due in
    that year, the loaded data cannot say.
    """
    held: dict[tuple[str, int | None], dict[int, str]] = {}
    for record in LISTS["reports"].records(data):
        for year in many(record.get("fiscalYear")):
            if isinstance(year, int):
                held.setdefault(_series(record), {})[year] = str(record["report"])
    years = sorted({year for reports in held.values() for year in reports})
    span = tuple(range(years[0], years[-1] + 1)) if years else ()
    return Coverage(span, tuple(_filled(key, held[key]) for key in sorted(held, key=str)))


def _series(record: Record) -> tuple[str, int | None]:
    number = record.get("policyNumber")
    return str(record["ministry"]), number if isinstance(number, int) else None


def _filled(key: tuple[str, int | None], reports: dict[int, str]) -> Series:
    first, last = min(reports), max(reports)
    return Series(key[0], key[1], {year: reports.get(year) for year in range(first, last + 1)})
