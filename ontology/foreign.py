"""Terms of other vocabularies that Keifu writes or reads, as typed constants."""
# ruff: noqa: N815 - attributes are the names of the vocabularies, letter for letter

from __future__ import annotations

from typing import Final, final

from ontology.rdf import Iri


@final
class RDF:
    """Names of `rdf:` that Keifu uses."""

    type: Final = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    Property: Final = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property")
    langString: Final = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


@final
class RDFS:
    """Names of `rdfs:` that Keifu uses."""

    label: Final = Iri("http://www.w3.org/2000/01/rdf-schema#label")
    comment: Final = Iri("http://www.w3.org/2000/01/rdf-schema#comment")
    subClassOf: Final = Iri("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    subPropertyOf: Final = Iri("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")
    domain: Final = Iri("http://www.w3.org/2000/01/rdf-schema#domain")
    range: Final = Iri("http://www.w3.org/2000/01/rdf-schema#range")
    isDefinedBy: Final = Iri("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")


@final
class XSD:
    """Names of `xsd:` that Keifu uses."""

    string: Final = Iri("http://www.w3.org/2001/XMLSchema#string")
    boolean: Final = Iri("http://www.w3.org/2001/XMLSchema#boolean")
    integer: Final = Iri("http://www.w3.org/2001/XMLSchema#integer")
    decimal: Final = Iri("http://www.w3.org/2001/XMLSchema#decimal")
    date: Final = Iri("http://www.w3.org/2001/XMLSchema#date")
    dateTime: Final = Iri("http://www.w3.org/2001/XMLSchema#dateTime")
    gYear: Final = Iri("http://www.w3.org/2001/XMLSchema#gYear")
    gYearMonth: Final = Iri("http://www.w3.org/2001/XMLSchema#gYearMonth")


@final
class OWL:
    """Names of `owl:` that Keifu uses."""

    Ontology: Final = Iri("http://www.w3.org/2002/07/owl#Ontology")
    Class: Final = Iri("http://www.w3.org/2002/07/owl#Class")
    ObjectProperty: Final = Iri("http://www.w3.org/2002/07/owl#ObjectProperty")
    DatatypeProperty: Final = Iri("http://www.w3.org/2002/07/owl#DatatypeProperty")
    deprecated: Final = Iri("http://www.w3.org/2002/07/owl#deprecated")
    versionIRI: Final = Iri("http://www.w3.org/2002/07/owl#versionIRI")
    versionInfo: Final = Iri("http://www.w3.org/2002/07/owl#versionInfo")


@final
class SKOS:
    """Names of `skos:` that Keifu uses."""

    Concept: Final = Iri("http://www.w3.org/2004/02/skos/core#Concept")
    ConceptScheme: Final = Iri("http://www.w3.org/2004/02/skos/core#ConceptScheme")
    Collection: Final = Iri("http://www.w3.org/2004/02/skos/core#Collection")
    member: Final = Iri("http://www.w3.org/2004/02/skos/core#member")
    inScheme: Final = Iri("http://www.w3.org/2004/02/skos/core#inScheme")
    topConceptOf: Final = Iri("http://www.w3.org/2004/02/skos/core#topConceptOf")
    hasTopConcept: Final = Iri("http://www.w3.org/2004/02/skos/core#hasTopConcept")
    prefLabel: Final = Iri("http://www.w3.org/2004/02/skos/core#prefLabel")
    altLabel: Final = Iri("http://www.w3.org/2004/02/skos/core#altLabel")
    notation: Final = Iri("http://www.w3.org/2004/02/skos/core#notation")
    definition: Final = Iri("http://www.w3.org/2004/02/skos/core#definition")
    editorialNote: Final = Iri("http://www.w3.org/2004/02/skos/core#editorialNote")
    scopeNote: Final = Iri("http://www.w3.org/2004/02/skos/core#scopeNote")
    exactMatch: Final = Iri("http://www.w3.org/2004/02/skos/core#exactMatch")
    closeMatch: Final = Iri("http://www.w3.org/2004/02/skos/core#closeMatch")
    broadMatch: Final = Iri("http://www.w3.org/2004/02/skos/core#broadMatch")


@final
class DCTERMS:
    """Names of `dcterms:` that Keifu uses."""

    identifier: Final = Iri("http://purl.org/dc/terms/identifier")
    date: Final = Iri("http://purl.org/dc/terms/date")
    title: Final = Iri("http://purl.org/dc/terms/title")
    created: Final = Iri("http://purl.org/dc/terms/created")
    creator: Final = Iri("http://purl.org/dc/terms/creator")
    description: Final = Iri("http://purl.org/dc/terms/description")
    isPartOf: Final = Iri("http://purl.org/dc/terms/isPartOf")
    isReplacedBy: Final = Iri("http://purl.org/dc/terms/isReplacedBy")
    issued: Final = Iri("http://purl.org/dc/terms/issued")
    license: Final = Iri("http://purl.org/dc/terms/license")
    modified: Final = Iri("http://purl.org/dc/terms/modified")
    references: Final = Iri("http://purl.org/dc/terms/references")
    source: Final = Iri("http://purl.org/dc/terms/source")


@final
class ORG:
    """Names of `org:` that Keifu uses."""

    Organization: Final = Iri("http://www.w3.org/ns/org#Organization")
    OrganizationalUnit: Final = Iri("http://www.w3.org/ns/org#OrganizationalUnit")
    Post: Final = Iri("http://www.w3.org/ns/org#Post")
    unitOf: Final = Iri("http://www.w3.org/ns/org#unitOf")
    postIn: Final = Iri("http://www.w3.org/ns/org#postIn")


@final
class PROV:
    """Names of `prov:` that Keifu uses."""

    Activity: Final = Iri("http://www.w3.org/ns/prov#Activity")
    Entity: Final = Iri("http://www.w3.org/ns/prov#Entity")
    SoftwareAgent: Final = Iri("http://www.w3.org/ns/prov#SoftwareAgent")
    endedAtTime: Final = Iri("http://www.w3.org/ns/prov#endedAtTime")
    generatedAtTime: Final = Iri("http://www.w3.org/ns/prov#generatedAtTime")
    used: Final = Iri("http://www.w3.org/ns/prov#used")
    wasAssociatedWith: Final = Iri("http://www.w3.org/ns/prov#wasAssociatedWith")
    wasDerivedFrom: Final = Iri("http://www.w3.org/ns/prov#wasDerivedFrom")
    wasGeneratedBy: Final = Iri("http://www.w3.org/ns/prov#wasGeneratedBy")
    hadPrimarySource: Final = Iri("http://www.w3.org/ns/prov#hadPrimarySource")


@final
class OA:
    """Names of `oa:` that Keifu uses."""

    exact: Final = Iri("http://www.w3.org/ns/oa#exact")
    start: Final = Iri("http://www.w3.org/ns/oa#start")
    end: Final = Iri("http://www.w3.org/ns/oa#end")
    TextQuoteSelector: Final = Iri("http://www.w3.org/ns/oa#TextQuoteSelector")
    TextPositionSelector: Final = Iri("http://www.w3.org/ns/oa#TextPositionSelector")


@final
class QB:
    """Names of `qb:` that Keifu uses."""

    Observation: Final = Iri("http://purl.org/linked-data/cube#Observation")


@final
class SCHEMA:
    """Names of `schema:` that Keifu uses."""

    CreativeWork: Final = Iri("https://schema.org/CreativeWork")
    mentions: Final = Iri("https://schema.org/mentions")
    sameAs: Final = Iri("https://schema.org/sameAs")
