"""`keifu read`: one file → what was read and what was lost, without a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from keifu.messages import Exit, language
from keifu.output import put, put_table, say

if TYPE_CHECKING:
    from loaders import Reading


def read(file: str, *, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Read one report and show its loss report; nothing is stored.

    Args:
        file: The file to read.
        json: Write the whole document model with the places of every fact, and the loss report.
    """
    from keifu.documents import reading_json
    from keifu.errors import SourceMissing
    from keifu.sources import open_file
    from loaders import read as run

    given = open_file(file)
    if isinstance(given, SourceMissing):
        raise given
    reading = run(given.data, given.name)
    if json:
        put(reading_json(reading))
    else:
        _put_account(reading)
        _put_sections(reading)
        _put_issues(reading)
    return Exit.DONE


def _put_account(reading: Reading) -> None:
    """Every character of the source has exactly one class; what is unread is quoted."""
    loss = reading.loss
    classes = ", ".join(f"{count} {name}" for name, count in loss.characters.items())
    put(f"{reading.report.head.number.value.normal} in {loss.file_name}\n")
    put(f"{loss.length} characters: {classes}\n")
    put(f"{loss.numbers} numbers, {loss.numbers_in_facts} of them in facts\n")
    for each in loss.unread:
        put(f"unread, line {each.line}: {' '.join(each.text.split())} ({each.reason.code})\n")


def _put_sections(reading: Reading) -> None:
    """The table of facts: how many each part of the form has, by how sure their reading is."""
    loss, tongue = reading.loss, language()
    kinds = [*loss.facts_by_section[0].counts] if loss.facts_by_section else []
    rows = [
        (
            each.section.ja if tongue == "ja" else each.section.en,
            *(_count(each.counts[kind]) for kind in kinds),
            str(each.facts),
        )
        for each in loss.facts_by_section
    ]
    sums = [_count(sum(each.counts[kind] for each in loss.facts_by_section)) for kind in kinds]
    rows.append(("合計" if tongue == "ja" else "all", *sums, str(sum(loss.facts_by_confidence.values()))))
    put("\n")
    put_table(("facts", *kinds, "all"), rows, (False, *(True for _ in kinds), True))
    put("\n")


def _count(number: int) -> str:
    """A number, and nothing for none: most cells of the table are empty."""
    return str(number) if number else ""


def _put_issues(reading: Reading) -> None:
    tongue = language()
    header = ("line", "severity", "code", "slot", "what")
    rows = [
        (
            "" if issue.span is None else str(reading.source.line_of(issue.span.start)),
            issue.severity,
            issue.code,
            issue.slot,
            issue.message_ja if tongue == "ja" else issue.message_en,
        )
        for issue in reading.loss.issues
    ]
    put_table(header, rows, (True, False, False, False, False))
    say(f"{len(rows)} issues")
