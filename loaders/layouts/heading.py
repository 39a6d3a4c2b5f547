"""Title and document number: what tells that a text is of this form at all."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.errors import FormError
from loaders.form import Form
from loaders.jp.eras import Era, find_years
from loaders.source import Source
from loaders.text import Text, joined


def find_title(source: Source, texts: Iterable[Text], form: Form) -> tuple[Text, Text]:
    """The title and the document number, wherever they stand; no number where the form prints none.

    Raises:
        FormError: one of them is nowhere in the texts.
    """
    title = number = None
    for text in texts:
        folded = joined(text.folded())
        if title is None and (match := form.title_pattern.search(folded.chars)):
            title = folded.cut(match.start(), match.end())
        if number is None and form.number_pattern and (match := form.number_pattern.search(folded.chars)):
            number = folded.cut(match.start(), match.end())
    if title is None:
        raise FormError(source.file_name, f"title 「{form.title}(…年度実施政策)」", source.raw.strip()[:40])
    if form.number_pattern is None:
        return title, Text.empty()
    if number is None:
        raise FormError(source.file_name, "document number such as (○○省31-⑧)", source.raw.strip()[:40])
    return title, number


def is_budget_label(slot: str | None) -> bool:
    """Whether a label is one of the budget table; any of them may carry the unit of money."""
    return slot is not None and (
        slot in {"budget", "budget_state", "budget_years"} or slot.startswith("budget.")
    )


def scale_of(labels: Iterable[Text], form: Form) -> Text | None:
    """The label that carries the unit of money; None where two labels carry different ones."""
    carried: dict[str, Text] = {}
    for label in labels:
        words = label.folded().squeezed().chars
        unit = next((u for u in sorted(form.money, key=len, reverse=True) if f"({u})" in words), None)
        if unit is not None:
            carried.setdefault(unit, label)
    return next(iter(carried.values())) if len(carried) == 1 else None


def era_of_title(title: Text) -> Era | None:
    """The era of the year in the title, which bare years of the table heads inherit (READING 5.2)."""
    years = find_years(title.chars)
    return years[0].era if years else None
