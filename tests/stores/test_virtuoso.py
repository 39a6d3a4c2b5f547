"""A release pushed to a running Virtuoso 7, which evaluates SPARQL in its own way: answers stay the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.card import MERGED, open_remote
from graph.endpoint import Endpoint
from graph.errors import RemoteEmpty, RemoteFailed
from graph.push import push
from graph.remote import RemoteStore
from keifu.face import Keifu
from keifu.folders import data_folder
from queries.ground import ground_of
from tests.stores.asking import CLOUD, differences, odd_queries
from tests.stores.servers import MOST_ROWS

if TYPE_CHECKING:
    from graph.push import Target
    from graph.release import Release


@pytest.fixture(scope="module")
def pushed(samples_release: Release, one_release: Release, virtuoso: Target) -> Release:
    """The release of the samples, pushed over another one."""
    for release in (one_release, samples_release):
        done = push(release, virtuoso, lambda _: None)
        assert (done.changed, done.atomic, done.evaluation) == (True, False, "here")
    assert not push(samples_release, virtuoso, lambda _: None).changed
    return samples_release


def test_every_question_and_every_free_query_has_the_same_answer(pushed: Release, virtuoso: Target) -> None:
    here, there = ground_of(pushed), ground_of(open_remote(virtuoso.query))
    assert differences(here, there, all_examples=False) == []
    assert odd_queries(here, there) == []


def test_lineage_evidence_and_names_are_the_same(pushed: Release, virtuoso: Target) -> None:
    here = Keifu.open(data_folder(pushed.path.parents[1]))
    there = Keifu.open(store=virtuoso.query.url)
    assert there.lineage(CLOUD).export("json") == here.lineage(CLOUD).export("json")
    assert there.find("総務省31-⑧") == here.find("総務省31-⑧")
    paths = here.answer("indicator-series", {"indicator": CLOUD}).passages
    assert there.passages(paths).rows == here.passages(paths).rows


def test_every_statement_comes_back_as_it_was(pushed: Release, virtuoso: Target) -> None:
    here, there = pushed.store(), open_remote(virtuoso.query).store()
    for path in sorted(pushed.manifest.counts.graphs):
        query = f"SELECT ?s ?p ?o {{ GRAPH <{pushed.base}{path}> {{ ?s ?p ?o }} }}"
        assert set(there.select(query).rows) == set(here.select(query).rows)


def test_a_table_that_the_server_cuts_is_an_error(pushed: Release, virtuoso: Target) -> None:
    assert pushed.manifest.counts.named_graphs + pushed.manifest.counts.default_graph > MOST_ROWS
    store = RemoteStore(virtuoso.query)
    with pytest.raises(RemoteFailed, match="cut its answer"):
        store.select("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }")
    assert len(store.select(f"SELECT ?s ?p {{ GRAPH <{MERGED}> {{ ?s ?p ?o }} }} LIMIT 200").rows) == 200


def test_a_switch_that_is_broken_off_is_told_and_the_next_push_mends_it(
    pushed: Release, one_release: Release, virtuoso: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = Endpoint.update
    switching: list[str] = []

    def breaking(self: Endpoint, text: str) -> None:
        if switching and "MOVE" in text:
            raise RemoteFailed(self.shown, "gone")
        update(self, text)

    monkeypatch.setattr(Endpoint, "update", breaking)
    with pytest.raises(RemoteFailed, match="gone"):
        push(one_release, virtuoso, switching.append)
    with pytest.raises(RemoteEmpty, match="under way or was broken off"):
        open_remote(virtuoso.query)
    switching.clear()
    assert push(pushed, virtuoso, lambda _: None).changed
    assert open_remote(virtuoso.query).id == pushed.id
