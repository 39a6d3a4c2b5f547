"""A reading or the refusal of a file ⇄ bytes, for the pipe of a worker and for the cache beside the releases.

Only plain data of the loaders is thawed: a forged file can name no other class and call nothing.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import zlib
from dataclasses import dataclass
from typing import Final

from loaders import Reading
from loaders.errors import ReadError
from loaders.plans import PlanReading

_MARK: Final = b"keifu-reading-1\n"
_DIGEST: Final = hashlib.sha256().digest_size
_PLAIN: Final = frozenset({("datetime", "date"), ("decimal", "Decimal")})
_OURS: Final = "loaders."

AnyReading = Reading | PlanReading


class NotThawed(ValueError):  # noqa: N818 - it says what happened
    """Bytes that are no reading of ours, or are damaged."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not read: the name of the error and its fields, in a form that can be kept."""

    error: ReadError


Outcome = AnyReading | Refused


def freeze(outcome: Outcome) -> bytes:
    """The bytes of an outcome, with a mark and a checksum before them."""
    kept = _fields(outcome.error) if isinstance(outcome, Refused) else outcome
    body = zlib.compress(pickle.dumps(kept, protocol=5), level=1)
    return _MARK + hashlib.sha256(body).digest() + body


def thaw(data: bytes) -> Outcome:
    """The outcome that `freeze` made bytes of.

    Raises:
        NotThawed: the bytes are damaged, or none of ours.
    """
    body = data[len(_MARK) + _DIGEST :]
    if not data.startswith(_MARK) or hashlib.sha256(body).digest() != data[len(_MARK) : len(_MARK) + _DIGEST]:
        raise NotThawed("no reading, or a damaged one")
    try:
        found = _Thawer(io.BytesIO(zlib.decompress(body))).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, TypeError, zlib.error) as error:
        raise NotThawed(str(error)) from error
    if isinstance(found, tuple):
        return Refused(_error(found))
    if isinstance(found, (Reading, PlanReading)):
        return found
    raise NotThawed(f"a {type(found).__name__} is no reading")


def _fields(error: ReadError) -> tuple[str, dict[str, object]]:
    return type(error).__name__, dict(vars(error))


def _error(found: tuple[object, ...]) -> ReadError:
    name, fields = found
    for kind in ReadError.__subclasses__():
        if kind.__name__ == name and isinstance(fields, dict):
            return kind(**fields)
    raise NotThawed(f"no error of ours: {name}")


class _Thawer(pickle.Unpickler):
    """Takes classes of the loaders' packages and two plain types of the standard library, nothing else."""

    def find_class(self, module_name: str, global_name: str, /) -> type:
        is_ours = module_name == "loaders" or module_name.startswith(_OURS)
        if (module_name, global_name) in _PLAIN or (is_ours and global_name.isidentifier()):
            found: object = super().find_class(module_name, global_name)
            if isinstance(found, type) and (not is_ours or found.__module__ == module_name):
                return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no data of a reading")
