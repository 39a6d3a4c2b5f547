"""A PDF → the PDF that a scanner makes of its pages: pictures and not one character."""

from __future__ import annotations

import io

import pypdfium2 as pdfium

DPI = 300
_POINTS = 72


def scanned(data: bytes, pages: int | None = None) -> bytes:
    """The first pages, or all, each as one picture of its size."""
    source, copy = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    for index in range(len(source) if pages is None else pages):
        width, height = source[index].get_size()
        picture = pdfium.PdfImage.new(copy)
        picture.set_bitmap(source[index].render(scale=DPI / _POINTS, grayscale=True))
        picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
        page = copy.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    written = io.BytesIO()
    copy.save(written)
    return written.getvalue()
