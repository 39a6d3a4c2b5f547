"""A table with commas or semicolons → its text view; quoted cells may hold separators and line ends.

The standard reader parses the stream with its line ends untouched: only U+000D and U+000A end a record,
never U+000B or U+2028 inside a cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from loaders.errors import DecodeError, LimitError
from loaders.views.view import MAX_CELLS, Grid, Piece, View, check_cells

MAX_FIELD = 1024 * 1024
SEPARATORS = (",", ";")
TAB = "\t"
_QUOTED_BREAK = re.compile(r'(?:^|\t)"(?:[^"\t\n]|"")*\n(?:[^"\t]|"")*"(?:\t|\r?$)', re.MULTILINE)
_TABLE_SHARE = 0.5
_FEWEST = 2


def is_csv(text: str) -> bool:
    """Whether a text is a table: most records have the same number of fields, at least two.

    Prose and lists of figures with grouping commas have a different number of fields in every line.
    """
    return separator_of(text) is not None


def separator_of(text: str) -> str | None:
    """What separates the fields of a text: a comma, else a semicolon, None when it is no table.

    Of a table with semicolons the figures may have grouping commas, and each record another number of them. A
    text with TABs is one only where quoted cells have line ends: elsewhere its quotes are quotes of the text.
    """
    if _QUOTED_BREAK.search(text) and _is_table(text, TAB):
        return TAB
    return next((each for each in SEPARATORS if _is_table(text, each)), None)


def _is_table(text: str, separator: str) -> bool:
    try:
        widths = Counter(len(record) for record in _records(text, separator) if any(record))
    except (DecodeError, LimitError):
        return False
    width, count = max(widths.items(), key=lambda pair: (pair[0] >= _FEWEST, pair[1]), default=(0, 0))
    others = {other for other in widths if other > 1} - {width}
    return width >= _FEWEST <= count and not others and count >= _TABLE_SHARE * widths.total()


def read_csv(text: str) -> View:
    """The one table of a text; places are R3C2, record and field counted from 1.

    Raises:
        DecodeError: a quote that never closes. LimitError: a field or the whole table is too large.
    """
    rows = list(_records(text, separator_of(text) or SEPARATORS[0]))
    columns = max((len(row) for row in rows), default=0)
    check_cells(len(rows) * columns)
    cells = tuple(
        Piece(cell, f"R{r + 1}C{c + 1}", r, c)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if cell
    )
    return View((Grid(len(rows), columns, cells),))


def _records(text: str, separator: str) -> Iterator[list[str]]:
    former = csv.field_size_limit(MAX_FIELD)
    try:
        for number, record in enumerate(
            csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
        ):
            if number > MAX_CELLS:
                raise LimitError("", MAX_CELLS, number, "records")
            yield record
    except csv.Error as error:
        raise DecodeError("", f"a damaged table with commas ({error})") from error
    finally:
        csv.field_size_limit(former)
