"""The JSON of a thing: read as JSON-LD it says what the other forms say, and it names what it rests on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import rdflib

from ontology.files import context_json

if TYPE_CHECKING:
    from tests.api.conftest import Client

CLOUD = "/indicator/municipal-cloud-adopters"
ACTUAL = "/report/soumu/2019-08/indicator/5/1/actual/2018"
THINGS = (
    CLOUD,
    ACTUAL,
    "/report/soumu/2019-08",
    "/policy/soumu/e-municipality",
    "/doc/honebuto/2020/s/3.1.1.3",
    "/work/honebuto",
    "/org/soumu/jichi-gyosei/jumin-seido",
)
BASE = "https://w3id.org/keifu/"


def told(client: Client, path: str) -> dict[str, Any]:
    return client.ask(f"{path}.json").json()


def as_linked_data(members: dict[str, Any]) -> set[tuple[Any, Any, Any]]:
    """The statements of the answer; the context of the vocabulary is put where its address stands."""
    near, here = members["@context"]
    assert near == "/context.jsonld"
    text = json.dumps({**members, "@context": [json.loads(context_json())["@context"], here]})
    return set(rdflib.Graph().parse(data=text, format="json-ld"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own JSON-LD parser (7.6)
@pytest.mark.parametrize("path", THINGS)
def test_the_json_of_a_thing_says_the_same_as_its_triples(client: Client, path: str) -> None:
    members = told(client, path)
    triples = rdflib.Graph().parse(data=client.ask(f"{path}.nt").text, format="nt")
    assert members["complete"] is True
    assert as_linked_data(members) == set(triples)


@pytest.mark.parametrize("path", THINGS)
def test_no_iri_is_written_in_two_ways(client: Client, path: str) -> None:
    members = told(client, path)
    terms = [*members["type"], *members["facts"], *members["incoming"]]
    links = [
        one["id"]
        for said in members["facts"].values()
        for one in said
        if isinstance(one, dict) and "id" in one
    ]
    assert all(term.count(":") == 1 and "//" not in term for term in terms)
    assert not any(link.startswith(BASE) for link in links)


@pytest.mark.parametrize("path", THINGS)
def test_a_thing_shows_the_quotes_that_speak_of_it(client: Client, path: str) -> None:
    sources = told(client, path)["sources"]
    assert sources
    assert all(passage["quote"] for source in sources for passage in source["passages"])


def test_a_value_rests_on_its_own_passage_alone(client: Client) -> None:
    (source,) = told(client, ACTUAL)["sources"]
    assert [passage["quote"] for passage in source["passages"]] == ["1,067団体 (H30.4.1時点)"]


def test_a_unit_rests_on_the_places_that_print_its_name_and_not_on_the_whole_head(client: Client) -> None:
    (source,) = told(client, "/org/soumu/jichi-gyosei/chiiki-seisaku/chiiki-joho-seisaku")["sources"]
    assert all("地域情報政策室" in passage["quote"] for passage in source["passages"])


def test_labels_come_in_both_languages_where_a_person_wrote_them(client: Client) -> None:
    members = told(client, CLOUD)
    assert members["label"] == {"ja": "クラウド導入市区町村数", "en": "municipalities using cloud systems"}
    assert {"@value": "municipalities using cloud systems", "@language": "en"} in members["facts"][
        "rdfs:label"
    ]
    (direction,) = members["facts"]["keifu:direction"]
    assert direction["id"] == "code:direction-up"
    assert set(direction["label"]) == {"ja", "en"}
    assert all(direction["label"].values())
