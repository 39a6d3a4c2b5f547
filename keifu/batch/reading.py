"""One file → a reading, of whatever kind of document it is."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from loaders import Reading, Shelf, read
from loaders.errors import FormError
from loaders.plans import read_plan
from loaders.source import Scans, open_source

if TYPE_CHECKING:
    from loaders.plans import PlanReading


@lru_cache(maxsize=1)
def _shelf(forms: tuple[str, ...]) -> Shelf:
    return Shelf.with_own(forms)


def read_any(
    data: bytes, name: str, forms: tuple[str, ...] = (), scans: Scans = Scans.REFUSED
) -> Reading | PlanReading:
    """Reads an evaluation report, or else the full text of a plan; `forms` are a user's form files.

    A scanned text is never taken for a plan: what is said of a plan has no class of confidence.

    Raises:
        ReadError: the file cannot be read, or is neither; the reason is that of the report.
    """
    try:
        return read(data, name, shelf=_shelf(forms) if forms else None, scans=scans)
    except FormError as error:
        try:
            return read_plan(open_source(data, name))
        except FormError:
            raise error from None


def renamed(reading: Reading | PlanReading, name: str) -> Reading | PlanReading:
    """The same reading of the same bytes under another file name."""
    source = replace(reading.source, file_name=name)
    if isinstance(reading, Reading):
        return replace(reading, source=source, loss=replace(reading.loss, file_name=name))
    return replace(reading, source=source)
