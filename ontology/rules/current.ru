# Of all reports that give a value of one indicator (or a budget of one policy) for one fiscal year, the one
# with the greatest evaluated year, then the latest date, is current. Reads report graphs, writes graph/derived.
# Both sides are selections of their own that share four variables, so that the engine joins them by hash: one
# pattern joined to the groups is walked again for every group, which costs the square of the reports.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX keifu: <https://w3id.org/keifu/ns#>
INSERT { GRAPH <graph/derived> { ?node keifu:current true } }
WHERE {
  {
    SELECT ?class ?thing ?fiscalYear (MAX(?each) AS ?rank)
    WHERE {
      VALUES (?class ?of) {
        (keifu:Baseline keifu:indicator)
        (keifu:Target keifu:indicator)
        (keifu:Actual keifu:indicator)
        (keifu:BudgetYear keifu:policy)
      }
      GRAPH ?g {
        ?node a ?class ; ?of ?thing ; keifu:fiscalYear ?fiscalYear ; keifu:report ?report .
        ?report keifu:fiscalYear ?evaluated .
        OPTIONAL { ?report dcterms:date ?date }
      }
      BIND(CONCAT(STR(?evaluated), "|", COALESCE(STR(?date), "")) AS ?each)
    }
    GROUP BY ?class ?thing ?fiscalYear
  }
  {
    SELECT ?node ?class ?thing ?fiscalYear (CONCAT(STR(?evaluated), "|", COALESCE(STR(?date), "")) AS ?rank)
    WHERE {
      VALUES (?class ?of) {
        (keifu:Baseline keifu:indicator)
        (keifu:Target keifu:indicator)
        (keifu:Actual keifu:indicator)
        (keifu:BudgetYear keifu:policy)
      }
      GRAPH ?g {
        ?node a ?class ; ?of ?thing ; keifu:fiscalYear ?fiscalYear ; keifu:report ?report .
        ?report keifu:fiscalYear ?evaluated .
        OPTIONAL { ?report dcterms:date ?date }
      }
    }
  }
}
