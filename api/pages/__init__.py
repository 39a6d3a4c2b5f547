"""Answers as pages for people: one function for each kind of page."""
