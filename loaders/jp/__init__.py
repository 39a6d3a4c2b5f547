"""Japanese text → typed values with ranges: folding, eras, numbers, marks, headings, organisations.

Every parser is a pure function on folded text and returns half-open ranges in that text.
"""
