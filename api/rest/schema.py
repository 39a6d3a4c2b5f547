"""An operation → what the OpenAPI document says about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from api.negotiate import FORMS
from api.problems import MEDIA_TYPE, kinds

if TYPE_CHECKING:
    from api.answers import Asked, Forms


@dataclass(frozen=True, slots=True)
class Parameter:
    """One documented query parameter; `schema` is JSON Schema."""

    name: str
    ja: str
    en: str
    schema: Mapping[str, object] = field(default_factory=lambda: {"type": "string"})
    example: str | None = None
    required: bool = False

    def as_openapi(self) -> dict[str, object]:
        """The parameter object of OpenAPI 3.1."""
        said: dict[str, object] = {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": f"{self.ja} / {self.en}",
            "schema": dict(self.schema),
        }
        return {**said, "example": self.example} if self.example is not None else said


@dataclass(frozen=True, slots=True)
class Operation:
    """One GET under /api/v1: where, what it takes, and the function that makes its forms."""

    path: str
    name: str
    tag: str
    ja: str
    en: str
    forms: Callable[[Asked], Forms]
    parameters: tuple[Parameter, ...] = ()
    media: tuple[str, ...] = ("json",)
    description: str = ""


class Packet(BaseModel):
    """What every JSON answer carries beside its data. For the document only; bodies are made elsewhere."""

    model_config = ConfigDict(extra="allow")

    release: str
    released: str
    canonical: str
    license: str
    sources: list[dict[str, Any]]


class ProblemBody(BaseModel):
    """RFC 9457 with both languages."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    detail_ja: str
    detail_en: str
    instance: str


_PROBLEMS = (400, 404, 406, 410, 500, 503)


def documented(operation: Operation) -> dict[str, Any]:
    """Keyword arguments for the route: responses and parameters."""
    responses: dict[int | str, dict[str, Any]] = {
        status: {"model": ProblemBody, "content": {MEDIA_TYPE: {}}, "description": _titles(status)}
        for status in _PROBLEMS
    }
    content = {FORMS[name]: {} for name in operation.media if name != "json"}
    responses[200] = {"model": Packet, "description": f"{operation.ja} / {operation.en}", "content": content}
    return {
        "responses": responses,
        "openapi_extra": {"parameters": [one.as_openapi() for one in all_parameters(operation)]},
    }


def all_parameters(operation: Operation) -> tuple[Parameter, ...]:
    """The parameters of an operation with those that it shares with others."""
    return (*operation.parameters, *ALWAYS, *((SPREADSHEET,) if "csv" in operation.media else ()))


def _titles(status: int) -> str:
    return "; ".join(kind.title_en for kind in kinds().values() if kind.status == status)


LANGUAGE = Parameter("lang", "言語", "language of names", {"type": "string", "enum": ["ja", "en"]}, "ja")

AS_OF = Parameter(
    "as_of",
    "版の番号（既定は最新の版）",
    "id of a kept release, instead of the current one",
    {"type": "string", "pattern": "^[0-9a-f]{16}$"},
)
SPREADSHEET = Parameter(
    "csv",
    "excel なら表計算ソフト用の CSV（BOM、CRLF、数式になる文字の前に '）",
    "excel for CSV that spreadsheet programs open: byte order mark, CR LF, guarded formulas",
    {"type": "string", "enum": ["excel"]},
    "excel",
)
ALWAYS = (LANGUAGE, AS_OF)
"""Parameters that every operation takes."""
