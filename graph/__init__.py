"""Quads → an immutable release on disk, and the stores that open it."""
