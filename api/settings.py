"""Environment and command line → the settings of one server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

KIB = 1024
MIB = 1024 * KIB


class Settings(BaseSettings):
    """What one server needs to know; every field can be set as `KEIFU_<FIELD>`.

    Byte limits count bytes of the query text, of one answer and of memory beyond what a worker holds when
    it is ready. Times are seconds of wall clock: `query_seconds` is how long a query may show nothing,
    `total_seconds` how long it may take with the sending of its rows. Of an answer `held_bytes` are held
    back, so that an early failure is told by its status; `spool_bytes` are kept whole for clients that
    could not see a cut, and `page_bytes` for the page with the table. The `client_…` fields say what
    one address may use of free SPARQL; `trusted_proxies` are the addresses whose X-Forwarded-For is
    believed, as a JSON list.
    Without `metrics_token`, /metrics answers only to this machine. `workers` wait for a query as long as
    there is room for `workers_most`.
    """

    model_config = SettingsConfigDict(env_prefix="KEIFU_", frozen=True)

    graph: Path
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_base: str = ""
    licence: str = "CC BY 4.0"
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    workers_most: Annotated[int, Field(ge=1, le=64)] = 8
    query_seconds: Annotated[float, Field(gt=0)] = 10.0
    total_seconds: Annotated[float, Field(gt=0)] = 60.0
    wait_seconds: Annotated[float, Field(gt=0)] = 2.0
    query_bytes: int = 64 * KIB
    body_bytes: int = MIB
    result_bytes: int = 256 * MIB
    result_rows: Annotated[int, Field(ge=1)] | None = None
    held_bytes: int = 64 * KIB
    spool_bytes: int = 64 * MIB
    page_bytes: int = 4 * MIB
    worker_memory_bytes: int = 512 * MIB
    kept_bytes: int = 64 * MIB
    client_seconds_per_minute: Annotated[float, Field(gt=0)] = 60.0
    client_burst_seconds: Annotated[float, Field(gt=0)] = 120.0
    client_queries: Annotated[int, Field(ge=1)] = 2
    trusted_proxies: tuple[str, ...] = ()
    metrics_token: str = ""
    log: Literal["json", "none"] = "none"
