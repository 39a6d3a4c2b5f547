"""Errors of the drawings: a branch of the one tree in `ontology/errors.py`."""

from __future__ import annotations

from ontology.errors import KeifuError


class DrawingError(KeifuError):
    """A graph or a table of points cannot be drawn."""


class UnknownKind(DrawingError):  # noqa: N818 the tree names errors by what happened
    """A node has a class that stands in no column of the drawing."""

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(f"{path}: no column for the class {kind!r}")
        self.path = path
        self.kind = kind
