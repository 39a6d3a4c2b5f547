"""`keifu ask`: a named question and its parameters → rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from keifu.commands.options import GraphFolder, opened
from keifu.messages import Exit, language
from keifu.output import put, put_rows, put_table, say

if TYPE_CHECKING:
    from queries.answer import Answer
    from queries.catalog import Question


def ask(
    name: str | None = None,
    *,
    param: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    format: Literal["table", "csv", "json"] = "table",
    about: Annotated[bool, Parameter(negative="")] = False,
    graph: GraphFolder = None,
) -> int:
    """Ask a named question.

    Without a name it lists the questions. Gaps in the data and notes go to standard error; with
    `--format json` they are part of the object.

    Args:
        name: Name or number of the question.
        param: name=value, once for each parameter. A thing may be given by path, printed number or name.
        format: How the rows are written.
        about: Say what the question asks and takes, and stop.
    """
    if name is None:
        return _list()
    if about:
        return _about(name)
    from keifu.face import rows_of
    from keifu.parameters import from_options

    answer = opened(graph).answer(name, from_options(param), language=language())
    if format == "json":
        put(_json(answer))
    elif format == "csv":
        put(rows_of(answer).to_csv())
    else:
        put_rows(rows_of(answer))
    if format != "json":
        _tell(answer)
    return Exit.DONE if answer.rows else Exit.NOTHING


def _list() -> int:
    from queries.catalog import load_catalog

    rows = [(str(each.number), each.slug, _title(each)) for each in load_catalog()]
    put_table(("", "name", "question"), rows, (True, False, False))
    return Exit.DONE


def _about(name: str) -> int:
    from queries.catalog import load_catalog

    question = load_catalog()[name]
    header = question.header
    is_japanese = language() == "ja"
    description = header.description_ja if is_japanese else header.description_en
    put(f"{question.slug}\n{_title(question)}\n{description}\n")
    for each in question.parameters.values():
        need = "required" if each.required else f"default {each.default}" if each.default else "optional"
        label = each.label_ja if is_japanese else each.label_en
        put(f"  --param {each.name}=…  {label} ({each.type}, {need}; e.g. {each.example})\n")
    return Exit.DONE


def _title(question: Question) -> str:
    return question.header.title_ja if language() == "ja" else question.header.title_en


def _tell(answer: Answer) -> None:
    is_japanese = language() == "ja"
    for note in answer.notes_ja if is_japanese else answer.notes_en:
        say(f"note: {note}")
    for gap in answer.gaps:
        say(f"gap ({gap.kind}): {gap.text_ja if is_japanese else gap.text_en}")
    say(f"{len(answer.rows)} rows; release {answer.release}; sources: {' '.join(answer.sources) or '-'}")


def _json(answer: Answer) -> str:
    from keifu.plain import to_json

    names = [column.name for column in answer.columns]
    return to_json(
        {
            "question": answer.slug,
            "release": answer.release,
            "complete": answer.complete,
            "count": len(answer.rows),
            "columns": answer.columns,
            "rows": [dict(zip(names, row, strict=True)) for row in answer.rows],
            "gaps": answer.gaps,
            "notes_ja": answer.notes_ja,
            "notes_en": answer.notes_en,
            "sources": answer.sources,
            "sparql": answer.sparql,
        }
    )
