"""What a column without a known header holds, by the look of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable

from cadres.rosters.cells import tight
from cadres.rosters.entries import read_code
from cadres.rosters.posts import read_posts

ENOUGH = 0.7  # of the filled cells
IDENTITY = re.compile(r"['‘’`]?\d{17}[0-9Xx]|\d{15}|\d\.\d+[Ee]\+1[4-7]")
PHONE = re.compile(r"1[3-9]\d-?\d{4}-?\d{4}")
VILLAGE = re.compile(r"[\u4e00-\u9fff]{1,20}(村|社区|居委会)")
COMMON = frozenset(
    "王李张刘陈杨黄周赵吴徐孙朱胡林郭何高罗郑梁谢唐许宋冯邓韩曹曾彭肖萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
    "傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤阳欧刘凌"
    "文申屈单易成资匡伍旷颜封"
)
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")


def _is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None and text[0] in COMMON


KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("id_number", IDENTITY.fullmatch),
    ("phone", PHONE.fullmatch),
    ("sex", lambda text: text in ("男", "女")),
    ("political_status", lambda text: read_code("political_status", text)),
    ("education", lambda text: read_code("education", text)),
    ("ethnicity", lambda text: read_code("ethnicity", text)),
    ("village", VILLAGE.fullmatch),
    ("posts", lambda text: read_posts(text).posts),
    ("name", _is_name),
)


def guess(cells: list[str]) -> str:
    """Name the field that most of the filled cells look like, or nothing."""
    texts = [text for cell in cells if (text := tight(cell))]
    for key, fits in KINDS:
        if texts and sum(bool(fits(text)) for text in texts) >= ENOUGH * len(texts):
            return key
    return ""
