"""A request and the forms that a page has → the one response: negotiation, validators, links."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.responses import Response

from api.negotiate import FORMS, choose, prefers_english
from api.problems import Refusal
from api.tabular import asked_forms, download

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.site import Data, Site

Forms = Mapping[str, Callable[[], str | bytes]]
"""Short form name → the function that makes the body; only the chosen one is called."""

SUFFIX_KEY = "keifu.suffix"
PATH_KEY = "keifu.path"
HEAD_KEY = "keifu.head"
_CURSOR = re.compile(r"([0-9a-f]{16})\.[0-9]{1,9}\Z")

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Keifu-Release, Keifu-Rewritten, RateLimit, RateLimit-Policy, Retry-After"
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, read: where it points, in which language, over which release.

    `as_of` is the id of the release that the client named; then its answers never change.
    """

    request: Request
    site: Site
    data: Data
    path: str
    suffix: str | None
    language: str
    as_of: str | None = None

    @property
    def lasting(self) -> str:
        """How long an answer may be kept: a release never changes, the current one is another one soon."""
        return "public, max-age=300" if self.as_of is None else "public, max-age=31536000, immutable"

    @property
    def query(self) -> Mapping[str, str]:
        """Query parameters; the last one wins where a name is repeated."""
        return self.request.query_params

    def other_language(self) -> str:
        """The address of this page in the other language."""
        other = "ja" if self.language == "en" else "en"
        pairs = [(key, value) for key, value in self.request.query_params.multi_items() if key != "lang"]
        return f"{quote(self.path)}?{urlencode([*pairs, ('lang', other)])}"

    def form_href(self, name: str) -> str:
        """The address of this page in another form."""
        query = self.request.url.query
        return f"{quote(self.path)}.{name}" + (f"?{query}" if query else "")


def language_of(request: Request) -> str:
    """`?lang=` before Accept-Language before Japanese."""
    asked = request.query_params.get("lang")
    if asked in ("ja", "en"):
        return asked
    return "en" if prefers_english(request.headers.get("accept-language")) else "ja"


def read(request: Request, as_of: str | None = None) -> Asked:
    """What was asked, over the release that the request names, or else over the one that is current now.

    A cursor names its release, too: all pages of a list come from one.

    Raises:
        Refusal: `release-gone`, when it is not kept any more.
    """
    site: Site = request.app.state.site
    path: str = request.scope.get(PATH_KEY, request.url.path)
    suffix: str | None = request.scope.get(SUFFIX_KEY)
    named = as_of or request.query_params.get("as_of") or None
    cursor = _CURSOR.match(request.query_params.get("cursor", ""))
    data = site.data(named or (cursor[1] if cursor else None))
    return Asked(request, site, data, path, suffix, language_of(request), named)


def respond(asked: Asked, forms: Forms, *, status: int = 200) -> Response:
    """The form that suffix or Accept asks for; 304 before anything is looked up."""
    forms = asked_forms(asked, forms)
    name = chosen_form(asked, tuple(forms))
    headers = {**_headers(asked, name, tuple(forms)), **download(asked, name)}
    if headers["ETag"] in asked.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = asked.site.kept.get(headers["ETag"])
    if body is None:
        made = forms[name]()
        body = made.encode() if isinstance(made, str) else made
        asked.site.kept.put(headers["ETag"], body)
    media_type = FORMS[name]
    charset = "" if name in {"json", "parquet"} else "; charset=utf-8"
    return Response(body, status, headers, media_type + charset)


def chosen_form(asked: Asked, names: tuple[str, ...]) -> str:
    """The short name of the form to send."""
    if asked.suffix is not None:
        if asked.suffix not in names:
            raise Refusal("no-such-form", extra={"available": [f".{name}" for name in names]})
        return asked.suffix
    offered = [FORMS[name] for name in names]
    media_type = choose(asked.request.headers.get("accept"), offered)
    if media_type is None:
        raise Refusal("not-acceptable", extra={"available": offered})
    return names[offered.index(media_type)]


def _headers(asked: Asked, name: str, names: tuple[str, ...]) -> dict[str, str]:
    query = asked.request.url.query
    path = quote(asked.path)
    tail = f"?{query}" if query else ""
    links = [f'<{path}.{one}{tail}>; rel="alternate"; type="{FORMS[one]}"' for one in names if one != name]
    if asked.path == "/":
        links = []
    links.append('</ns>; rel="describedby"')
    return {
        "ETag": _etag(asked, name),
        "Vary": "Accept, Accept-Language",
        "Cache-Control": asked.lasting,
        "Keifu-Release": asked.data.id,
        "Content-Language": asked.language,
        "Content-Location": f"{path}.{name}{tail}" if asked.path != "/" else "/",
        "Link": ", ".join(links),
    }


def _etag(asked: Asked, name: str) -> str:
    parts = (asked.data.id, asked.site.build, asked.path, asked.request.url.query, name, asked.language)
    return '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + '"'
