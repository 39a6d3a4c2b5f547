"""A reader in a process of its own: a file that hangs, crashes or swallows memory ends as one ReadError.

The child (loaders/views/child.py) limits its own memory and processor time; the parent limits the clock.
In a process that was started to read files, and is limited and watched itself, no further one is started.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from loaders.errors import DecodeError, LimitError, ReadError
from loaders.views.child import read_here
from loaders.views.view import Area, Locator, Note, Rendered, Trust

MAX_SECONDS = 60
APART_ALREADY = "KEIFU_READER_PROCESS"
"""Set in the environment of a process that was started to read files."""


def read_apart(kind: str, data: bytes, seconds: float = MAX_SECONDS) -> Rendered:
    """The text view of a file, made in a child process.

    Raises:
        DecodeError: the reader refused the file, ended without an answer, or is not installed.
        LimitError: the file is larger than a limit, or takes longer than `seconds`.
    """
    if os.environ.get(APART_ALREADY):
        return _read_in_reader(kind, data)
    package_root = str(Path(__file__).resolve().parents[2])
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the bytes are data
            [sys.executable, "-P", "-m", "loaders.views.child", kind],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": package_root},
        )
    except subprocess.TimeoutExpired as error:
        raise LimitError("", int(seconds), int(seconds) + 1, "seconds of reading") from error
    if done.returncode != 0:
        reason = f"the reader for {kind} ended with code {done.returncode}: the file is damaged or too large"
        raise DecodeError("", f"{reason}; open it and save it again")
    return _answer(json.loads(done.stdout))


def _read_in_reader(kind: str, data: bytes) -> Rendered:
    try:
        return read_here(kind, data)
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        reason = f"the reader for {kind} ended with {type(error).__name__}: the file is damaged"
        raise DecodeError("", f"{reason}; open it and save it again") from error


def _answer(answer: dict[str, Any]) -> Rendered:
    if "decode" in answer:
        raise DecodeError("", answer["decode"], answer["offset"])
    if "limit" in answer:
        raise LimitError("", answer["limit"], answer["found"], answer["what"])
    return Rendered(
        answer["text"],
        tuple(_locator(locator) for locator in answer["locators"]),
        tuple(Note(**note) for note in answer["notes"]),
        answer["program"],
    )


def _locator(told: dict[str, Any]) -> Locator:
    areas = tuple(Area(**area) for area in told.pop("areas"))
    trust = Trust(told.pop("trust"))
    return Locator(areas=areas, trust=trust, **told)
