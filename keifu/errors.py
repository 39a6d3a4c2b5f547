"""What the command and the Python face find wrong by themselves; see the tree in `ontology/errors.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.errors import KeifuError

if TYPE_CHECKING:
    from loaders.strict import Verdict


class FaceError(KeifuError):
    """A request that no lower package sees: a path, a name, an option."""


class UsageError(FaceError):
    """An option or argument that cannot mean anything."""


@dataclass
class PackageMissing(FaceError):  # noqa: N818 - the names of the tree say what happened
    """An optional package that a form of the data needs is not installed; `extra` of Keifu brings it."""

    package: str
    extra: str

    def __str__(self) -> str:
        return f"{self.package} is not installed; install it with: pip install 'keifu[{self.extra}]'"


@dataclass
class ExportPlace(FaceError):  # noqa: N818 - the names of the tree say what happened
    """A form of an export does not fit where it should go; `needs` is "file" or "folder"."""

    form: str
    needs: str

    def __str__(self) -> str:
        return f"--format {self.form} needs the name of a {self.needs}"


@dataclass
class SourceMissing(FaceError):  # noqa: N818 - the names of the tree say what happened
    """A path that was named for loading cannot be opened."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass
class ReaderFailed(FaceError):  # noqa: N818
    """A file ended its reader: a crash, too much memory, or a fault of ours. The other files went on."""

    file_name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file_name}: {self.reason}"


@dataclass
class SameReport(FaceError):  # noqa: N818
    """Two different texts claim to be the same report."""

    number: str
    file_name: str
    other: str

    def __str__(self) -> str:
        return f"{self.file_name} and {self.other} are both {self.number}"


@dataclass
class RuleBroken(FaceError):  # noqa: N818
    """What a report states breaks a rule of the graph; `problems` are one line each."""

    file_name: str
    number: str
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.number}): {len(self.problems)} problems, first: {self.problems[0]}"


@dataclass
class NotExplained(FaceError):  # noqa: N818
    """A reading leaves more of its source unread than `--strict` allows; what is open is quoted."""

    file_name: str
    coverage: str
    asked: str
    numbers: tuple[str, ...]
    unread: tuple[str, ...]
    lost: tuple[str, ...]

    @classmethod
    def of(cls, file_name: str, verdict: Verdict) -> NotExplained:
        """The error that tells a verdict which does not hold."""
        numbers = tuple(f"{text} (l.{line})" for line, text in verdict.numbers)
        unread = tuple(f"{text} (l.{line})" for line, text in verdict.open)
        coverage, asked = (f"{int(share * 100) / 100:g}" for share in (verdict.coverage, verdict.asked))
        return cls(file_name, coverage, asked, numbers, unread, verdict.lost)

    def __str__(self) -> str:
        return f"{self.file_name}: {self.coverage}% explained, {len(self.numbers)} numbers are not"


@dataclass
class AmbiguousName(FaceError):  # noqa: N818
    """A name that several things have; `candidates` are their paths, sorted."""

    text: str
    candidates: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.text}: {', '.join(self.candidates)}"
