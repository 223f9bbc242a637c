"""Whether a PDF is only something to read: it is searched for what acts, hides or locks."""

from __future__ import annotations

import re
import zlib

from accounts.answer import Refused

END_WITHIN = 2048  # bytes: after the last %%EOF only white space and the like may follow
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of all object streams together
PEEK = 64  # bytes by which an object stream shows: it begins with a list of numbers
# Names are searched for in the whole file, pictures included: longer ones do not turn up by chance.
ACTING = {
    b"JavaScript": "脚本", b"Rendition": "脚本", b"Launch": "启动程序的动作",
    b"EmbeddedFile": "附带的文件", b"EmbeddedFiles": "附带的文件", b"RichMedia": "多媒体",
    b"SubmitForm": "提交表单的动作", b"ImportData": "导入数据的动作", b"GoToE": "附带的文件",
    b"XFA": "动态表单",
}  # fmt: skip
NAMES = re.compile(rb"/(" + b"|".join([*ACTING, b"Encrypt"]) + rb")(?![A-Za-z])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
NUMBERS = re.compile(rb"[\s%0-9]+")
OTHER_FILTER = re.compile(rb"/(?:ASCII\w*|LZW\w*|RunLength\w*|A85|AHx|RL|Crypt)\b")


def refuse_active(body: bytes) -> None:
    """Refuse a PDF that is locked or broken, or that does anything when it is opened."""
    end = body.rfind(b"%%EOF")
    if end < 0 or len(body) - end > END_WITHIN:
        raise Refused("这个 PDF 不完整或末尾接有其他内容，请重新扫描或重新导出后上传。")
    plain = _unescaped(body)
    for text in (plain, *_object_streams(plain, body)):
        found = NAMES.search(text)
        if found:
            _refuse(found[1])


def _refuse(name: bytes) -> None:
    if name == b"Encrypt":
        raise Refused(
            "这个 PDF 加了密码或权限限制，以后可能打不开。请去掉保护（打印成新的 PDF）后上传。"
        )
    raise Refused(
        f"这个 PDF 带有{ACTING[name]}，打开时可能改动电脑上的东西，不能归档。"
        "请把它打印成新的 PDF 再上传。"
    )


def _unescaped(text: bytes) -> bytes:
    """Read “/J#61vaScript” as a reader would."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _object_streams(plain: bytes, body: bytes) -> list[bytes]:
    """Unpack the streams in which a PDF may keep its objects out of sight."""
    if b"/ObjStm" in plain:
        _refuse_odd_packing(plain)
    unpacked, left = [], MOST_UNPACKED
    for found in STREAM.finditer(body):
        end = body.find(b"endstream", found.end())
        packed = memoryview(body)[found.end() : end if end >= 0 else len(body)]
        if not NUMBERS.match(_inflated(packed, PEEK)):
            continue
        text = _inflated(packed, left + 1)
        left -= len(text)
        if left < 0:
            raise Refused("这个 PDF 展开后过大，无法核对内容。请把它打印成新的 PDF 再上传。")
        unpacked.append(_unescaped(text))
    return unpacked


def _refuse_odd_packing(plain: bytes) -> None:
    for place in re.finditer(rb"/ObjStm", plain):
        around = plain[max(place.start() - 300, 0) : place.end() + 300].partition(b"stream")[0]
        if OTHER_FILTER.search(around):
            raise Refused("这个 PDF 的结构无法核对。请把它打印成新的 PDF 再上传。")


def _inflated(packed: memoryview, most: int) -> bytes:
    """Unpack up to so many bytes; what is not packed this way is nothing."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""
