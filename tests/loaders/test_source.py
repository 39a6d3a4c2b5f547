"""Bytes become text with nothing changed: kinds by content, encodings, and what is refused."""

from __future__ import annotations

import codecs
import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from loaders.errors import DecodeError, LimitError
from loaders.report import facts_of
from loaders.source import MAX_BYTES, MAX_FILE_BYTES, Kind, Source, open_source
from tests.loaders.reading_facts import asserted, read_path
from tests.loaders.test_loss_report import NAMES

SAMPLES = Path(__file__).parents[1] / "samples"
TABBED = "kakuu-R5-1.tabbed.txt"


def opened(text: str, encoding: str = "utf-8") -> Source:
    return open_source(text.encode(encoding), "report.txt")


@pytest.mark.parametrize("name", NAMES)
def test_the_kind_of_a_sample_is_told_by_its_content(name: str) -> None:
    source = open_source((SAMPLES / name).read_bytes(), "any-name.pdf")
    assert source.kind.value == ("tabbed-text" if ".tabbed." in name else "linear-text")
    assert source.kind.is_plain


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["政策名\t港"], Kind.TABBED),
        (["政策名\t港", *["本文"] * 4], Kind.TABBED),
        (["政策名\t港", *["本文"] * 5], Kind.LINEAR),
        (["政策名\t港", "", " ", *["本文"] * 4, ""], Kind.TABBED),
        (["本文"], Kind.LINEAR),
        ([*["政策名\t港"] * 2, *["本文"] * 8], Kind.TABBED),
        ([*["政策名\t港"] * 2, *["本文"] * 9], Kind.LINEAR),
    ],
)
def test_a_fifth_of_the_lines_with_a_tab_makes_rows(lines: list[str], kind: Kind) -> None:
    assert opened("\n".join(lines)).kind is kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp"])
def test_every_encoding_gives_the_same_facts_at_the_same_places(encoding: str, tmp_path: Path) -> None:
    told = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    raw = _writable((SAMPLES / TABBED).read_text(encoding="utf-8"), encoding)
    plain, other = tmp_path / "plain.txt", tmp_path / "other.txt"
    plain.write_bytes(raw.encode("utf-8"))
    other.write_bytes(raw.encode(encoding))
    before, after = read_path(plain), read_path(other)
    assert after.source.encoding == told
    assert after.source.raw == raw
    assert after.report == before.report
    assert asserted(after.report)
    spans = [span for fact in facts_of(after.report) for span in fact.spans]
    assert all(0 <= span.start < span.end <= len(raw) for span in spans)


def _writable(raw: str, encoding: str) -> str:
    """The text with what an encoding has no sign for replaced by what people write there instead."""
    near = (c if _is_writable(c, encoding) else unicodedata.normalize("NFKC", c) for c in raw)
    return "".join(c if _is_writable(c, encoding) else "-" for c in near)


def _is_writable(char: str, encoding: str) -> bool:
    try:
        return char.encode(encoding).decode(encoding) == char
    except UnicodeEncodeError:
        return False


def test_the_mark_at_the_beginning_is_no_character_of_the_text() -> None:
    source = opened("政策名\t港", "utf-8-sig")
    assert source.raw == "政策名\t港"
    assert source.sha256 == hashlib.sha256("政策名\t港".encode("utf-8-sig")).hexdigest()
    assert source.sha256 != opened("政策名\t港").sha256


@pytest.mark.parametrize(
    "raw", ["政策名\r\n港\r\n", "\n\n港\f\n道 \t \n", "港\u3000\r道\u2028橋", "が\u3099゛"]
)
def test_line_ends_blanks_and_composition_stay_as_they_are(raw: str) -> None:
    assert opened(raw).raw == raw


@settings(max_examples=60, deadline=None)
@given(st.text("政策港ア①△ab1 \t\r\n\f\u3000\u3099🚢", min_size=1, max_size=40).filter(str.strip))
def test_any_text_comes_back_as_it_is(raw: str) -> None:
    source = opened(raw)
    assert source.raw == raw
    assert source.encoding == "utf-8"
    assert source.file_name == "report.txt"
    assert not source.locators
    assert source.locator_of(0) is None


def test_lines_end_at_line_feeds_only_and_count_from_one() -> None:
    source = opened("甲\r\n乙\f丙\u2028丁\n戊")
    assert [source.line_of(source.raw.index(c)) for c in "甲乙丙丁戊"] == [1, 2, 2, 2, 3]


@pytest.mark.parametrize("data", [b"", b" ", b"\n\r\n\t "])
def test_a_file_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError) as caught:
        open_source(data, "empty.txt")
    assert caught.value.file_name == "empty.txt"


@pytest.mark.parametrize("text", ["\ufeff", "\u3000\n\u3000"])
def test_a_file_of_marks_and_wide_blanks_alone_is_no_report(text: str) -> None:
    with pytest.raises(loaders.ReadError, match=r"^blank\.txt: "):
        loaders.read(text.encode(), "blank.txt")


def test_a_nul_byte_is_refused_where_it_stands() -> None:
    with pytest.raises(DecodeError, match="NUL") as caught:
        open_source("政策\x00名".encode(), "nul.txt")
    assert caught.value.offset == len("政策".encode())
    assert str(caught.value).startswith("nul.txt (byte 6): ")


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        ("政策名".encode() + b"\xff\xfe!", 9),
        (b"\xff\xff", 0),
        ("政策(1)".encode("utf-16-le"), 5),
        ("naïve résumé".encode("latin-1"), 2),
        ("ｱｲｳｴｵ".encode("cp932"), 0),
    ],
    ids=["a tail", "no text", "UTF-16", "Latin", "half-width kana alone"],
)
def test_wrong_bytes_are_refused_at_the_first_that_does_not_fit(data: bytes, offset: int) -> None:
    with pytest.raises(DecodeError) as caught:
        open_source(data, "odd.txt")
    assert caught.value.file_name == "odd.txt"
    assert caught.value.offset == offset


def test_a_text_may_be_as_large_as_the_limit_and_no_larger() -> None:
    with pytest.raises(LimitError) as caught:
        open_source(b"a" * (MAX_BYTES + 1), "large.txt")
    assert (caught.value.limit, caught.value.found, caught.value.what) == (MAX_BYTES, MAX_BYTES + 1, "bytes")
    assert len(open_source(b"a" * MAX_BYTES, "large.txt").raw) == MAX_BYTES


def test_no_kind_of_file_may_be_larger_than_the_limit_of_files() -> None:
    with pytest.raises(LimitError) as caught:
        open_source(b"%PDF-1.7" + bytes(MAX_FILE_BYTES), "large.pdf")
    assert caught.value.limit == MAX_FILE_BYTES


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_in_utf16_is_known_by_its_mark(encoding: str) -> None:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    source = open_source(mark + "政策名\r\n髙𠮷".encode(encoding), "wide.txt")
    assert (source.encoding, source.raw) == (encoding, "政策名\r\n髙𠮷")


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (codecs.BOM_UTF16_LE + "政策".encode("utf-16-le") + b"\x00\xd8", 6),
        (codecs.BOM_UTF16_BE + "政策\x00".encode("utf-16-be"), 6),
        (codecs.BOM_UTF16_LE, 2),
    ],
    ids=["half a pair", "a NUL", "a mark alone"],
)
def test_what_only_begins_as_utf16_is_refused(data: bytes, offset: int) -> None:
    with pytest.raises(DecodeError, match="UTF-16") as caught:
        open_source(data, "wide.txt")
    assert caught.value.offset == offset
