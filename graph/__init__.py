"""Quads → an immutable release on disk, and the stores that open it."""

__keifu__ = "0.1.0"  # the mark by which keifu/guard.py knows its own
