"""Words → the page of hits with its facets, their JSON and CSV, and advice where nothing is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api import parameters
from api.cursors import next_after, start_of
from api.grid import Column, Grid, to_csv
from api.packet import packet
from api.pages.render import era, say, url
from api.pages.shell import page
from api.problems import Refusal
from api.views import Name, names
from graph.errors import SearchStopped
from queries.search import (
    KIND_WORDS,
    KINDS,
    MOST_CHARACTERS,
    MOST_WORDS,
    REASON_WORDS,
    Wanted,
    search,
    suggestions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.answers import Asked, Forms
    from api.grid import Json
    from queries.search import Found, Hit

HITS = 50
MOST_HITS = 1000
MOST_ROWS = 10_000
PARAMETERS = ("q", "type", "year", "ministry", "limit", "cursor")
_FACETS = ("type", "year", "ministry")
_BEFORE, _AFTER = 40, 80
_LONGEST_NAME = 100
_COLUMNS = (
    Column("path", "項目", "Thing", "link"),
    Column("type", "種類", "Type"),
    Column("year", "年度", "Years"),
    Column("ministry", "府省", "Ministries"),
    Column("why", "一致", "Why"),
    Column("matched", "一致した文", "Text"),
    Column("start", "開始", "Start", "number"),
    Column("end", "終了", "End", "number"),
    Column("passage", "根拠", "Passages"),
)


def search_page(asked: Asked) -> Forms:
    """Hits for a text."""
    parameters.only(asked.query, PARAMETERS)
    return {
        "html": lambda: _page(asked),
        "json": lambda: search_json(asked),
        "csv": lambda: search_csv(asked),
    }


def wanted_of(asked: Asked) -> Wanted:
    """The words and facets of a request; a text of no words is taken and finds nothing."""
    text = asked.query.get("q", "")
    if len(text) > MOST_CHARACTERS or len(text.split()) > MOST_WORDS:
        raise parameters.bad(
            "q",
            f"q は {MOST_CHARACTERS} 文字、{MOST_WORDS} 語までです。特徴のある部分だけで探してください。",
            f"q takes up to {MOST_CHARACTERS} characters and {MOST_WORDS} words; look for a telling part.",
        )
    kind = asked.query.get("type", "")
    if kind and kind not in KINDS:
        raise parameters.bad(
            "type",
            "その種類はありません。known から選んでください。",
            "No such type; see known.",
            known=[*KINDS],
        )
    ministry = asked.query.get("ministry", "").rstrip("/").rpartition("/")[2]
    return Wanted(text, kind, parameters.year(asked.query), ministry)


def _limit(asked: Asked) -> int:
    return parameters.integer(asked.query, "limit", HITS, 1, MOST_HITS)


def _found(asked: Asked, wanted: Wanted, limit: int, offset: int) -> Found:
    try:
        return search(asked.data.ground, wanted, limit, offset)
    except SearchStopped as error:
        raise Refusal(
            "query-timeout",
            f"検索を {error.seconds:g} 秒で打ち切りました。語を長くするか、数を減らしてください。",
            f"The search was stopped after {error.seconds:g} seconds. Try longer or fewer words.",
        ) from error


def search_json(asked: Asked) -> str:
    """One page of hits as a packet, with facets and the cursor of the next page."""
    wanted = wanted_of(asked)
    if not wanted.text.strip():
        raise parameters.bad("q", "q に探す言葉を指定してください。", "q names the words to look for.")
    start, limit = start_of(asked), _limit(asked)
    found = _found(asked, wanted, limit, start)
    members: dict[str, Json] = {
        "q": wanted.text,
        "total": found.total,
        "next": next_after(asked, start + limit, found.total),
        "facets": {name: dict(found.facets[name]) for name in _FACETS},
        "items": [_item(hit) for hit in found.hits],
    }
    return packet(asked, members, passages=[each for hit in found.hits for each in hit.passages])


def _item(hit: Hit) -> dict[str, Json]:
    return {
        "path": hit.path,
        "type": hit.kind,
        "class": hit.term or None,
        "label": hit.label,
        "years": [*hit.years],
        "ministries": [*hit.ministries],
        "why": hit.why,
        "matched": hit.matched,
        "marks": [[start, end] for start, end in hit.marks],
        "passages": [*hit.passages],
    }


def search_csv(asked: Asked) -> str:
    """All hits, not only a page of them.

    Raises:
        Refusal: `result-too-large`, where there are more than a table of hits may hold; none is left out.
    """
    found = _found(asked, wanted_of(asked), MOST_ROWS, 0)
    if found.total > MOST_ROWS:
        raise Refusal(
            "result-too-large",
            f"{found.total:,} 件あります。CSV は {MOST_ROWS:,} 件までです。種類や年度で絞ってください。",
            f"There are {found.total:,} hits, a CSV holds {MOST_ROWS:,}. Narrow them by type or year.",
        )
    called = {hit.path: Name(hit.label) for hit in found.hits}
    return to_csv(Grid(_COLUMNS, tuple(_row(hit) for hit in found.hits), called), asked.language)


def _row(hit: Hit) -> dict[str, str | int | tuple[str | int, ...]]:
    start, end = hit.marks[0] if hit.marks else (0, 0)
    return {
        "path": hit.path,
        "type": hit.kind,
        "year": hit.years,
        "ministry": hit.ministries,
        "why": hit.why,
        "matched": hit.matched,
        "start": start,
        "end": end,
        "passage": hit.passages,
    }


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, marked where it holds a word."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it; `within` is the report or the document that it belongs to.

    Where the name of the thing is what was found, the words are marked in the name, and no text stands below.
    """

    hit: Hit
    badge: str
    reason: str
    within: str
    name: tuple[Piece, ...]
    text: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, or one piece of advice, with the number of hits and the way there."""

    label: str
    count: int
    href: str
    chosen: bool = False


def _page(asked: Asked) -> str:
    wanted = wanted_of(asked)
    title = say("検索", asked.language)
    if not wanted.text.strip():
        return page(asked, "search.html", title, (), {"q": wanted.text, "found": None})
    start, limit = start_of(asked), _limit(asked)
    found = _found(asked, wanted, limit, start)
    known = names(asked.data, _things(found))
    following = next_after(asked, start + limit, found.total)
    context: dict[str, object] = {
        "q": wanted.text,
        "found": found,
        "start": start,
        "shown": [_shown(asked, hit, known) for hit in found.hits],
        "names": known,
        "facets": _facets(asked, wanted, found, known),
        "kept": {name: asked.query[name] for name in _FACETS if asked.query.get(name)},
        "all_types": url(asked, "search", {"q": wanted.text}),
        "following": _href(asked, cursor=following) if following else None,
        "advice": () if found.total else tuple(_advice(asked, wanted)),
    }
    words = wanted.text if len(wanted.text) <= _BEFORE else wanted.text[:_BEFORE] + "…"
    heading = f"{title}: {words}" if asked.language == "en" else f"{title}「{words}」"
    return page(asked, "search.html", heading, ("html", "json", "csv"), context)


def _things(found: Found) -> set[str]:
    """All things whose names the page needs."""
    slugs = {f"org/{slug}" for slug in found.facets["ministry"]}
    hits = {hit.path for hit in found.hits} | {_within(hit) for hit in found.hits if _within(hit)}
    return slugs | hits | {f"keifu:{hit.term}" for hit in found.hits if hit.term}


def _within(hit: Hit) -> str:
    if hit.kind == "section":
        return hit.path.partition("/s/")[0]
    is_in_report = hit.kind == "statement" and hit.path.startswith("report/")
    return "/".join(hit.path.split("/")[:3]) if is_in_report else ""


def _shown(asked: Asked, hit: Hit, known: Mapping[str, Name]) -> Shown:
    badge = KIND_WORDS[hit.kind].said(asked.language)
    if hit.kind == "statement" and f"keifu:{hit.term}" in known:
        badge = known[f"keifu:{hit.term}"].said(asked.language)
    reason = REASON_WORDS[hit.why].said(asked.language)
    said = known[hit.path].said(asked.language)
    name = hit.label if said == hit.path else said
    if name == hit.matched and len(name) <= _LONGEST_NAME:
        return Shown(hit, badge, reason, _within(hit), tuple(_pieces(hit, len(name))), ())
    plain = (Piece(name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"),)
    return Shown(hit, badge, reason, _within(hit), plain, tuple(_pieces(hit, _BEFORE)))


def _pieces(hit: Hit, before: int) -> Iterator[Piece]:
    """The text around the first words, cut at both ends, with every word in it marked."""
    first, last = hit.marks[0] if hit.marks else (0, 0)
    low, high = max(0, first - before), min(len(hit.matched), last + max(before, _AFTER))
    at = low
    yield Piece("…" if low else "")
    for start, end in hit.marks:
        if start >= at and end <= high:
            yield Piece(hit.matched[at:start])
            yield Piece(hit.matched[start:end], marked=True)
            at = end
    yield Piece(hit.matched[at:high] + ("…" if high < len(hit.matched) else ""))


def _href(asked: Asked, **changed: str | None) -> str:
    """This search with some parameters changed, None taken away; another choice starts on its first page."""
    held = {name: asked.query[name] for name in PARAMETERS if asked.query.get(name) and name != "cursor"}
    return url(asked, "search", {name: value for name, value in {**held, **changed}.items() if value})


def _facets(
    asked: Asked, wanted: Wanted, found: Found, known: Mapping[str, Name]
) -> list[tuple[str, list[Choice]]]:
    chosen = {"type": wanted.kind, "year": str(wanted.year or ""), "ministry": wanted.ministry}
    titles = (say("種類", asked.language), say("年度", asked.language), say("府省", asked.language))
    return [
        (
            title,
            [
                Choice(
                    _value(asked, name, value, known),
                    count,
                    _href(asked, **{name: None if value == chosen[name] else value}),
                    value == chosen[name],
                )
                for value, count in found.facets[name].items()
            ],
        )
        for name, title in zip(_FACETS, titles, strict=True)
    ]


def _value(asked: Asked, facet: str, value: str, known: Mapping[str, Name]) -> str:
    match facet:
        case "type":
            return KIND_WORDS[value].said(asked.language)
        case "year":
            return era(int(value), asked.language)
        case _:
            return _called(known, f"org/{value}", asked.language)


def _called(known: Mapping[str, Name], thing: str, language: str) -> str:
    return known[thing].said(language) if thing in known else thing


def _advice(asked: Asked, wanted: Wanted) -> Iterator[Choice]:
    """What could be looked for instead: the same without facets, words of the text, its beginning."""
    plain = Wanted(wanted.text)
    if plain != wanted and (total := _found(asked, plain, 0, 0).total):
        label = say("絞り込みを外す", asked.language)
        yield Choice(label, total, url(asked, "search", {"q": wanted.text}))
    for text, total in suggestions(asked.data.ground, wanted.text):
        yield Choice(text, total, url(asked, "search", {"q": text}))
