"""Names, attributes and children → SVG text that is well-formed whatever the labels hold.

Only presentation attributes are written: the pages forbid `style` by their content policy.
"""

from __future__ import annotations

from functools import lru_cache

from queries.drawing.wrapping import clean

FONT = '"Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", sans-serif'

Value = str | int


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    """Write text so that it can stand in an element or a quoted attribute; controls are removed."""
    safe = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;").replace("'", "&#39;")


def tag(name: str, attributes: dict[str, Value], *children: str) -> str:
    """Write one element; the children are SVG text already, attribute values are escaped here."""
    opening = "".join([name, *(f' {key}="{escape(str(value))}"' for key, value in attributes.items())])
    return f"<{opening}>{''.join(children)}</{name}>" if children else f"<{opening}/>"


def text(x: int, y: int, size: int, fill: str, words: str, **more: Value) -> str:
    """Write one line of text with its baseline at `y`; underscores in names of attributes become hyphens."""
    attributes: dict[str, Value] = {"x": x, "y": y, "font-size": size, "fill": fill}
    attributes |= {key.replace("_", "-"): value for key, value in more.items()}
    return tag("text", attributes, escape(words))


def haloed(x: int, y: int, size: int, fill: str, words: str, **more: Value) -> str:
    """Write one line of text with a white rim, to be read over lines."""
    rim: dict[str, Value] = {
        "paint_order": "stroke",
        "stroke": "#ffffff",
        "stroke_width": 4,
        "stroke_linejoin": "round",
    }
    return text(x, y, size, fill, words, **(rim | more))


def rect(x: int, y: int, width: int, height: int, fill: str, **more: Value) -> str:
    """Write a rectangle."""
    attributes: dict[str, Value] = {"x": x, "y": y, "width": width, "height": height, "fill": fill}
    attributes |= {key.replace("_", "-"): value for key, value in more.items()}
    return tag("rect", attributes)


def path(steps: str, stroke: str, width: str, **more: Value) -> str:
    """Write an unfilled line; `width` is in pixels, as text to allow halves."""
    attributes: dict[str, Value] = {"d": steps, "fill": "none", "stroke": stroke, "stroke-width": width}
    attributes |= {key.replace("_", "-"): value for key, value in more.items()}
    return tag("path", attributes)


def document(size: tuple[int, int], title: str, description: str, language: str, body: str) -> str:
    """Write the whole SVG: a group for assistive technology, named by its title; `size` in pixels."""
    width, height = size
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width} {height}",
        "role": "group",
        "aria-label": title,
        "lang": language,
        "font-family": FONT,
    }
    sheet = rect(0, 0, width, height, "#ffffff")
    head = tag("title", {}, escape(title) or " ") + tag("desc", {}, escape(description) or " ")
    return tag("svg", attributes, head, sheet, body) + "\n"
