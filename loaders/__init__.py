"""A source file becomes quads, each with its evidence."""

__keifu__ = "0.1.0"  # the mark by which keifu/guard.py knows its own
