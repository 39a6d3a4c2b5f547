"""A document → the form that it is of, by what its text says: title, number, and how many labels it prints.

The name of the file is no evidence. Of two forms that fit equally well none is taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.cells import Block, Document
from loaders.errors import FormError
from loaders.form.description import Form
from loaders.form.shelf import DEFAULT_FORM, Shelf
from loaders.text import Text, joined


def choose_form(document: Document, shelf: Shelf) -> Form:
    """The one form whose title and number the document prints, and of several the one with most labels.

    Where forms of the user fit, those that are shipped do not count.

    Without any such form the first whose title is printed, else the usual one: its reader says what is
    missing.

    Raises:
        FormError: two forms fit equally well.
    """
    if len(shelf.forms) == 1:
        return next(iter(shelf.forms.values()))
    texts = [joined(text.folded()).chars for text in _texts(document)]
    titled = [form for form in shelf.forms.values() if _is_printed(form, texts)]
    whole = [form for form in titled if _is_numbered(form, texts)]
    whole = [form for form in whole if form.origin.is_own] or whole
    if len(whole) > 1:
        return _with_most_labels(whole, texts, document)
    if whole or titled:
        return (whole or titled)[0]
    return shelf.forms[DEFAULT_FORM]


def _texts(document: Document) -> Iterator[Text]:
    for part in document.parts:
        if isinstance(part, Block):
            yield document.text(part.span)
        else:
            yield from (text for row in part.rows for cell in row if (text := document.text(cell.span)))


def _is_printed(form: Form, texts: list[str]) -> bool:
    """Title and all further evidence: a title that several ministries print is none by itself."""
    return any(form.title_pattern.search(text) for text in texts) and all(
        any(pattern.search(text) for text in texts) for pattern in form.evidence
    )


def _is_numbered(form: Form, texts: list[str]) -> bool:
    return form.number_pattern is None or any(form.number_pattern.search(text) for text in texts)


def _with_most_labels(forms: list[Form], texts: list[str], document: Document) -> Form:
    words = _words(texts)
    counted = sorted(
        ((sum(any(label in words for label in labels) for labels in form.labels.values()), form.name, form)
        for form in forms),
        key=lambda found: (-found[0], found[1]),
    )  # fmt: skip
    (most, first, form), (next_most, second, _) = counted[:2]
    if most == next_most:
        raise FormError(
            document.source.file_name,
            f"evidence for one form: {first} and {second} fit equally well",
            document.source.raw.strip()[:40],
        )
    return form


def _words(texts: list[str]) -> str:
    """All texts without blanks, one behind the other."""
    return "\n".join("".join(text.split()) for text in texts)
