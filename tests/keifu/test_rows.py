from __future__ import annotations

import csv
import io
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keifu.errors import PackageMissing
from keifu.rows import Rows, is_number, shown

if TYPE_CHECKING:
    from pathlib import Path

SERIES = Rows(
    ("indicator", "fiscalYear", "value", "asOf", "isMain"),
    (
        ("クラウド導入市区町村数", 2018, Decimal(1067), date(2018, 4, 1), True),
        ("電子決裁に要する期間", 2018, Decimal("60.3"), None, False),
        ("<script>", None, None, None, None),
    ),
    "indicator-series & more",
)


def test_rows_are_counted_indexed_and_walked_as_dicts() -> None:
    assert len(SERIES) == 3
    assert SERIES[0]["value"] == Decimal(1067)
    assert [row["fiscalYear"] for row in SERIES] == [2018, 2018, None]


def test_a_column_is_read_by_name_and_a_wrong_name_lists_the_right_ones() -> None:
    assert SERIES.column("fiscalYear") == (2018, 2018, None)
    with pytest.raises(KeyError, match="there are indicator, fiscalYear"):
        SERIES.column("year")


def test_csv_writes_decimals_in_full_days_in_iso_and_blanks_as_nothing(tmp_path: Path) -> None:
    text = SERIES.to_csv(tmp_path / "out.csv")
    assert text.splitlines()[1] == "クラウド導入市区町村数,2018,1067,2018-04-01,true"
    assert text.splitlines()[3] == "<script>,,,,"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == text


def test_tsv_uses_tabs() -> None:
    assert SERIES.to_tsv().splitlines()[0] == "indicator\tfiscalYear\tvalue\tasOf\tisMain"


@given(st.lists(st.tuples(st.text(), st.decimals(allow_nan=False, allow_infinity=False)), max_size=5))
def test_csv_gives_back_every_text_and_number(pairs: list[tuple[str, Decimal]]) -> None:
    pairs = [(text.replace("\r", "").replace("\0", ""), number) for text, number in pairs]
    read = [*csv.reader(io.StringIO(Rows(("text", "number"), tuple(pairs)).to_csv(), newline=""))][1:]
    assert [(text, Decimal(number)) for text, number in read] == pairs


def test_pandas_gets_numbers_days_and_missing_cells() -> None:
    frame = SERIES.to_pandas()
    assert frame["value"].tolist()[:2] == [1067.0, 60.3]
    assert frame["fiscalYear"].tolist()[0] == 2018
    assert frame["asOf"].isna().tolist() == [False, True, True]


def test_polars_gets_the_same() -> None:
    frame = SERIES.to_polars()
    assert frame["value"].to_list() == [1067.0, 60.3, None]
    assert frame["asOf"].to_list() == [date(2018, 4, 1), None, None]


def test_polars_takes_a_column_of_nothing() -> None:
    assert Rows(("a",), ()).to_polars().shape == (0, 1)


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_without_its_package_a_frame_is_refused_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(PackageMissing, match=f"{package} is not installed.*keifu\\[data\\]"):
        getattr(SERIES, f"to_{package}")()


def test_a_package_that_is_there_but_broken_speaks_for_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "polars.py").write_text("import a_part_that_is_gone\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "polars", raising=False)
    with pytest.raises(ModuleNotFoundError, match="a_part_that_is_gone"):
        SERIES.to_polars()


def test_a_notebook_gets_a_table_with_escaped_texts_and_numbers_to_the_right() -> None:
    page = SERIES._repr_html_()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<caption>indicator-series &amp; more</caption>" in page
    assert '<td style="text-align:right">1067</td>' in page


def test_a_table_without_a_note_has_no_caption() -> None:
    assert "caption" not in Rows(("a",), (("x",),))._repr_html_()


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (True, "true"), (Decimal("1E+3"), "1000"), (-13745000000, "-13745000000"), ("⑤", "⑤")],
)
def test_a_cell_is_shown_without_surprises(cell: object, text: str) -> None:
    assert shown(cell) == text  # pyright: ignore[reportArgumentType]


def test_truth_is_no_number() -> None:
    assert [*map(is_number, (True, 1, Decimal(1), "1", None))] == [False, True, True, False, False]
