"""A query that may be evaluated → its response, within what its client may use, and counted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response

from api.fairness import client_of
from api.journal import note
from api.pages.workbench import result_page
from api.pool import Cancelled
from api.problems import Refusal, problem_of
from api.streams import AnswerCut, Bounds, Stream, Threads
from ontology.errors import KeifuError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import Receive, Scope, Send

    from api.answers import Asked
    from api.pool import Running
    from api.workers import Job, Outcome


class Answering(Response):
    """The response to one query; it is evaluated when it is sent, so that it stops when nobody listens."""

    def __init__(self, asked: Asked, job: Job, headers: Mapping[str, str], media_type: str) -> None:
        super().__init__(None, 200, headers, with_charset(media_type))
        del self.headers["content-length"]
        self._asked = asked
        self._job = job

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Evaluate and send.

        Raises:
            KeifuError: nothing has been sent, and this is why.
            AnswerCut: the server has to break the connection.
        """
        meters, outcome = self._asked.site.meters, "failed"
        try:
            await self._answer(scope, receive, send)
            outcome = "ok"
        except Cancelled:
            outcome = "client-gone"
        except AnswerCut as cut:
            outcome = cut.why
            note(scope, "cut", 1)
            if not cut.broken:
                raise
        except KeifuError as error:
            outcome = problem_of(error).kind.slug
            raise
        finally:
            meters.count("keifu_queries_total", outcome=outcome)
            note(scope, "outcome", outcome)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        site, given = self._asked.site, self._asked.site.settings
        client = client_of(self._asked.request, given.trusted_proxies)
        running = self._asked.data.pool.running(self._job)
        try:
            site.fairness.enter(client)
        except Refusal as refusal:
            told = {**refusal.headers, **site.fairness.headers(client)}
            raise Refusal(refusal.slug, headers=told) from None
        stream = Stream(
            running,
            Bounds(given.held_bytes, given.spool_bytes, given.total_seconds),
            Threads(site.threads, site.readers),
            partial(self._leave, client, running),
        )
        self.headers.update(site.fairness.headers(client))
        if self.headers["content-type"].startswith("text/html"):
            page = await stream.whole(partial(self._page, running.whole), receive)
            await Response(page, 200, self.headers)(scope, receive, send)
            return
        await stream.deliver(self, scope, receive, send)
        if running.rows is not None:
            note(scope, "rows", running.rows)

    def _leave(self, client: str, running: Running) -> None:
        self._asked.site.fairness.leave(client, running.seconds)
        self._asked.site.meters.took(running.seconds)

    def _page(self, whole: Callable[[], Outcome]) -> bytes:
        try:
            found = whole()
        except Refusal as refusal:
            if refusal.slug != "result-too-large":
                raise
            found = None
        return result_page(self._asked, self._job.text, found).encode()


def with_charset(media_type: str) -> str:
    """The Content-Type of a body that we always write in UTF-8."""
    return media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")
