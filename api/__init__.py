"""Answers on the web: SPARQL protocol, REST, pages."""

__keifu__ = "0.1.0"  # the mark by which keifu/guard.py knows its own
