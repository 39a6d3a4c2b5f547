"""A release pushed to a running Oxigraph server: whole, in one step, and asked as on disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import keifu
from graph.card import CARD, open_remote, read_card
from graph.endpoint import Endpoint
from graph.errors import PushRefused, RemoteChanged, RemoteEmpty, RemoteFailed
from graph.push import push
from graph.remote import RemoteStore
from keifu.cli import main
from keifu.errors import UsageError
from keifu.messages import Exit
from queries.ground import ground_of
from tests.stores.asking import CLOUD, differences, odd_queries

if TYPE_CHECKING:
    from graph.push import Target
    from graph.release import Release

ALL_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def silent(_: str) -> None:
    """Tells nobody."""


def graphs(target: Target) -> dict[str, int]:
    rows = RemoteStore(target.query).select(ALL_GRAPHS).rows
    return {str(graph): int(getattr(number, "lexical", 0)) for graph, number in rows}


def expected(release: Release) -> dict[str, int]:
    return {release.base + path: number for path, number in release.manifest.counts.graphs.items()} | {
        CARD: 6
    }


@pytest.mark.seeds
def test_every_question_has_the_same_answer_there(seeds_release: Release, oxigraph: Target) -> None:
    done = push(seeds_release, oxigraph, silent)
    assert (done.changed, done.atomic, done.evaluation) == (True, True, "there")
    here, there = ground_of(seeds_release), ground_of(open_remote(oxigraph.query))
    assert differences(here, there, all_examples=False) == []
    assert odd_queries(here, there) == []


def test_a_push_takes_the_place_of_the_one_before_and_the_same_again_does_nothing(
    samples_release: Release, one_release: Release, oxigraph: Target
) -> None:
    for release in (samples_release, one_release, samples_release):
        assert push(release, oxigraph, silent).changed
        assert graphs(oxigraph) == expected(release)
        told: list[str] = []
        assert not push(release, oxigraph, told.append).changed
        assert told == []


def test_a_server_without_graph_store_protocol_gets_updates(one_release: Release, oxigraph: Target) -> None:
    for graph_store in (None, Endpoint(oxigraph.query.url.replace("/query", "/nothing"))):
        push(one_release, replace(oxigraph, graphs=graph_store), silent)
        assert graphs(oxigraph) == expected(one_release)
        oxigraph.update.update("DROP ALL")


def test_what_others_wrote_is_neither_seen_nor_lost(samples_release: Release, oxigraph: Target) -> None:
    oxigraph.update.update("INSERT DATA { GRAPH <urn:others> { <urn:a> a <urn:B> } }")
    push(samples_release, oxigraph, silent)
    here, there = ground_of(samples_release), ground_of(open_remote(oxigraph.query))
    assert sorted(there.rows(ALL_GRAPHS)) == sorted(here.rows(ALL_GRAPHS))
    assert graphs(oxigraph) == expected(samples_release) | {"urn:others": 1}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<urn:a> <urn:b> <urn:c>", "default graph"),
        ("GRAPH <https://w3id.org/keifu/graph/codes> { <urn:a> <urn:b> <urn:c> }", "graph/codes"),
    ],
)
def test_a_store_of_somebody_else_is_left_alone(
    written: str, words: str, one_release: Release, oxigraph: Target
) -> None:
    oxigraph.update.update(f"INSERT DATA {{ {written} }}")
    before = graphs(oxigraph)
    with pytest.raises(PushRefused, match=words):
        push(one_release, oxigraph, silent)
    assert graphs(oxigraph) == before


def test_whoever_asks_while_the_release_changes_gets_an_error(
    samples_release: Release, one_release: Release, oxigraph: Target
) -> None:
    push(samples_release, oxigraph, silent)
    store = open_remote(oxigraph.query).store()
    assert store.ask("ASK { ?s ?p ?o }")
    push(one_release, oxigraph, silent)
    with pytest.raises(RemoteChanged):
        store.ask("ASK { ?s ?p ?o }")


def test_a_push_that_is_broken_off_leaves_the_old_release_and_the_next_one_mends_it(
    samples_release: Release, one_release: Release, oxigraph: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(one_release, oxigraph, silent)
    update, put = Endpoint.update, Endpoint.put
    for allowed in (1, 2, 3, 4, 8):
        left = [allowed]

        def breaking(work: object, left: list[int] = left) -> object:
            def step(*arguments: object) -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise RemoteFailed("server", "gone")
                work(*arguments)  # type: ignore[operator]

            return step

        monkeypatch.setattr(Endpoint, "update", breaking(update))
        monkeypatch.setattr(Endpoint, "put", breaking(put))
        with pytest.raises(RemoteFailed, match="gone"):
            push(samples_release, oxigraph, silent)
        monkeypatch.undo()
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert open_remote(oxigraph.query).id == one_release.id
        assert not push(one_release, oxigraph, silent).changed
    push(samples_release, oxigraph, silent)
    assert graphs(oxigraph) == expected(samples_release)


def test_an_empty_server_and_a_half_pushed_one_say_so(one_release: Release, oxigraph: Target) -> None:
    with pytest.raises(RemoteEmpty, match="no release"):
        open_remote(oxigraph.query)
    push(one_release, oxigraph, silent)
    card = read_card(oxigraph.query)
    assert card is not None
    half = replace(card, state="changing").triples()
    oxigraph.update.update(f"DROP GRAPH <{CARD}> ; INSERT DATA {{ GRAPH <{CARD}> {{ {half} }} }}")
    with pytest.raises(RemoteEmpty, match="broken off"):
        open_remote(oxigraph.query)


def test_the_python_face_asks_a_server(samples_release: Release, oxigraph: Target) -> None:
    push(samples_release, oxigraph, silent)
    here = keifu.open(samples_release.path.parents[1])
    there = keifu.open(store=oxigraph.query.url)
    assert there.release.id == here.release.id
    assert (
        there.ask("indicator-series", indicator=CLOUD).rows
        == here.ask("indicator-series", indicator=CLOUD).rows
    )
    assert there.lineage(CLOUD).export("json") == here.lineage(CLOUD).export("json")
    assert there.search("骨太").rows == here.search("骨太").rows
    assert there.find("総務省31-⑧") == here.find("総務省31-⑧")
    with pytest.raises(UsageError):
        _ = there.files
    with pytest.raises(UsageError):
        keifu.open("somewhere", store=oxigraph.query.url)


def test_the_command_pushes_and_asks(
    samples_release: Release,
    oxigraph: Target,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("KEIFU_DATA", str(samples_release.path.parents[1]))
    store = ("--store", oxigraph.query.url)

    def ran(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capfd.readouterr()
        return code, said.out, said.err

    assert ran("search", "骨太", *store)[0] == Exit.UNREADABLE
    assert "in one step" in ran("push", *store)[2]
    assert "already" in ran("push", *store)[2]
    question = ("ask", "budget-execution", "--param", "policy=総務省31-⑧", "--format", "json")
    assert ran(*question, *store) == ran(*question)
    for verb in (("lineage", CLOUD), ("search", "骨太")):
        assert ran(*verb, *store) == ran(*verb)
    assert ran("search", "骨太", "--graph", "elsewhere", *store)[0] == Exit.USAGE
    assert ran("search", "骨太", "--store", "http://x:y@127.0.0.1/")[0] == Exit.UNREADABLE
