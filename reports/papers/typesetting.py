"""Set a paper as PDF: a template of ours, data as data, packaged fonts, no network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typst
from django.conf import settings

from reports.papers import fonts

TEMPLATES = settings.BASE_DIR / "templates" / "papers"


class PaperError(RuntimeError):
    """A template or a font is not as it should be: the paper must not go out."""


def pdf(template: str, data: Mapping[str, Any], *, at: datetime, tags: bool = True) -> bytes:
    """Set a template with data; a warning fails, for an unknown font is silently another font.

    The data never become source: the template reads them as JSON, so that whatever a name holds
    stays a name. Tags make a paper readable aloud, and a long list many times as large.
    """
    faces = fonts.faces()
    missing: dict[str, str] = {}
    shown = fonts.printable(dict(data), faces.has, missing)
    shown |= {"families": list(faces.families), "missing": list(missing.values())}
    # Per call: two threads may not share a typst.Compiler. The fonts are what is worth keeping.
    try:
        content, warnings = typst.compile_with_warnings(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=faces.fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(shown, ensure_ascii=False)},
            timestamp=int(at.timestamp()),
            pdf_tags=tags,
        )
    except typst.TypstError as error:
        raise PaperError(f"{template}: {error.message}") from error
    if warnings:
        raise PaperError(f"{template}: " + "; ".join(warning.message for warning in warnings))
    return content
