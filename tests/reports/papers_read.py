"""Read produced papers back, as somebody who opens them would."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pypdf
from docx.document import Document as Form
from PIL import Image

from cadres.models import FileKind, StoredFile


def opened(content: bytes) -> pypdf.PdfReader:
    """Open a PDF."""
    return pypdf.PdfReader(BytesIO(content))


def pages(content: bytes) -> list[str]:
    """Give the text of each page, as it can be searched and copied."""
    return [page.extract_text() for page in opened(content).pages]


def text(content: bytes) -> str:
    """Give the whole text without its line ends: a cell may break a line anywhere."""
    return "".join("".join(pages(content)).split())


def fonts(content: bytes) -> Iterator[tuple[str, bool]]:
    """Name each font of a PDF and say whether it is embedded."""
    for page in opened(content).pages:
        for one in page["/Resources"]["/Font"].values():
            font: Any = one.get_object()
            below = font.get("/DescendantFonts", [font])[0].get_object()
            descriptor = below["/FontDescriptor"].get_object()
            held = {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
            yield str(font["/BaseFont"]), bool(held)


def form(content: bytes) -> Form:
    """Open a DOCX."""
    return docx.Document(BytesIO(content))


def cells(content: bytes) -> list[str]:
    """Give the text of a form's cells in their order, merged ones once, empty ones too."""
    found: dict[Any, str] = {}
    for table in form(content).tables:
        for row in table.rows:
            for cell in row.cells:
                found.setdefault(cell._tc, cell.text)
    return list(found.values())


def make_photo(scope_path: str, size: tuple[int, int] = (300, 420)) -> StoredFile:
    """Store a plain picture as a photo."""
    picture = BytesIO()
    Image.new("RGB", size, (190, 205, 220)).save(picture, "JPEG")
    body = picture.getvalue()
    return StoredFile.objects.create(
        scope_path=scope_path, name="照片.jpg", kind=FileKind.JPEG, size=len(body),
        sha256="0" * 64, body=body,
    )  # fmt: skip
