"""One load of the command, killed when its release is nearly there; the large run is `bench.kills`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.kills import READY_SECONDS, run

if TYPE_CHECKING:
    from pathlib import Path


def test_a_load_that_is_killed_at_its_end_leaves_a_whole_release_and_the_next_one_works(
    tmp_path: Path,
) -> None:
    [each] = run(1, 9, tmp_path, lambda _: None)
    assert each.wrong == ()
    assert each.moment == "end"
    assert each.busy <= READY_SECONDS  # of processor: by the clock it depends on what else the machine does
