"""Slots → the typed report: every part read by its own grammar, every doubt written down."""

from __future__ import annotations

from dataclasses import replace

from loaders.cells import Document
from loaders.form import Form
from loaders.layouts.heading import era_of_title
from loaders.model import FormUsed, Issue, Report, Span
from loaders.reading.agreement import with_agreement
from loaders.reading.budget import read_budget
from loaders.reading.cabinet import read_cabinet
from loaders.reading.checks import with_checks
from loaders.reading.facts import Reader
from loaders.reading.figures import read_figures, statements_of, with_stated_days
from loaders.reading.head import read_head, read_policy
from loaders.reading.indicators import SaidOfIndicators, read_plan
from loaders.reading.materials import read_materials
from loaders.reading.mentions import read_legal_acts
from loaders.reading.people import read_posts, read_units
from loaders.reading.plausible import certain_budget, certain_indicators, check_head
from loaders.reading.prose import (
    read_footnotes,
    read_local_terms,
    read_next_term,
    read_objectives,
    read_overall,
    read_rating,
    read_stance,
    read_transfers,
    said_main,
)
from loaders.reading.remarks import read_reference, read_remarks
from loaders.reading.review import read_reviews
from loaders.slots import Slots
from loaders.text import joined

__all__ = ["read_slots"]


def read_slots(document: Document, form: Form, slots: Slots) -> tuple[Report, tuple[Span, ...]]:
    """The report as read and the ranges of printed labels; a part that is not there is never guessed.

    Raises:
        FormError: the head of the form (title, number, policy) cannot be understood.
    """
    reader = Reader(document, form, era_of_title(joined(slots.title.folded())), list(slots.issues))
    _say_what_the_form_is(reader)
    head = read_head(reader, slots)
    check_head(reader, slots, head)
    slots = certain_indicators(reader, slots, head.fiscal_year.value)
    said = SaidOfIndicators(said_main(reader, slots), read_next_term(reader, slots))
    plan = read_plan(reader, slots, said, read_objectives(reader, slots))
    stated = statements_of(reader, slots, head.fiscal_year.value)
    rating, reviews = read_rating(reader, slots), read_reviews(reader, slots)
    _report_orphans(reader, slots)
    report = Report(
        head=head,
        policy=read_policy(reader, slots),
        budget=certain_budget(reader, slots, read_budget(reader, slots), head.fiscal_year.value),
        documents=read_cabinet(reader, slots),
        objectives=plan.objectives,
        means=plan.means,
        entries=tuple(with_stated_days(reader, plan.entries, stated)),
        rating=rating,
        overall=read_overall(reader, slots),
        form=FormUsed(form.name, form.title, form.origin.status, form.origin.known_from, form.codes),
        stance=read_stance(reader, slots),
        transfers=tuple(read_transfers(reader, slots)),
        units=tuple(read_units(reader, slots)),
        posts=tuple(read_posts(reader, slots)),
        footnotes=tuple(read_footnotes(reader, slots)),
        local_terms=tuple(read_local_terms(reader, slots)),
        remarks=(
            *read_remarks(reader, slots, rating, plan),
            *read_reference(reader, slots),
        ),
        mentions=tuple(read_materials(reader, slots)),
        review_points=reviews.points,
        review_responses=reviews.responses,
        legal_acts=tuple(read_legal_acts(reader, slots)),
        figures=tuple(with_agreement(reader, list(read_figures(reader, stated)), plan.entries)),
    )
    report = with_checks(reader, report)
    return replace(report, issues=tuple(reader.issues)), (*slots.labels, *reader.labels)


def _say_what_the_form_is(reader: Reader) -> None:
    """A form file that was never tried on a whole report says so in every report read by it."""
    if reader.form.origin.status != "excerpt":
        return
    sources = "; ".join(reader.form.origin.known_from)
    reader.issues.append(
        Issue(
            "info",
            "form-from-excerpt",
            "form",
            f"様式「{reader.form.name}」は抜粋から書かれ、評価書の全体では試されていない（{sources}）。",
            f"The form {reader.form.name!r} was written from an excerpt, not tried on a whole report "
            f"({sources}).",
        )
    )


def _report_orphans(reader: Reader, slots: Slots) -> None:
    for orphan in slots.orphans:
        reader.doubt(
            "orphan-number" if any(c.isdigit() for c in orphan.chars) else "unparsed",
            "unplaced",
            orphan,
            f"「{reader.printed(orphan)[:40]}」はどの欄のものか分からない。値は採用しない。",
            "This text belongs to no slot that is certain; it is a candidate, not a fact.",
        )
