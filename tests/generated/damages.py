"""Changes of a file as a whole: lines wrapped elsewhere, blocks in another order, bytes lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

import pypdfium2 as pdfium

_TURNS = (90, 180, 270)


@dataclass(frozen=True, slots=True)
class Damage:
    """A way to change the bytes of a file; `damages` when it alters characters."""

    name: str
    apply: Callable[[Random, bytes], bytes]
    damages: bool = True


def _on_text(change: Callable[[Random, str], str]) -> Callable[[Random, bytes], bytes]:
    return lambda chance, data: change(chance, data.decode("utf-8")).encode("utf-8")


def _cut(chance: Random, data: bytes) -> bytes:
    return data[: chance.randrange(1, len(data))]


def _flipped(chance: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _holed(chance: Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 200) :]


def _zipped(chance: Random, data: bytes) -> bytes:
    """Bits changed inside one unpacked file of a container, then packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    likely = [name for name in files if re.search(r"sheet\d|sharedStrings|document\.xml", name)] or list(
        files
    )
    name = chance.choice(sorted(likely))
    files[name] = chance.choice((_flipped, _holed, _cut))(chance, files[name])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for each, content in files.items():
            new.writestr(each, content)
    return packed.getvalue()


def _character_lost(chance: Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _character_other(chance: Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("0123456789、。年度口\t\n ") + text[at + 1 :]


def _tab_lost(chance: Random, text: str) -> str:
    tabs = [i for i, char in enumerate(text) if char == "\t"]
    at = chance.choice(tabs) if tabs else 0
    return text[:at] + text[at + 1 :]


def _rewrapped(chance: Random, text: str) -> str:
    width = chance.randint(8, 80)
    blocks = re.split(r"(\n[ \t]*\n+)", text)
    return "".join(_wrapped(block, width) if block.strip() else block for block in blocks)


def _wrapped(block: str, width: int) -> str:
    flat = block.replace("\n", "")
    return "\n".join(flat[at : at + width] for at in range(0, len(flat), width))


def _shuffled(chance: Random, text: str) -> str:
    blocks = re.split(r"\n[ \t]*\n+", text)
    chance.shuffle(blocks)
    return "\n\n".join(blocks)


def _block_lost(chance: Random, text: str) -> str:
    blocks = re.split(r"\n[ \t]*\n+", text)
    del blocks[chance.randrange(len(blocks))]
    return "\n\n".join(blocks)


def _block_twice(chance: Random, text: str) -> str:
    blocks = re.split(r"\n[ \t]*\n+", text)
    blocks.insert(chance.randrange(len(blocks)), chance.choice(blocks))
    return "\n\n".join(blocks)


def _block_strayed(chance: Random, text: str) -> str:
    blocks = re.split(r"\n[ \t]*\n+", text)
    blocks.insert(chance.randrange(1, len(blocks)), chance.choice(("77", "12,345", " 3", "0")))
    return "\n\n".join(blocks)


def _page_breaks(_: Random, text: str) -> str:
    return text.replace("\n\n", "\n\n\f")


def _carriage_returns(_: Random, text: str) -> str:
    return text.replace("\n", "\r\n")


def _pages(chance: Random, data: bytes) -> bytes:
    """A page lost, turned, doubled or moved."""
    document = pdfium.PdfDocument(data)
    try:
        at = chance.randrange(len(document))
        what = chance.choice(("lose", "turn", "twice", "move"))
        if what == "turn":
            document[at].set_rotation(chance.choice(_TURNS))
        elif what == "twice":
            document.import_pages(pdfium.PdfDocument(data), [at], chance.randrange(len(document) + 1))
        elif len(document) > 1:
            if what == "move":
                document.import_pages(pdfium.PdfDocument(data), [at], len(document))
            document.del_page(at)
        saved = io.BytesIO()
        document.save(saved)
    finally:
        document.close()
    return saved.getvalue()


_BYTES = (Damage("cut off", _cut), Damage("bits flipped", _flipped), Damage("bytes lost", _holed))
_TEXT = (
    Damage("character lost", _on_text(_character_lost)),
    Damage("other character", _on_text(_character_other)),
    Damage("CRLF", _on_text(_carriage_returns), damages=False),
)
_ZIP = (Damage("inner bits", _zipped),) * 2
_BLOCKS = (
    Damage("wrapped elsewhere", _on_text(_rewrapped), damages=False),
    Damage("blocks shuffled", _on_text(_shuffled), damages=False),
    Damage("block lost", _on_text(_block_lost), damages=False),
    Damage("block twice", _on_text(_block_twice), damages=False),
    Damage("stray number", _on_text(_block_strayed), damages=False),
    Damage("page breaks", _on_text(_page_breaks), damages=False),
)
DAMAGES: Mapping[str, tuple[Damage, ...]] = {
    "csv": (*_BYTES, *_TEXT),
    "docx": (*_BYTES, *_ZIP),
    "html": (*_BYTES, *_TEXT),
    "lines": (*_BYTES, *_TEXT, *_BLOCKS),
    "pdf": (*_BYTES, *(Damage("pages", _pages, damages=False),) * 2),
    "tabbed": (*_BYTES, *_TEXT, Damage("TAB lost", _on_text(_tab_lost))),
    "xlsx": (*_BYTES, *_ZIP),
}
"""The changes of whole files, by kind of file."""
