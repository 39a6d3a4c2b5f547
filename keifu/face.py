"""The Python face: an opened release → answers, rows and graphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keifu.errors import UsageError
from keifu.evidence import passages
from keifu.folders import data_folder
from keifu.lineages import Lineage
from keifu.naming import evaluated, find
from keifu.parameters import as_texts, with_paths
from keifu.rows import Rows
from keifu.searching import wanted
from keifu.values import plain_cell
from queries.asking import ask
from queries.catalog import load_catalog
from queries.ground import ground_of
from queries.lineage import lineage
from queries.search import search

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    from graph.card import RemoteRelease
    from graph.release import Release
    from keifu.parameters import Given
    from queries.answer import Answer
    from queries.ground import Ground


@dataclass(frozen=True, slots=True)
class Keifu:
    """An opened release; nothing in it can change.

    Wherever a thing is asked for, its path (`indicator/municipal-cloud-adopters`), its IRI, its printed
    number (総務省31-⑧) or its name will do.
    """

    release: Release | RemoteRelease
    ground: Ground

    @classmethod
    def open(
        cls,
        folder: str | PathLike[str] | None = None,
        release: str | None = None,
        *,
        store: str | None = None,
    ) -> Keifu:
        """Opens a release in a folder or, with `store`, on a server; `keifu.open` is the short way."""
        from graph.release import open_release  # noqa: PLC0415 - the guard of keifu comes first

        if store is not None:
            return cls.remote(store, folder, release)
        opened = open_release(data_folder(folder), release)
        return cls(opened, ground_of(opened))

    @classmethod
    def remote(cls, store: str, *others: object) -> Keifu:
        """Opens the release that a SPARQL server holds; a folder or a release id beside it is an error."""
        from graph.card import open_remote  # noqa: PLC0415 - only those who ask a server need SPARQLWrapper
        from keifu.stores import asked  # noqa: PLC0415

        if any(other is not None for other in others):
            raise UsageError("a server (--store) holds one release: name no folder and no release beside it")
        opened = open_remote(asked(store))
        return cls(opened, ground_of(opened))

    @property
    def files(self) -> Release:
        """The release with its files.

        Raises:
            UsageError: it was opened on a server, which has none.
        """
        from graph.release import Release  # noqa: PLC0415 - as above

        if not isinstance(self.release, Release):
            raise UsageError("a server holds no files of a release; open the folder that it was pushed from")
        return self.release

    def questions(self) -> Rows:
        """All named questions: number, slug, titles, parameters."""
        rows = tuple(
            (
                each.number,
                each.slug,
                each.header.title_ja,
                each.header.title_en,
                " ".join(each.parameters),
            )
            for each in load_catalog()
        )
        return Rows(("number", "slug", "title_ja", "title_en", "parameters"), rows)

    def answer(self, question: str, parameters: Mapping[str, Given], *, language: str = "ja") -> Answer:
        """The whole answer of a named question: rows, gaps, notes, sources, the completed query.

        Raises:
            UnknownQuestion: no question of this slug or number.
            ParameterError: a parameter is unknown, missing or not of its type.
            NothingFound, AmbiguousName: a parameter names no one thing.
        """
        asked = load_catalog()[question]
        texts = with_paths(self.ground, asked, as_texts(parameters))
        return ask(self.ground, asked, texts, language=language)

    def ask(self, question: str, **parameters: Given) -> Rows:
        """The rows of a named question; the parameters of each are listed by `questions()`."""
        return rows_of(self.answer(question, parameters))

    def series(self, indicator: str) -> Rows:
        """Every value of an indicator over all reports, with day, unit, target year and passage."""
        return self.ask("indicator-series", indicator=indicator)

    def query(self, sparql: str) -> Rows:
        """The rows of a SELECT; IRIs of this release as paths.

        Raises:
            QueryError: the text does not parse, is no SELECT, or may not run.
        """
        table = self.ground.store.select(sparql)
        rows = tuple(tuple(plain_cell(self.ground, cell) for cell in row) for row in table.rows)
        return Rows(table.columns, rows, f"release {self.release.id}")

    def lineage(
        self, thing: str, *, up: int = 3, down: int = 1, across: bool = False, inferred: bool = False
    ) -> Lineage:
        """Where a thing comes from (up) and what rests on it (down), in steps as drawn.

        `across` also walks to predecessors and successors, `inferred` also along guessed links, which are
        marked as such. A report stands for the policy that it evaluates.
        """
        base = self.ground.base
        start = evaluated(self.ground, find(self.ground, thing))
        graph = lineage(
            self.ground.store,
            base.iri(start),
            up=up,
            down=down,
            across=across,
            inferred=inferred,
            base=base,
        )
        graph.graph["release"] = self.release.id
        return Lineage(graph, start, self.release.id)

    def search(
        self,
        text: str,
        *,
        type: str = "",  # noqa: A002 - the name of the facet everywhere
        year: int | str | None = None,
        ministry: str = "",
        limit: int = 20,
    ) -> Rows:
        """Things by words, best first: path, type, label, years, why it matched, the text with the words.

        Names, old names, labels and quoted passages are looked through; all words must be there. How a word
        is written does not count: width, case, kana, old letters, spaces, eras, signs of numbers.
        `year` is a fiscal year in any writing, `ministry` a slug such as `soumu`.

        Raises:
            UsageError: there is no such type, no such year, or the text is longer than 200 characters.
            SearchStopped: it took longer than two seconds.
        """
        found = search(self.ground, wanted(text, type, year, ministry), limit)
        rows = tuple(
            (hit.path, hit.kind, hit.label, " ".join(map(str, hit.years)), hit.why, hit.matched)
            for hit in found.hits
        )
        columns = ("path", "type", "label", "years", "why", "matched")
        return Rows(columns, rows, f"{len(rows)} of {found.total}")

    def passages(self, paths: Iterable[str]) -> Rows:
        """Where passages stand: file, line, range of characters, exact quote."""
        return passages(self.ground, paths)

    def find(self, text: str) -> str:
        """The path of the one thing that a number, name, IRI or path means."""
        return find(self.ground, text)


def rows_of(answer: Answer) -> Rows:
    """The rows of an answer with their note."""
    columns = tuple(column.name for column in answer.columns)
    return Rows(columns, answer.rows, f"{answer.slug}, release {answer.release}")
