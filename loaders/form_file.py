"""The text of a form file → its values, each checked before it is used.

No key may be unknown or missing, every pattern compiles and has the groups that reading asks for, and every
code is a concept of the vocabulary. The first thing that is wrong is one `FormFileError` with its key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import get_close_matches

from loaders.errors import FormFileError
from loaders.jp.folding import fold
from loaders.model import OWN_CODE, FormCode
from ontology.terms import CODE, CODE_NS

_CIRCLED = "①-⑳㉑-㉟㊱-㊿➀-➉❶-❿"
_HYPHEN = "[-－‐−–―ー]"
_DIGIT = rf"(?:[{_CIRCLED}]|[IVXivx]{{1,5}}|\d{{1,3}})"
_NUMBERING = rf"\(?{_DIGIT}(?:\s?{_HYPHEN}\s?\(?{_DIGIT}\)?){{0,3}}\)?"
_PARTS = {"circled": f"[{_CIRCLED}]", "hyphen": _HYPHEN, "numbering": _NUMBERING}
"""What a pattern may name: {{numbering}} is Ⅰ-9-1, Ⅰー６, ６－１, ⑲, （19） or 5 in comparing form."""

_VERDICTS = ("met", "missed", "not-due")
_RESULT_KEYS = frozenset({"code", "label", "label_en", "verdict"})


@dataclass(frozen=True, slots=True)
class Results:
    """The words of a table of results with their codes, and the codes that are no code of the usual list."""

    codes: Mapping[str, str]
    defined: tuple[FormCode, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a form file; `path` is its dotted key, empty for the file itself."""

    file: str
    path: str
    values: Mapping[str, object]

    @classmethod
    def of(cls, text: str, file: str) -> Section:
        """The whole file.

        Raises:
            FormFileError: the text is no TOML.
        """
        try:
            return cls(file, "", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise FormFileError(file, "", f"this is no TOML: {error}") from error

    def wrong(self, key: str, reason: str) -> FormFileError:
        """The error for one key of this table."""
        return FormFileError(self.file, f"{self.path}.{key}" if self.path else key, reason)

    def has_only(self, known: AbstractSet[str]) -> None:
        """Refuses a key that reading does not know and a key that is not there."""
        for key in sorted(self.values.keys() - known):
            near = get_close_matches(key, sorted(known), 1)
            hint = f"; did you mean {near[0]!r}?" if near else "; take it out"
            raise self.wrong(key, f"no part of reading knows this key{hint}")
        for key in sorted(known - self.values.keys()):
            raise self.wrong(
                key, 'this key is missing; add it, or begin the file with extends = "evaluation-report"'
            )

    def text(self, key: str) -> str:
        """Words that are not blank."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "words are expected")
        return value

    def one_of(self, key: str, words: tuple[str, ...]) -> str:
        """One of these words."""
        value = self.text(key)
        if value not in words:
            raise self.wrong(key, f"one of {', '.join(map(str, words))} is expected, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; it may be empty."""
        value = self.values.get(key)
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.wrong(key, "a list of words is expected")
        return tuple(value)

    def labels(self, key: str) -> tuple[str, ...]:
        """Printed labels in comparing form: folded, without blanks, each once."""
        return tuple(dict.fromkeys("".join(fold(label).split()) for label in self.texts(key)))

    def pattern(self, key: str, *groups: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        """A pattern with the groups that reading asks for."""
        return self._compiled(key, self.text(key), groups, flags)

    def patterns(self, key: str, *groups: str) -> tuple[re.Pattern[str], ...]:
        """A list of patterns, each with these groups."""
        return tuple(self._compiled(key, text, groups, re.NOFLAG) for text in self.texts(key))

    def _compiled(self, key: str, text: str, groups: tuple[str, ...], flags: re.RegexFlag) -> re.Pattern[str]:
        for name, part in _PARTS.items():
            text = text.replace(f"{{{{{name}}}}}", part)
        try:
            pattern = re.compile(text, flags)
        except re.error as error:
            raise self.wrong(key, f"the pattern {text!r} does not compile: {error}") from error
        for group in groups:
            if group not in pattern.groupindex:
                raise self.wrong(key, f"the pattern {text!r} has no group {group!r}")
        return pattern

    def section(self, key: str) -> Section:
        """The table of that name."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "a table is expected")
        return Section(self.file, f"{self.path}.{key}" if self.path else key, value)

    def sections(self, key: str) -> tuple[Section, ...]:
        """A list of tables; the first has the path `key[0]`."""
        value = self.values.get(key)
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.wrong(key, "a list of tables is expected")
        path = f"{self.path}.{key}" if self.path else key
        return tuple(Section(self.file, f"{path}[{i}]", item) for i, item in enumerate(value))

    def code(self, key: str, scheme: str) -> str:
        """A short code of the vocabulary: `case` of the scheme `unit` is code:unit-case."""
        short = self.text(key)
        if f"{CODE_NS}{scheme}-{short}" not in vars(CODE).values():
            raise self.wrong(
                key, f"the vocabulary has no concept {scheme}-{short}; see ontology/codes/{scheme}*.ttl"
            )
        return short

    def codes(self, scheme: str) -> Mapping[str, str]:
        """Every word of this table with its code."""
        return {word: self.code(word, scheme) for word in self.values}

    def results(self, kind: str, form: str) -> Results:
        """Every word of a table of results with its code.

        A word is a code of the list, or a table: `{ code, verdict }` for a code of a ministry's own list,
        `{ label, label_en, verdict }` for a result that only this form knows.
        """
        codes: dict[str, str] = {}
        defined: list[FormCode] = []
        for word, value in self.values.items():
            if not isinstance(value, dict):
                codes[fold(word)] = self.code(word, kind)
                continue
            found = _result(self.section(word), kind, form, word)
            codes[fold(word)] = found.code
            defined.append(found)
        return Results(codes, tuple(defined))

    def factors(self) -> Mapping[str, int]:
        """Every word of this table with its whole positive number."""
        return {word: self._factor(word) for word in self.values}

    def _factor(self, key: str) -> int:
        value = self.values[key]
        if type(value) is not int or value < 1:
            raise self.wrong(key, "a whole number above 0 is expected")
        return value


def _result(table: Section, kind: str, form: str, word: str) -> FormCode:
    if unknown := sorted(table.values.keys() - _RESULT_KEYS):
        raise table.wrong(unknown[0], f"a result has only {', '.join(sorted(_RESULT_KEYS))}")
    verdict = table.one_of("verdict", _VERDICTS) if "verdict" in table.values else None
    if "code" in table.values:
        return FormCode(kind, table.code("code", kind), word, word, None, verdict)
    english = table.text("label_en") if "label_en" in table.values else None
    code = f"{OWN_CODE}{form}:{kind}:{fold(word)}"
    return FormCode(kind, code, word, table.text("label"), english, verdict)
