"""What the server counts → the text that Prometheus reads; plain numbers, nothing about who asked."""

from __future__ import annotations

import threading
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.025, 0.1, 0.5, 2.0, 10.0, 60.0)
_HELP = MappingProxyType(
    {
        "keifu_requests_total": ("counter", "Requests by first part of the path and by status."),
        "keifu_queries_total": ("counter", "Free SPARQL queries by what became of them."),
        "keifu_query_seconds": ("histogram", "Seconds that a worker was held by one query."),
        "keifu_workers_started_total": ("counter", "Worker processes started over the current release."),
        "keifu_release_statements": ("gauge", "Statements in the default graph of the current release."),
        "keifu_release_info": ("gauge", "Always 1; the label names the current release."),
    }
)

Labels = tuple[tuple[str, str], ...]


class Meters:
    """Counters of one server; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, Labels], float] = defaultdict(float)
        self._times: list[int] = [0] * (len(_BUCKETS) + 1)
        self._seconds = 0.0

    def count(self, name: str, **labels: str) -> None:
        """Add one to a counter of `_HELP`."""
        assert name in _HELP, f"no such meter: {name}"
        with self._lock:
            self._counts[name, tuple(sorted(labels.items()))] += 1

    def took(self, seconds: float) -> None:
        """Note how long a query held its worker."""
        place = next((n for n, limit in enumerate(_BUCKETS) if seconds <= limit), len(_BUCKETS))
        with self._lock:
            self._times[place] += 1
            self._seconds += seconds

    def text(self, gauges: Mapping[tuple[str, Labels], float]) -> str:
        """All meters in the text format of Prometheus; `gauges` are measured by the caller now."""
        with self._lock:
            held = {**self._counts, **gauges}
            times, seconds = list(self._times), self._seconds
        lines: list[str] = []
        for name, (kind, words) in _HELP.items():
            lines += (f"# HELP {name} {words}", f"# TYPE {name} {kind}")
            if kind == "histogram":
                lines += _histogram(name, times, seconds)
            lines += (
                f"{name}{_labels(labels)} {value:g}"
                for (held_name, labels), value in sorted(held.items())
                if held_name == name
            )
        return "\n".join(lines) + "\n"


def _histogram(name: str, times: list[int], seconds: float) -> Iterator[str]:
    total = 0
    for limit, found in zip((*map(str, _BUCKETS), "+Inf"), times, strict=True):
        total += found
        yield f'{name}_bucket{{le="{limit}"}} {total}'
    yield f"{name}_sum {seconds:g}"
    yield f"{name}_count {total}"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
