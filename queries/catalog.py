"""Files `sparql/NN-slug.rq` → typed questions; every rule of a question file is checked when it is read."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from queries.errors import QuestionFileError, UnknownQuestion
from queries.header import Column, Header, Lineage, Parameter, read_header
from queries.tokens import code, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.tokens import Token

__all__ = ["Catalog", "Column", "Lineage", "Parameter", "Question", "load_catalog", "read_question"]

_FILE_NAME: Final = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)\.rq\Z")
_MARK: Final = "#+ "
_GRAPH_ALLOWED: Final = frozenset({"inferred", "provenance"})
_FORBIDDEN: Final = frozenset({"SERVICE", "LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "FROM"})


@dataclass(frozen=True, slots=True)
class Question:
    """One named question: its header, its SPARQL body with `$name` parameters, and the whole file."""

    header: Header
    body: str
    text: str

    @property
    def slug(self) -> str:
        """The stable name; never renamed, never used again for something else."""
        return self.header.slug

    @property
    def number(self) -> int:
        """The number on the page of questions."""
        return self.header.number

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The typed parameters by name, in the order of the header."""
        return self.header.parameters

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the answer in order, the label twins of IRI columns included."""
        return tuple(_with_twins(self.header.columns))

    @property
    def projected(self) -> tuple[str, ...]:
        """The names that the SPARQL itself projects: all columns but those added afterwards."""
        return tuple(column.name for column in self.columns if not column.post)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All questions in the order of their numbers."""

    questions: tuple[Question, ...]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def __contains__(self, name: object) -> bool:
        return any(question.slug == name for question in self.questions)

    def __getitem__(self, name: str) -> Question:
        """Finds a question by slug or by number as text.

        Raises:
            UnknownQuestion: with the nearest slugs.
        """
        for question in self.questions:
            if name in {question.slug, str(question.number)}:
                return question
        raise UnknownQuestion(name, tuple(difflib.get_close_matches(name, self.slugs)))

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs in the order of the numbers."""
        return tuple(question.slug for question in self.questions)


@cache
def load_catalog() -> Catalog:
    """Reads all question files of the package.

    Raises:
        QuestionFileError: a file breaks a rule, or two share a number or slug.
    """
    folder = files("queries") / "sparql"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq"))
    found = [read_question(name, (folder / name).read_text(encoding="utf-8")) for name in names]
    _unique(found)
    return Catalog(tuple(sorted(found, key=lambda question: question.number)))


def read_question(file_name: str, text: str) -> Question:
    """Reads one question file.

    Raises:
        QuestionFileError: header or body break a rule of the catalogue.
    """
    header = read_header(file_name, _toml(file_name, text))
    body = "\n".join(line for line in text.splitlines() if not _is_header(line)).strip() + "\n"
    question = Question(header, body, text)
    for problem in _problems(file_name, question):
        raise QuestionFileError(file_name, problem)
    return question


def _is_header(line: str) -> bool:
    return line.rstrip() == _MARK.rstrip() or line.startswith(_MARK)


def _toml(file_name: str, text: str) -> Mapping[str, object]:
    lines: list[str] = []
    for line in text.splitlines():
        if not _is_header(line):
            break
        lines.append(line.removeprefix(_MARK.rstrip()).removeprefix(" "))
    try:
        return MappingProxyType(tomllib.loads("\n".join(lines)))
    except tomllib.TOMLDecodeError as error:
        raise QuestionFileError(file_name, f"header is no TOML: {error}") from error


def _with_twins(columns: tuple[Column, ...]) -> Iterator[Column]:
    for column in columns:
        yield column
        if column.type == "iri":
            yield column.twin()


def _unique(found: list[Question]) -> None:
    for name in ("number", "slug"):
        values = [getattr(question, name) for question in found]
        for value in values:
            if values.count(value) > 1:
                raise QuestionFileError(str(value), f"two files with this {name}")


def _problems(file_name: str, question: Question) -> Iterator[str]:
    match = _FILE_NAME.match(file_name)
    if match is None or (int(match[1]), match[2]) != (question.number, question.slug):
        yield "the file name is not NN-slug.rq of this number and slug"
    written = code(question.body)
    used = {token.text[1:] for token in written if token.kind == "parameter"}
    if used != set(question.parameters):
        yield f"parameters in the body {sorted(used)} are not those of the header"
    if _projection(written) != question.projected:
        yield f"projects {_projection(written)}, the header wants {question.projected}"
    if _order(written) != question.header.order:
        yield f"orders by {_order(written)}, the header says {question.header.order}"
    yield from _forbidden(question)
    yield from _bad_order(question)


def _forbidden(question: Question) -> Iterator[str]:
    words = {token.text.upper() for token in tokens(question.body) if token.kind == "word"}
    for word in sorted(words & _FORBIDDEN):
        yield f"{word} is not allowed in a question"
    if "GRAPH" in words and not _GRAPH_ALLOWED & set(question.header.graphs):
        yield "GRAPH is allowed for inferred and provenance graphs only; the header names none"


def _bad_order(question: Question) -> Iterator[str]:
    types = {column.name: column.type for column in question.columns}
    for name in question.header.order:
        if name not in types:
            yield f"order names {name}, which is no column"
    if types.get(question.header.order[-1]) not in {"iri", "passage"}:
        yield "the last key of the order is not an IRI"


def _projection(written: list[Token]) -> tuple[str, ...]:
    """The variables of the outermost SELECT; `*` as itself."""
    start = next((n for n, token in enumerate(written) if token.text.upper() == "SELECT"), len(written))
    names: list[str] = []
    depth = 0
    for before, token in zip(written[start:], written[start + 1 :], strict=False):
        if token.text == "{" or token.text.upper() == "WHERE":
            break
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        renamed = depth == 1 and before.text.upper() == "AS"
        if token.text == "*" and depth == 0:
            names.append("*")
        elif token.kind == "variable" and (depth == 0 or renamed):
            names.append(token.text[1:])
    return tuple(names)


def _order(written: list[Token]) -> tuple[str, ...]:
    """The variables of the last ORDER BY; each key is a plain variable or DESC/ASC of one."""
    places = [n for n, token in enumerate(written) if token.text.upper() == "ORDER"]
    after = written[places[-1] :] if places else []
    return tuple(token.text[1:] for token in after if token.kind == "variable")
