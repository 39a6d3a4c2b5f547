"""The integrity constraints of the RDF Data Cube recommendation (W3C, 2014-01-16, section 11) as ASK queries.

Each is true where the constraint is broken. Written here from the wording of the constraints; 15 to 17 are
about cubes with a measure dimension, 20 and 21 about hierarchical code lists, and the view has neither.
Normalisation writes out what the short forms of the vocabulary mean, as section 10 says.
"""

from __future__ import annotations

PREFIXES = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX qb: <http://purl.org/linked-data/cube#>
"""

NORMALISATION = (
    "INSERT { ?o a qb:Observation } WHERE { [] qb:observation ?o }",
    "INSERT { ?o a qb:Observation } WHERE { ?o qb:dataSet [] }",
    "INSERT { ?s a qb:Slice } WHERE { [] qb:slice ?s }",
    "INSERT { ?c qb:componentProperty ?p . ?p a qb:DimensionProperty } WHERE { ?c qb:dimension ?p }",
    "INSERT { ?c qb:componentProperty ?p . ?p a qb:MeasureProperty } WHERE { ?c qb:measure ?p }",
    "INSERT { ?c qb:componentProperty ?p . ?p a qb:AttributeProperty } WHERE { ?c qb:attribute ?p }",
)

_DIMENSION = "?o qb:dataSet/qb:structure/qb:component/qb:componentProperty ?p . ?p a qb:DimensionProperty ."
_BY_TYPE = "?o qb:dataSet/qb:structure ?s . ?s qb:component/qb:dimension qb:measureType ."

CONSTRAINTS = {
    "IC-1 an observation has one data set": """
        ASK { { ?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?d } }
              UNION { ?o a qb:Observation ; qb:dataSet ?d , ?e FILTER(?d != ?e) } }""",
    "IC-2 a data set has one structure": """
        ASK { { ?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?s } }
              UNION { ?d a qb:DataSet ; qb:structure ?s , ?t FILTER(?s != ?t) } }""",
    "IC-3 a structure has a measure": """
        ASK { ?s a qb:DataStructureDefinition
              FILTER NOT EXISTS { ?s qb:component/qb:componentProperty/a qb:MeasureProperty } }""",
    "IC-4 a dimension has a range": """
        ASK { ?p a qb:DimensionProperty FILTER NOT EXISTS { ?p rdfs:range [] } }""",
    "IC-5 a dimension of concepts has a code list": """
        ASK { ?p a qb:DimensionProperty ; rdfs:range skos:Concept
              FILTER NOT EXISTS { ?p qb:codeList [] } }""",
    "IC-6 only attributes may be optional": """
        ASK { ?s qb:component ?c . ?c qb:componentRequired false ; qb:componentProperty ?p
              FILTER NOT EXISTS { ?p a qb:AttributeProperty } }""",
    "IC-7 a slice key belongs to a structure": """
        ASK { ?k a qb:SliceKey FILTER NOT EXISTS { [ a qb:DataStructureDefinition ] qb:sliceKey ?k } }""",
    "IC-8 a slice key has components of its structure": """
        ASK { ?k a qb:SliceKey ; qb:componentProperty ?p . ?s qb:sliceKey ?k
              FILTER NOT EXISTS { ?s qb:component/qb:componentProperty ?p } }""",
    "IC-9 a slice has one key": """
        ASK { { ?x a qb:Slice FILTER NOT EXISTS { ?x qb:sliceStructure ?k } }
              UNION { ?x a qb:Slice ; qb:sliceStructure ?k , ?l FILTER(?k != ?l) } }""",
    "IC-10 a slice has every dimension of its key": """
        ASK { ?x qb:sliceStructure/qb:componentProperty ?p FILTER NOT EXISTS { ?x ?p [] } }""",
    "IC-11 an observation has every dimension": f"""
        ASK {{ {_DIMENSION} FILTER NOT EXISTS {{ ?o ?p [] }} }}""",
    "IC-12 no two observations stand at one place": f"""
        ASK {{ {{ SELECT ?place {{
          {{ SELECT ?o (GROUP_CONCAT(STR(?at); separator=" ") AS ?place) {{
            {{ SELECT ?o ?p ?v {{ {_DIMENSION} ?o ?p ?v }} ORDER BY ?o ?p }}
            BIND(CONCAT(STR(?p), "=", STR(?v)) AS ?at)
          }} GROUP BY ?o }}
        }} GROUP BY ?place HAVING (COUNT(?o) > 1) }} }}""",
    "IC-13 a required attribute is there": """
        ASK { ?o qb:dataSet/qb:structure/qb:component ?c .
              ?c qb:componentRequired true ; qb:componentProperty ?p
              FILTER NOT EXISTS { ?o ?p [] } }""",
    "IC-14 every measure is there where the measure is no dimension": """
        ASK { ?o qb:dataSet/qb:structure ?s .
              FILTER NOT EXISTS { ?s qb:component/qb:componentProperty qb:measureType }
              ?s qb:component/qb:componentProperty ?p . ?p a qb:MeasureProperty
              FILTER NOT EXISTS { ?o ?p [] } }""",
    "IC-15 the measure that the dimension names is there": f"""
        ASK {{ {_BY_TYPE} ?o qb:measureType ?m FILTER NOT EXISTS {{ ?o ?m [] }} }}""",
    "IC-16 no other measure is there": f"""
        ASK {{ {_BY_TYPE} ?o qb:measureType ?m ; ?n [] . ?s qb:component/qb:measure ?n FILTER(?n != ?m) }}""",
    "IC-17 every measure is told at every place": f"""
        ASK {{ {_BY_TYPE} ?s qb:component/qb:measure ?m
              FILTER NOT EXISTS {{ ?other qb:dataSet/qb:structure ?s ; qb:measureType ?m }} }}""",
    "IC-18 the observations of a slice are in its data set": """
        ASK { ?d qb:slice/qb:observation ?o FILTER NOT EXISTS { ?o qb:dataSet ?d } }""",
    "IC-19 a coded value is in its code list": f"""
        ASK {{ {_DIMENSION} ?p qb:codeList ?list . ?o ?p ?v .
              FILTER NOT EXISTS {{ ?list a skos:ConceptScheme . ?v a skos:Concept ; skos:inScheme ?list }}
              FILTER NOT EXISTS {{ ?list a skos:Collection ; skos:member+ ?v }} }}""",
    "IC-20, IC-21 no code list is hierarchical": """
        ASK { ?list a qb:HierarchicalCodeList }""",
}
