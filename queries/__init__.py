"""A question becomes rows: named questions, lineage, series, search, audit."""

__keifu__ = "0.1.0"
