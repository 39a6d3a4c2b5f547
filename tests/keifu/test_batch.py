"""Many files at once: the same release by any number of processes, hot or cold; faults stay apart."""

from __future__ import annotations

import io
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from keifu.batch import crew, obtaining, worker
from keifu.batch.cache import ReadingCache
from keifu.batch.crew import read_files
from keifu.batch.fingerprint import fingerprint
from keifu.batch.frozen import NotThawed, Refused, freeze, thaw
from keifu.batch.obtaining import Manner, obtain, quiet
from keifu.batch.progress import Progress
from keifu.batch.reading import read_any, renamed
from keifu.errors import ReaderFailed
from keifu.loading import load
from keifu.sources import GivenFile, walk
from loaders import Reading, read
from loaders.errors import DecodeError, FormError, LimitError
from loaders.plans import PlanReading
from tests.loaders.plans.texts import HONEBUTO, HONEBUTO_COVER, as_page

if TYPE_CHECKING:
    from pathlib import Path

A = "soumu-31-8.tabbed.txt"
B = "soumu-R4-8.linear.txt"
PLAN = as_page(HONEBUTO_COVER, HONEBUTO).encode()


def silent(_: str) -> None:
    """Nobody listens."""


def given(samples: Path, *names: str) -> list[GivenFile]:
    return [GivenFile(name, (samples / name).read_bytes()) for name in names]


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    """Two reports, a plan, a letter, and what is no source at all."""
    place = tmp_path / "in"
    (place / "deep" / "deeper").mkdir(parents=True)
    (place / ".git").mkdir()
    shutil.copy(samples / A, place / A)
    shutil.copy(samples / B, place / "deep" / "deeper" / B)
    (place / "deep" / "plan.html").write_bytes(PLAN)
    (place / "letter.txt").write_text("Dear Sir or Madam,\nthe weather is fine.\n")
    for name in ("notes.md", ".hidden.txt", "~$open.docx", "Makefile"):
        (place / name).write_text("x")
    return place


def test_the_release_is_the_same_by_any_number_of_processes_and_from_the_cache(
    tmp_path: Path, folder: Path
) -> None:
    one = load([str(folder)], tmp_path / "one", silent)
    many = load([str(folder)], tmp_path / "many", silent, Manner(jobs=3))
    again = load([str(folder)], tmp_path / "many", silent, Manner(jobs=2))
    shutil.rmtree(tmp_path / "many" / "releases")
    hot = load([str(folder)], tmp_path / "many", silent)
    ids = {each.release and each.release.id for each in (one, many, again, hot)}
    assert len(ids) == 1
    assert None not in ids
    assert not again.changed
    assert (one.kept, hot.kept) == (0, 3)
    assert [type(each.error) for each in many.failed] == [FormError]


def test_a_folder_is_walked_to_its_end_and_what_is_passed_over_is_counted(folder: Path) -> None:
    found = walk([str(folder), str(folder / A)])
    assert [path.name for path in found.files] == [B, "plan.html", "letter.txt", A]
    assert found.passed == {"": 1, ".md": 1, "hidden": 3}


def test_a_link_to_a_folder_above_ends_no_walk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    assert [path.name for path in walk([str(tmp_path)]).files] == ["a.txt"]


def test_a_reading_is_the_same_frozen_and_thawed(samples: Path) -> None:
    data = (samples / A).read_bytes()
    reading = read(data, A)
    assert thaw(freeze(reading)) == reading
    assert thaw(freeze(read_any(PLAN, "plan.html"))) == read_any(PLAN, "plan.html")


@pytest.mark.parametrize(
    "error", [DecodeError("x", "odd", 3), LimitError("x", 1, 2, "pages"), FormError("x", "form", "text")]
)
def test_a_refusal_is_the_same_frozen_and_thawed(error: DecodeError | LimitError | FormError) -> None:
    assert thaw(freeze(Refused(error))) == Refused(error)


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


@pytest.mark.parametrize("forged", [Evil(), subprocess.Popen, {"a": 1}, ("OSError", {}), ("FormError", 1)])
def test_forged_bytes_thaw_to_nothing(forged: object) -> None:
    body = freeze(Refused(FormError("x", "form", "text")))
    mark = body[:16]
    import hashlib  # noqa: PLC0415 - only a forger needs it
    import zlib  # noqa: PLC0415

    packed = zlib.compress(pickle.dumps(forged))
    with pytest.raises(NotThawed):
        thaw(mark + hashlib.sha256(packed).digest() + packed)


@pytest.mark.parametrize("where", [0, 20, 60, -1])
def test_damaged_bytes_thaw_to_nothing(where: int, samples: Path) -> None:
    body = bytearray(freeze(read((samples / A).read_bytes(), A)))
    body[where] ^= 0xFF
    with pytest.raises(NotThawed):
        thaw(bytes(body))


def test_a_damaged_reading_is_read_again(tmp_path: Path, samples: Path) -> None:
    cache = ReadingCache(tmp_path, fingerprint())
    files = given(samples, A)
    first = obtain(files, cache, Manner())
    (kept,) = (tmp_path / "readings" / fingerprint()).iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])
    again = obtain(files, cache, Manner())
    assert again.readings == first.readings
    assert again.fresh == first.fresh
    assert not obtain(files, cache, Manner()).fresh


def test_readings_of_other_readers_are_not_found_and_forgotten(tmp_path: Path, samples: Path) -> None:
    old = ReadingCache(tmp_path, "0123456789abcdef")
    obtain(given(samples, A), old, Manner())
    load([str(samples / A)], tmp_path, silent)
    assert [each.name for each in (tmp_path / "readings").iterdir()] == [fingerprint()]


def test_a_kept_reading_bears_the_name_under_which_its_file_is_given(tmp_path: Path, samples: Path) -> None:
    cache = ReadingCache(tmp_path, fingerprint())
    (file,) = given(samples, A)
    obtain([file], cache, Manner())
    again = obtain([GivenFile("other.txt", file.data)], cache, Manner())
    (reading,) = again.readings.values()
    assert isinstance(reading, Reading)
    assert (reading.source.file_name, reading.loss.file_name) == ("other.txt", "other.txt")
    assert renamed(reading, A) == read(file.data, A)


def test_a_form_that_nobody_knows_is_kept_and_told_under_its_new_name(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path, fingerprint())
    letter = b"Dear Sir or Madam,\nthe weather is fine.\n"
    obtain([GivenFile("a.txt", letter)], cache, Manner())
    again = obtain([GivenFile("b.txt", letter)], cache, Manner())
    assert not again.fresh
    (error,) = again.failures.values()
    assert isinstance(error, FormError)
    assert error.file_name == "b.txt"


def test_a_broken_file_is_tried_again_each_time(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path, fingerprint())
    files = [GivenFile("a.txt", b"\x89PNG\r\n")]
    obtain(files, cache, Manner())
    assert obtain(files, cache, Manner()).fresh


def test_a_worker_reads_every_kind_as_a_process_of_its_own_would(samples: Path) -> None:
    page = as_page(HONEBUTO_COVER, HONEBUTO).encode()
    bomb = b"<html><body>" + b"<div>" * 2000
    files = [GivenFile("page.html", page), GivenFile("bomb.html", bomb), *given(samples, A)]
    found = {done.file.name: done.outcome for done in read_files(files, 1)}
    assert found["page.html"] == read_any(page, "page.html")
    assert found[A] == read_any(given(samples, A)[0].data, A)
    assert isinstance(found["bomb.html"], Refused)
    assert isinstance(found["bomb.html"].error, LimitError)


STRANGE_WORKER = """
import os, sys, time
from keifu.batch import worker
from keifu.batch.worker import answer
def strange(data, name, *rest):
    if name == "crash": os.kill(os.getpid(), 9)
    if name == "hang": time.sleep(600)
    if name == "swell": bytearray(8 << 30)
    if name == "fault": raise KeyError("a fault of ours")
    return answer(data, name, *rest)
def safely(data, name, *rest):
    try:
        return strange(data, name, *rest)
    except MemoryError:
        return worker.FAULT + b"it needs more memory than a file may take"
    except Exception as error:
        return worker.FAULT + repr(error).encode()
worker.answer = safely
worker.main()
"""


def test_a_crash_a_hang_a_swelling_and_a_fault_cost_one_line_each(
    samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "COMMAND", (sys.executable, "-P", "-c", STRANGE_WORKER))
    files = [GivenFile(name, name.encode()) for name in ("crash", "hang", "swell", "fault")]
    found = {done.file.name: done for done in read_files([*files, *given(samples, A, B)], 2, seconds=12.0)}
    assert isinstance(found[A].outcome, Reading)
    assert isinstance(found[B].outcome, Reading)
    assert isinstance(found["hang"].failure, LimitError)
    for name in ("crash", "swell", "fault"):
        assert isinstance(found[name].failure, ReaderFailed), name
    assert "code -9" in str(found["crash"].failure)
    assert "memory" in str(found["swell"].failure)


def test_a_fault_of_ours_is_a_failure_of_one_file_in_this_process_too(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(data: bytes, name: str, *_: object) -> Reading | PlanReading:
        if name == B:
            raise ZeroDivisionError("oh")
        return read_any(data, name)

    monkeypatch.setattr(worker, "read_any", faulty)
    outcome = load([str(samples / A), str(samples / B)], tmp_path / "data", silent)
    assert [each.file.name for each in outcome.accepted] == [A]
    (failure,) = outcome.failed
    assert failure.error == ReaderFailed(B, "ZeroDivisionError: oh")


def test_leaving_early_ends_all_processes(samples: Path) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = crew._start

    def noted() -> subprocess.Popen[bytes]:
        started.append(start())
        return started[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crew, "_start", noted)
        readings = read_files(given(samples, A, B), 2)
        next(iter(readings))
        readings.close()  # type: ignore[attr-defined]
    assert started
    assert all(process.poll() is not None for process in started)


def test_an_interrupt_leaves_the_release_and_a_cache_to_go_on_with(tmp_path: Path, samples: Path) -> None:
    data, many = tmp_path / "data", tmp_path / "many"
    before = load([str(samples / A)], data, silent).release
    many.mkdir()
    text = (samples / A).read_text()
    for number in range(1, 31):
        (many / f"{number:02}.txt").write_text(text.replace("31-⑧", f"31-{number + 20}"))
    command = [sys.executable, "-m", "keifu", "load", str(many), "--into", str(data), "--jobs", "2"]
    before_us = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell ignores it
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    signal.signal(signal.SIGINT, before_us)
    kept = data / "readings"
    deadline = time.monotonic() + 100
    while len([*kept.glob("*/[0-9a-f]*")]) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    done = [*kept.glob("*/[0-9a-f]*")]
    assert 5 <= len(done) < 31
    assert all(isinstance(thaw(each.read_bytes()), Reading) for each in done)
    assert load([str(samples / A)], data, silent).release == before


def test_order_does_not_matter_to_what_is_obtained(tmp_path: Path, samples: Path) -> None:
    files = [*given(samples, A, B), GivenFile("plan.html", PLAN), GivenFile("a.txt", PLAN)]
    first = obtain(files, ReadingCache(tmp_path / "1", "v"), Manner())
    random.Random(7).shuffle(files)
    second = obtain(files, ReadingCache(tmp_path / "2", "v"), Manner(jobs=2))
    assert set(first.readings) == set(second.readings)


def test_the_bar_tells_how_far_it_is_and_leaves_a_clean_line() -> None:
    screen = io.StringIO()
    clock = iter(range(100))
    with Progress(screen, 8, clock=lambda: float(next(clock))) as bar:
        for number in range(8):
            bar.step(f"{number}.txt", failed=number == 5)
    shown = screen.getvalue().split("\r\x1b[2K")
    assert shown[-1] == ""
    assert "4/8  1.0 files/s  0:04 left  3.txt" in shown[5]
    assert "8/8, 1 failed" in shown[-2]
    assert "\n" not in screen.getvalue()


def test_few_small_files_start_no_process(samples: Path, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(obtaining, "read_files", refuse)
        with quiet(2) as watch:
            watch.step("x", failed=False)
        assert len(obtain(given(samples, A, B), ReadingCache(tmp_path, "v"), Manner()).readings) == 2
