"""The program Tesseract: a grey picture → the lines of characters that it recognises, with their boxes.

The program and its data for Japanese are no part of Keifu; where they are missing, the error says what to
install.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from loaders.errors import DecodeError, LimitError
from loaders.views.raster import Picture

PROGRAM: Final = "tesseract"
LANGUAGE: Final = "jpn"
INSTALL: Final = "apt-get install tesseract-ocr tesseract-ocr-jpn"
"""On Debian and Ubuntu."""
ABSENT: Final = "absent"
MAX_SECONDS: Final = 60
_SPARSE: Final = "11"  # finds pieces of text wherever they stand, as in the cells of a table
_LINE = re.compile(r"<span class='ocr_(?:line|textfloat|header|caption)'[^>]*title=\"([^\"]*)\"")
_CHAR = re.compile(
    r"<span class='ocrx_cinfo' title='x_bboxes (\d+) (\d+) (\d+) (\d+); x_conf ([0-9.]+)'>([^<]+)</span>"
)
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class Character:
    """A character between two pixel columns; `sure` is what the program says of it, from 0 to 100."""

    text: str
    left: int
    right: int
    sure: float


@dataclass(frozen=True, slots=True)
class Row:
    """One recognised line between two pixel rows, its characters from left to right."""

    top: int
    bottom: int
    characters: tuple[Character, ...]


def version() -> str:
    """tesseract-5.3.0-jpn, or `ABSENT` where the program or its data for Japanese is missing."""
    try:
        return _version(_program())
    except DecodeError:
        return ABSENT


def recognised(picture: Picture) -> tuple[Row, ...]:
    """The lines of a picture that hold any character.

    Raises:
        DecodeError: the program or its data for Japanese is not installed, or it failed.
        LimitError: one picture took longer than `MAX_SECONDS`.
    """
    page = b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.pixels
    said = _asked(
        _program(), "stdin", "stdout", "-l", LANGUAGE, "--psm", _SPARSE, "--dpi", str(round(picture.dpi)),
        "-c", "hocr_char_boxes=1", "-c", "tessedit_create_hocr=1", given=page,
    )  # fmt: skip
    return tuple(_rows(said))


def _program() -> str:
    """The path of the program, with its data for Japanese."""
    found = shutil.which(PROGRAM)
    if found is None:
        raise DecodeError("", f"reading pictures of pages needs the program Tesseract: {INSTALL}")
    if LANGUAGE not in _asked(found, "--list-langs").split():
        raise DecodeError("", f"Tesseract has no data for Japanese: {INSTALL}")
    return found


def _version(program: str) -> str:
    words = _asked(program, "--version").split()
    return f"{PROGRAM}-{words[1] if len(words) > 1 else ''}-{LANGUAGE}"


def _asked(*command: str, given: bytes = b"") -> str:
    """What the program says; on one thread, so that the same picture gives the same text."""
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments, the picture is data
            command,
            input=given,
            capture_output=True,
            timeout=MAX_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise LimitError("", MAX_SECONDS, MAX_SECONDS + 1, "seconds of Tesseract for one page") from error
    except OSError as error:
        raise DecodeError("", f"Tesseract cannot be started: {error.strerror or error}") from error
    if done.returncode != 0:
        raise DecodeError("", f"Tesseract ended with code {done.returncode}; install it again: {INSTALL}")
    return done.stdout.decode("utf-8", "ignore")


def _rows(said: str) -> Iterator[Row]:
    starts = [*_LINE.finditer(said)]
    ends = [match.start() for match in starts[1:]] + [len(said)]
    for start, end in zip(starts, ends, strict=True):
        box = _BOX.search(start[1])
        characters = tuple(
            Character(html.unescape(text), int(left), int(right), float(sure))
            for left, _, right, _, sure, text in _CHAR.findall(said, start.end(), end)
        )
        if box is not None and characters:
            yield Row(int(box[2]), int(box[4]), tuple(sorted(characters, key=lambda each: each.left)))
