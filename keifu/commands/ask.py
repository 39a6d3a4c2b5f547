"""`keifu ask`: a named question and its parameters → rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from keifu.commands.options import GraphFolder, Store, opened
from keifu.messages import Exit, language
from keifu.output import put, put_bytes, put_rows, put_table, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keifu.parameters import Given
    from keifu.rows import Rows
    from queries.answer import Answer
    from queries.catalog import Question

_PLACES = 2


def ask(
    name: str | None = None,
    *,
    param: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    format: Literal["table", "csv", "excel", "parquet", "json"] = "table",
    sources: bool = True,
    labels: Literal["ja", "en"] = "ja",
    about: Annotated[bool, Parameter(negative="")] = False,
    graph: GraphFolder = None,
    store: Store = None,
) -> int:
    """Ask a named question.

    Without a name it lists the questions. Each row names its evidence. Gaps in the data and notes go to
    standard error; with `--format json` they are part of the object.

    Args:
        name: Name or number of the question.
        param: name=value, once for each parameter. A thing may be given by path, printed number or name.
        format: How the rows are written; excel is CSV that a spreadsheet program opens, parquet has types.
        sources: Below the table, quote the passages that the rows rest on, with file, line and characters.
        labels: Names of things as the reports print them, or in English where a person wrote one.
        about: Say what the question asks and takes, and stop.
    """
    if name is None:
        return _list()
    if about:
        return _about(name)
    from keifu.evidence import with_evidence
    from keifu.parameters import from_options

    keifu = opened(graph, store)
    given = from_options(param)
    answer = keifu.answer(name, given, language=labels)
    found = keifu.passages(answer.passages)
    if format == "json":
        put(_json(answer, found))
    elif format == "csv":
        put(with_evidence(answer, found).to_csv())
    elif format == "excel":
        put_bytes(with_evidence(answer, found).to_excel_csv().encode())
    elif format == "parquet":
        put_bytes(with_evidence(answer, found).as_parquet())
    elif answer.rows:
        from keifu.people import for_people

        tongue = "en" if labels == "en" else language()
        _put_table(for_people(answer, keifu.ground, tongue), found, _hidden(answer, found, sources=sources))
        if sources and found.rows:
            _put_passages(found)
    if format != "json":
        _tell_empty(answer, given)
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


def _hidden(answer: Answer, found: Rows, *, sources: bool) -> frozenset[str]:
    """On a terminal the words of a row that are quoted below are not told twice."""
    import sys

    from keifu.evidence import told_by_quotes

    return told_by_quotes(answer, found) if sources and sys.stdout.isatty() else frozenset()


def _put_table(answer: Answer, found: Rows, hidden: frozenset[str]) -> None:
    from keifu.brief import brief
    from keifu.evidence import numbered
    from keifu.rows import Rows

    table = brief(answer, hidden)
    for name, value in table.same:
        put(f"{name}: {value}\n")
    rows = zip(table.rows.rows, numbered(answer, found), strict=True)
    put_rows(Rows((*table.rows.columns, "evidence"), tuple((*row, numbers) for row, numbers in rows)))


def _put_passages(found: Rows) -> None:
    from keifu.people import readable
    from keifu.rows import Rows

    rows = [
        (f"[{n}]", p["file"], p["line"], f"{p['start']}-{p['end']}", readable(str(p["quote"])))
        for n, p in enumerate(found, 1)
    ]
    put("\n")
    put_rows(Rows(("", "file", "line", "characters", "quote"), tuple(rows)))


def _tell_empty(answer: Answer, given: Mapping[str, Given]) -> None:
    """An empty answer: what was looked for, and what to try."""
    if answer.rows:
        return
    from queries.catalog import load_catalog

    question, is_japanese = load_catalog()[answer.slug], language() == "ja"
    asked = ", ".join(f"{name}={value}" for name, value in given.items())
    title = _title(question)
    if is_japanese:
        say(f"「{title}」の答えは0行です（{asked or '引数なし'}）。")
    else:
        say(f'"{title}" has no rows ({asked or "no parameters"}).')
    for name, one in question.parameters.items():
        if name in given and not one.required:
            say(f"試す: --param {name}=… を外す" if is_japanese else f"try: without --param {name}")
        elif name in given and str(given[name]) != one.example:
            say(f"{'試す' if is_japanese else 'try'}: --param {name}={one.example}")


def _tell(answer: Answer) -> None:
    is_japanese = language() == "ja"
    for note in answer.notes_ja if is_japanese else answer.notes_en:
        say(f"note: {note}")
    gaps: dict[str, list[str]] = {}
    for gap in answer.gaps:
        words = f"gap ({gap.kind}): {gap.text_ja if is_japanese else gap.text_en}"
        gaps.setdefault(words, []).append(gap.where)
    for words, places in gaps.items():
        say(words if len(places) == 1 else f"{words} ({len(places)}: {', '.join(places[:_PLACES])} …)")
    say(f"{len(answer.rows)} rows; release {answer.release}; sources: {' '.join(answer.sources) or '-'}")


def _json(answer: Answer, found: Rows) -> str:
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
            "evidence": {str(each["passage"]): each for each in found},
            "gaps": answer.gaps,
            "notes_ja": answer.notes_ja,
            "notes_en": answer.notes_en,
            "sources": answer.sources,
            "sparql": answer.sparql,
        }
    )
