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
        raise FormError(source.file_name, "document number such as (総務省31-⑧)", source.raw.strip()[:40])
    return title, number


def era_of_title(title: Text) -> Era | None:
    """The era of the year in the title, which bare years of the table heads inherit (READING 5.2)."""
    years = find_years(title.chars)
    return years[0].era if years else None
