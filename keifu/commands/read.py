"""`keifu read`: one file → what was read and what was lost, without a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from keifu.commands.options import (
    Accept,
    Corrections,
    Coverage,
    Demand,
    Forms,
    Ocr,
    demanded,
    tell_strangers,
)
from keifu.messages import Exit, exit_code, language, sentence
from keifu.output import put, put_table, say

if TYPE_CHECKING:
    from loaders import Reading, Scans, Shelf
    from loaders.errors import FormError
    from loaders.model import Correction
    from loaders.strict import Strict

_STATUS = {
    "tried": "tried on whole reports",
    "excerpt": "written from an excerpt, not tried on a whole report",
    "own": "a form file of your own",
}


def read(
    file: str,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    explain: Annotated[bool, Parameter(negative="")] = False,
    form: Forms = (),
    corrections: Corrections = None,
    strict: Demand = False,
    min_coverage: Coverage = 100.0,
    accept: Accept = None,
    ocr: Ocr = False,
) -> int:
    """Read one report, or the full text of a plan, and show what was read and lost; nothing is stored.

    Args:
        file: The file to read.
        json: Write the whole document model with the places of every fact, and the loss report.
        explain: Show what was read from where, by which rule, in the order of the source, doubts in place.
    """
    from keifu.forms import forms_from, shelf_of
    from keifu.overlays import corrections_from
    from keifu.sources import scans_of
    from loaders.errors import FormError

    demand = demanded(min_coverage, accept, strict=strict)
    shelf = shelf_of(forms_from(form))
    try:
        reading = _read(file, corrections_from(corrections), shelf, scans_of(ocr=ocr))
    except FormError as error:
        return _put_plan(file, error, json=json)
    if explain:
        _put_explained(reading, json=json)
    elif json:
        from keifu.documents import reading_json

        put(reading_json(reading))
    else:
        _put_account(reading)
        _put_sections(reading)
        _put_issues(reading)
    return Exit.DONE if demand is None else _judged(reading, demand)


def _put_plan(file: str, error: FormError, *, json: bool) -> int:
    """Shows a plan; a text that is none either ends with the reason why it is no report."""
    from keifu.showing_plans import plan_at, put_plan

    plan = plan_at(file)
    if plan is None:
        raise error
    put_plan(plan, json=json)
    return Exit.DONE


def _read(file: str, corrections: tuple[Correction, ...], shelf: Shelf, scans: Scans) -> Reading:
    """The reading with the doubts of matching, and a note about entries that are of other files."""
    from pathlib import Path

    from keifu.errors import SourceMissing
    from keifu.sources import open_file
    from keifu.stating import resolve_all, with_later_doubts
    from loaders import read as run
    from loaders.overlay import strangers

    if Path(file).is_dir():
        raise SourceMissing(file, "it is a folder; keifu read takes one file, keifu load takes folders")
    given = open_file(file, scans)
    if isinstance(given, SourceMissing):
        raise given
    reading = run(given.data, given.name, corrections, shelf, given.scans)
    tell_strangers(strangers(corrections, [reading.source.sha256]))
    (resolved,) = resolve_all([reading])
    return with_later_doubts(reading, resolved)


def _judged(reading: Reading, demand: Strict) -> int:
    """The verdict of --strict; what was accepted is told with its reason, what is open as an error."""
    from keifu.errors import NotExplained
    from loaders.overlay import strangers
    from loaders.strict import judge

    verdict = judge(reading.loss, reading.source, demand)
    tell_strangers(strangers(demand.accepted, [reading.source.sha256]))
    for each in verdict.accepted:
        line = reading.source.line_of(each.span.start)
        say(f"accepted, line {line}: {' '.join(each.printed.split())} ({each.reason})")
    if verdict.holds:
        say(f"{int(verdict.coverage * 100) / 100:g}% explained")
        return Exit.DONE
    error = NotExplained.of(reading.loss.file_name, verdict)
    say(f"keifu: {sentence(error, language())}")
    return exit_code(error)


def _put_explained(reading: Reading, *, json: bool) -> None:
    from keifu.explaining import HEADER, explained
    from keifu.plain import to_json

    tongue = language()
    found = explained(reading, tongue)
    if json:
        put(to_json([each.as_json() for each in found]))
    else:
        put_table(HEADER, [each.row(tongue) for each in found], (True, False, False, False, False))
        facts = sum(each.kind == "fact" for each in found)
        say(f"{facts} facts, {len(found) - facts} issues")


def _put_account(reading: Reading) -> None:
    """Every character of the source has exactly one class; what is unread is quoted."""
    loss = reading.loss
    classes = ", ".join(f"{count} {name}" for name, count in loss.characters.items())
    put(f"{reading.report.head.number.value.normal} in {loss.file_name}\n")
    if (form := reading.report.form) is not None:
        put(f"form {form.name}: {_STATUS[form.status]}\n")
    put(f"{loss.length} characters: {classes}\n")
    levels = ", ".join(f"{count} {level}" for level, count in loss.numbers_by_level.items() if count)
    put(f"{loss.numbers} numbers: {levels}\n")
    for each in loss.unread:
        put(f"unread, line {each.line}: {' '.join(each.text.split())} ({each.reason.code})\n")
    told = [each.span for each in loss.unread]
    for number in loss.numbers_reported:
        if not any(span.start <= number.span.start < span.end for span in told):
            put(f"number that nothing claims, line {number.line}: {number.text}\n")


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
