"""Rows of cells → CSV: raw for programs, or guarded for spreadsheet programs.

Raw is what SPARQL results in CSV are: UTF-8, a header line, cells as they are, exact numbers. The form for
spreadsheets begins with a byte order mark, ends its lines with CR LF, quotes every cell, and puts an
apostrophe before each cell that such a program would take for a formula.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from queries.answer import Cell

MARK: Final = "\ufeff"
"""The byte order mark, by which a spreadsheet program knows UTF-8."""

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
_SPECIAL: Final = re.compile(r'[",\r\n]')
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")


def text_of(cell: Cell) -> str:
    """A cell as bare text: blank for None, ISO dates, decimals in full, true and false in lower case.

    >>> [text_of(cell) for cell in (Decimal("1E+3"), None, True, date(2018, 4, 1))]
    ['1000', '', 'true', '2018-04-01']
    """
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return f"{cell:f}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Raw CSV with a header line; lines end with a line feed."""
    return "".join([_line(columns), *(_line([text_of(cell) for cell in row]) for row in rows)])


def _line(cells: Sequence[str]) -> str:
    # csv.writer leaves a lone carriage return bare where lines end with a line feed: readers see two lines
    return (",".join(map(_quoted, cells)) or '""') + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def for_spreadsheets(raw: str) -> str:
    """Raw CSV as a spreadsheet program may open it; the first line is the header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([guarded(cell) for cell in row] for row in csv.reader(io.StringIO(raw, newline="")))
    return MARK + out.getvalue()


def guarded(cell: str) -> str:
    """A cell that no spreadsheet program runs: an apostrophe before what would begin a formula.

    Numbers stay numbers. Apostrophes that stand before such a text already count, so that `unguarded` gives
    every cell back.

    >>> [guarded(cell) for cell in ("=1+1", "-13745", "－", "'=1", "本文")]
    ["'=1+1", '-13745', "'－", "''=1", '本文']
    """
    return f"'{cell}" if _is_formula(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    return cell.lstrip("'")[:1] in _FORMULA and not _NUMBER.match(cell)
