# The one entailment that is written out: each named edge also says its axis, in the graph that asserts it.
PREFIX keifu: <https://w3id.org/keifu/ns#>
INSERT { GRAPH ?g { ?s ?super ?o } }
WHERE {
  VALUES (?p ?super) {
    (keifu:basedOn keifu:tracesTo)
    (keifu:implements keifu:tracesTo)
    (keifu:kpiOf keifu:tracesTo)
    (keifu:mandatedBy keifu:tracesTo)
    (keifu:measures keifu:tracesTo)
    (keifu:objectiveOf keifu:tracesTo)
    (keifu:revises keifu:succeeds)
    (keifu:sectionOf keifu:tracesTo)
  }
  GRAPH ?g { ?s ?p ?o }
}
