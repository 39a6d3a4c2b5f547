"""Form files (loaders/forms/*.toml, or a user's) → forms, and the form that a document is of.

A ministry or a year is a file; nothing of it stands in the code (READING 1, decision 10).
"""

from __future__ import annotations

from loaders.form.choosing import choose_form
from loaders.form.description import Form, HeadRules, Label, Origin, RowKind, Rule, YearMeaning
from loaders.form.parsing import parse_form
from loaders.form.shelf import DEFAULT_FORM, Shelf, load_form

__all__ = [
    "DEFAULT_FORM",
    "Form",
    "HeadRules",
    "Label",
    "Origin",
    "RowKind",
    "Rule",
    "Shelf",
    "YearMeaning",
    "choose_form",
    "load_form",
    "parse_form",
]
