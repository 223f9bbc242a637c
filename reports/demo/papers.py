"""Papers and portraits drawn for made-up people; the same bytes for the same words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image, ImageDraw, ImageFont

from cadres import filecheck
from cadres.filecheck import Checked
from reports.papers.fonts import PACKAGED, faces

TEMPLATE = Path(__file__).parent / "paper.typ"
FONT = PACKAGED / "NotoSansSC-Regular.otf"
PORTRAIT, SHEET = (360, 480), (840, 1188)
GROUNDS = ("#5b7083", "#7a6a58", "#5f7a63")  # of portraits: nobody's face, a name on plain ground
INK, SOFT, PAPER = "#1f2328", "#6b7178", "#ffffff"
MADE_AT = datetime(2018, 12, 20, tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a paper."""

    name: str
    title: str
    lines: Sequence[str]
    signed: str
    dated: date


def printed(sheet: Sheet) -> Checked:
    """Set a paper as PDF."""
    said = {"title": sheet.title, "lines": list(sheet.lines), "signed": sheet.signed}
    content = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=faces().fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
        timestamp=int(MADE_AT),
        pdf_tags=False,
    )
    return filecheck.document(f"{sheet.name}.pdf", content)


def scanned(sheet: Sheet) -> Checked:
    """Draw a paper as a picture, as if it had been scanned."""
    image = Image.new("L", SHEET, 255)
    draw = ImageDraw.Draw(image)
    width, height = SHEET
    draw.rectangle((40, 40, width - 40, height - 40), outline=90, width=3)
    draw.text((width / 2, 190), sheet.title, fill=20, font=_font(56), anchor="mm")
    for row, line in enumerate(sheet.lines):
        draw.text((120, 340 + 64 * row), line, fill=30, font=_font(30))
    draw.text((width - 120, 900), sheet.signed, fill=30, font=_font(30), anchor="rm")
    said = "演示材料，人名和内容均为虚构"
    draw.text((width / 2, height - 80), said, fill=130, font=_font(20), anchor="mm")
    return filecheck.document(f"{sheet.name}.png", _png(image.quantize(8)))


def portrait(name: str, place: int) -> Checked:
    """Draw a name on a plain ground where a portrait would be."""
    image = Image.new("RGB", PORTRAIT, GROUNDS[place % len(GROUNDS)])
    draw = ImageDraw.Draw(image)
    width, height = PORTRAIT
    draw.text((width / 2, height / 2), name, fill=PAPER, font=_font(96), anchor="mm")
    draw.text((width / 2, height - 40), "演示", fill=PAPER, font=_font(28), anchor="mm")
    return filecheck.photo("照片.png", _png(image))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
