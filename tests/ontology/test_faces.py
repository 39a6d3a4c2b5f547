"""The package's face: what it promises is there."""

from __future__ import annotations

import ontology
from ontology import registry, terms


def test_every_promised_name_is_there_and_sorted() -> None:
    for module in (ontology, registry, terms):
        assert all(hasattr(module, name) for name in module.__all__)
        assert len(set(module.__all__)) == len(module.__all__)
