"""The files of the ontology → what a build obeys: shapes, checks, rules, and one version for all of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ontology.files import Check

_ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What a release is built and verified by; `rules` are SPARQL updates, run once in order of name."""

    vocabulary: str
    shapes: str
    checks: tuple[Check, ...]
    rules: Mapping[str, str]

    @property
    def version(self) -> str:
        """First 16 hex digits of SHA-256 over all texts: another rule makes another release."""
        texts = [self.vocabulary, self.shapes]
        texts += [f"{check.name}\n{check.severity}\n{check.text}" for check in self.checks]
        texts += [f"{name}\n{text}" for name, text in sorted(self.rules.items())]
        digest = hashlib.sha256()
        for text in texts:
            digest.update(hashlib.sha256(text.encode()).digest())
        return digest.hexdigest()[:_ID_LENGTH]


def packaged_rulebook(base: str) -> Rulebook:
    """The rules that come with this package, for releases under `base`."""
    return Rulebook(
        vocabulary="".join([files.ontology_turtle(), *files.code_turtles().values()]),
        shapes=files.shapes_turtle(),
        checks=tuple(files.checks()),
        rules=files.rules(base),
    )
