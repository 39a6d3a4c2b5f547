"""The branch of errors that questions raise; see the tree in `ontology/errors.py`."""

from __future__ import annotations

from ontology.errors import KeifuError


class QuestionError(KeifuError):
    """A question cannot be asked or answered."""


class QuestionFileError(QuestionError):
    """A file under `queries/sparql/` breaks a rule of the catalogue."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class UnknownQuestion(QuestionError):  # noqa: N818 - the name in the error tree
    """No question has this slug or number; `near` names the closest ones."""

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(f"no question {name!r}")
        self.name = name
        self.near = near


class ParameterError(QuestionError):
    """A parameter is missing, unknown, or not of its type.

    `problem` is "missing", "unknown" or "type"; `expected` says what would have been taken. Where a thing is
    of another class, `value` is the thing and its own classes (`policy/soumu/x: Policy`).
    """

    def __init__(self, name: str, value: str | None, problem: str, expected: str) -> None:
        super().__init__(f"parameter {name}: {problem}, expected {expected}, got {value!r}")
        self.name = name
        self.value = value
        self.problem = problem
        self.expected = expected


class NothingFound(QuestionError):  # noqa: N818 - the name in the error tree
    """The release says nothing about this node."""

    def __init__(self, node: str) -> None:
        super().__init__(f"nothing is known about {node}")
        self.node = node


class TableError(QuestionError):
    """A table of an export is ill defined, or the release says something that does not fit into it."""

    def __init__(self, table: str, reason: str) -> None:
        super().__init__(f"{table}: {reason}")
        self.table = table
        self.reason = reason
