"""The form by which a report was read, and the codes that the form defines itself."""

from __future__ import annotations

from dataclasses import dataclass

OWN_CODE = "own:"
"""Stands before a code that only a form file knows, and no list of the vocabulary."""


@dataclass(frozen=True, slots=True)
class FormCode:
    """One result of a form's own scheme: `kind` is achievement, rating or overall.

    `code` is the short code of the vocabulary, or `OWN_CODE` with form, kind and sign. `verdict` is met,
    missed or not-due, None where the form does not say what the result means.
    """

    kind: str
    code: str
    notation: str
    label_ja: str
    label_en: str | None = None
    verdict: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether only the form file defines it."""
        return self.code.startswith(OWN_CODE)


@dataclass(frozen=True, slots=True)
class FormUsed:
    """The form by which a report was read; `status` says what its file was written from."""

    name: str
    title: str
    status: str
    known_from: tuple[str, ...] = ()
    codes: tuple[FormCode, ...] = ()
