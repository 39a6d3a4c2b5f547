"""Everything in a release that carries words → found again by words, in any way of writing them.

`folding` says when two ways of writing are one, `things` what can be found, `gathering` takes it from a
release, `index` keeps it in bigrams, `scanning` is the slow way that gives the same answers.
"""
