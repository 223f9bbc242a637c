"""The fonts of printed papers, and what to print for a character that none of them has."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings

from reports.papers.cmap import characters

PACKAGED = Path(pylopdf_fonts_zh_cn.__file__).parent
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
# Characters that leave no mark of their own: spaces, joiners, variation selectors.
UNMARKED = frozenset({"Zs", "Cf", "Mn"})
LINE_END = "\n"


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts a paper may use, in the order in which a character is looked for."""

    fonts: typst.Fonts
    families: tuple[str, ...]
    has: frozenset[int]


def faces() -> Faces:
    """Give the packaged faces, with those of EXTRA_FONT_DIR behind them for rare characters."""
    return _faces(str(settings.EXTRA_FONT_DIR or ""))


@cache
def _faces(extra: str) -> Faces:
    folders = [str(PACKAGED), *([extra] if extra else [])]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
    )
    files = {(Path(one.path), one.index) for one in fonts.fonts() if one.path}
    others = sorted(set(fonts.families()) - {SERIF, SANS})
    return Faces(
        fonts=fonts,
        families=(SERIF, SANS, *others),
        has=frozenset().union(*(characters(file, index) for file, index in files)),
    )


def printable(value: Any, has: frozenset[int], missing: dict[str, str]) -> Any:
    """Give the data with 〔U+20164〕 in place of each character that no font has.

    Such a character is noted in `missing`: an empty box on a paper says nothing to anybody.
    """
    if isinstance(value, str):
        return "".join(_printed(sign, has, missing) for sign in value)
    if isinstance(value, dict):
        return {key: printable(one, has, missing) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one, has, missing) for one in value]
    return value


def _printed(sign: str, has: frozenset[int], missing: dict[str, str]) -> str:
    if ord(sign) in has or sign == LINE_END or unicodedata.category(sign) in UNMARKED:
        return sign
    missing[sign] = f"〔U+{ord(sign):04X}〕"
    return missing[sign]
