"""A release → what is wrong with it: files, statements, shapes, checks, passages, all looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.content import content
from graph.folder import files_of
from graph.nquads import parse
from graph.release import audit_release
from graph.rulebook import packaged_rulebook
from graph.verify import verify
from ontology.iris import Base

if TYPE_CHECKING:
    from graph.manifest import CheckResult
    from graph.release import Release


@dataclass(frozen=True, slots=True)
class Findings:
    """`problems` break a rule; `warnings` are places to look; `checks` says what each check counted."""

    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    checks: tuple[CheckResult, ...]


def check(release: Release) -> Findings:
    """Looks at a release as if it had just been built, by the rules of this version.

    Raises:
        ReleaseDamaged: a file is not what it was when the release was sealed.
    """
    audit_release(release)
    base = Base(release.base)
    rules = packaged_rulebook(release.base)
    paths = [path for path in files_of(release.path / "quads") if path.name != "default.nq"]
    quads = [quad for path in paths for quad in parse(path.read_text(encoding="utf-8"))]
    wanted = content(quads, rules, base)
    texts = {sha[:16]: release.source_text(sha[:16]) for sha in _hashes(release)}
    verdict = verify(release.path, wanted, texts, rules, base)
    stale = () if wanted.id == release.id else (f"built by other rules: would now be {wanted.id}",)
    return Findings((*stale, *verdict.problems), verdict.warnings, verdict.checks)


def _hashes(release: Release) -> list[str]:
    return [source.sha256 for source in release.manifest.sources]
