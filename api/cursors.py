"""Where a page of a list starts, as `<release>.<offset>`: all pages of a list come from one release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.parameters import bad
from api.problems import Refusal

if TYPE_CHECKING:
    from api.answers import Asked


def start_of(asked: Asked) -> int:
    """The offset at which the page that was asked for starts; 0 without a cursor.

    Raises:
        Refusal: `bad-parameter` for what is no cursor of ours, `release-gone` for one of another release.
    """
    text = asked.query.get("cursor", "")
    if not text:
        return 0
    release, _, offset = text.partition(".")
    if not (offset.isascii() and offset.isdigit()):
        raise bad(
            "cursor",
            "cursor を読めません。next の値をそのまま使ってください。",
            "No cursor of ours; use next as it is.",
        )
    if release != asked.data.id:
        raise Refusal("release-gone", extra={"current": asked.data.id})
    return int(offset)


def next_after(asked: Asked, stop: int, total: int) -> str | None:
    """The cursor of the next page; None on the last one."""
    return f"{asked.data.id}.{stop}" if stop < total else None
