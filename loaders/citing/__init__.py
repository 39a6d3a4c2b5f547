"""Report and registry → what each printed citation means: works, editions, sections, items.

Citations come in the order of the form: the cabinet table, the KPI tags by indicator, the documents named
elsewhere (materials, prose), the report's own abbreviations in its notes.
"""

from loaders.citing.editions import Edition, Library, Work
from loaders.citing.report import Citations, Cited, cite
from loaders.citing.sections import Section, SectionTree
from loaders.citing.tags import TagMatch

__all__ = ["Citations", "Cited", "Edition", "Library", "Section", "SectionTree", "TagMatch", "Work", "cite"]
