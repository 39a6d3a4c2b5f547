"""A source file becomes quads, each with its evidence."""
