"""What a file that somebody sent really is, and whether it may stay: its content decides.

Pictures are drawn again from their pixels: whatever else was hidden in them (place and time of the
photo, a web page behind the last pixel) does not get in. A PDF cannot be drawn again, so one that
can do something instead of being read is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.answer import Refused
from cadres import pdfscan, pictures
from cadres.models import FileKind

MEGABYTE = 1024 * 1024
DOCUMENT_MOST = 10 * MEGABYTE
PHOTO_MOST = 2 * MEGABYTE
LONGEST_STEM = 80  # characters of a file name before its ending

ENDINGS = {
    FileKind.PDF: ("pdf",),
    FileKind.JPEG: ("jpg", "jpeg", "jfif"),
    FileKind.PNG: ("png",),
}
TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}
MAGIC = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
)
# What people send instead, and what to do with it.
KNOWN = (
    (re.compile(rb"PK\x03\x04"), "压缩包或 Office 文档", "请打开后另存为 PDF 再上传"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "旧版 Office 文档", "请打开后另存为 PDF 再上传"),
    (re.compile(rb"Rar!|7z\xbc\xaf"), "压缩包", "请解压后逐份上传"),
    (re.compile(rb"MZ|\x7fELF"), "程序", "不能归档"),
    (re.compile(rb".{4}ftyp(?:hei|mif|msf|avif)", re.DOTALL), "手机照片（HEIC）",
     "请在手机上选“兼容性最佳”，或另存为 JPEG"),
    (re.compile(rb"GIF8|BM|RIFF|II\*\x00|MM\x00\*"), "其他格式的图片", "请另存为 JPEG 或 PNG"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<", re.IGNORECASE), "网页或标记文本",
     "请打印成 PDF 或拍照后上传"),
)  # fmt: skip
ACTIVE = re.compile(
    r"exe|com|bat|cmd|scr|pif|msi|jar|jse?|vb[se]|wsf|hta|x?html?|mht|svg|php|aspx?|jsp|sh|ps1|py"
    r"|lnk|url|docm|xlsm|pptm|zip|rar|7z",
    re.IGNORECASE,
)
# Signs of a second file inside the first. A PDF may hold the word “html”, a picture may not.
MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|iframe|\?php)", re.IGNORECASE)
ZIP_END = b"PK\x05\x06"
ZIP_TAIL = 66_000  # bytes: where a zip archive looks for its directory
FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: the name it is shown by, what it is, its content as it is kept."""

    name: str
    kind: FileKind
    body: bytes


def received(upload: UploadedFile[Any], most: int) -> bytes:
    """Read what was sent, unless it is longer than it may be."""
    if (upload.size or 0) > most:
        said = f"{(upload.size or 0) / MEGABYTE:.1f}"
        raise Refused(
            f"文件 {said} MB，超过 {most // MEGABYTE} MB。"
            "请降低扫描分辨率（300 dpi 黑白即可）或分成几份上传。"
        )
    body: bytes = upload.read()
    return body


def document(name: str, body: bytes) -> Checked:
    """Take a paper of a dossier: a PDF, or a picture of it drawn again."""
    kind = _kind(body)
    shown = _named(name, kind)
    _nothing_beside(body, kind)
    if kind is FileKind.PDF:
        pdfscan.refuse_active(body)
        return Checked(shown, kind, body)
    return Checked(shown, kind, pictures.redrawn(body, kind))


def photo(name: str, body: bytes) -> Checked:
    """Take a portrait: drawn again, small, always a JPEG."""
    kind = _kind(body)
    if kind is FileKind.PDF:
        raise Refused("照片要用 JPEG 或 PNG 图片，这是 PDF。请截图或另存为图片后上传。")
    shown = _named(name, kind)
    _nothing_beside(body, kind)
    stem = shown.rpartition(".")[0]
    return Checked(f"{stem}.jpg", FileKind.JPEG, pictures.portrait(body, kind))


def clean_name(name: str) -> str:
    """Give a file name that says nothing but a name: no folders, no hidden marks."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    # Cf also holds the marks that turn the reading direction: “gpj.exe” would be read “exe.jpg”.
    plain = "".join(one for one in last if unicodedata.category(one) not in ("Cc", "Cf", "Cs"))
    stem, dot, ending = FORBIDDEN.sub("_", plain).strip().rstrip(".").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = stem.strip(" .")[:LONGEST_STEM] or "材料"
    return f"{stem}.{ending}" if ending else stem


def _kind(body: bytes) -> FileKind:
    """Tell by the first bytes what a file is; refuse what a dossier does not take."""
    if not body:
        raise Refused("文件是空的，请重新选择。")
    for magic, kind in MAGIC:
        if body.startswith(magic):
            return kind
    for pattern, what, instead in KNOWN:
        if pattern.match(body[:64]):
            raise Refused(f"材料只收 PDF、JPEG、PNG，这个文件的内容是{what}，{instead}。")
    raise Refused("材料只收 PDF、JPEG、PNG，这个文件的内容都不是，请核对是否选错了文件。")


def _named(name: str, kind: FileKind) -> str:
    shown = clean_name(name)
    ending = shown.rpartition(".")[2].lower() if "." in shown else ""
    if ending not in ENDINGS[kind]:
        said = f"文件名以“.{ending}”结尾" if ending else "文件名没有后缀"
        raise Refused(
            f"{said}，内容却是{kind.label}，两者不符。"
            f"请确认文件来源，核对无误的把文件名改成以“.{ENDINGS[kind][0]}”结尾再上传。"
        )
    inner = (part.strip() for part in shown.split(".")[1:-1])
    if found := [part for part in inner if ACTIVE.fullmatch(part)]:
        raise Refused(
            f"文件名里还夹着“.{found[0]}”，是常见的伪装写法。请确认文件来源，改名后再上传。"
        )
    return shown


def _nothing_beside(body: bytes, kind: FileKind) -> None:
    """Refuse a file that is two things at once."""
    head = body[:1024] if kind is FileKind.PDF else body
    second = MARKUP.search(head) or ZIP_END in body[-ZIP_TAIL:]
    if second or (kind is not FileKind.PDF and b"%PDF-" in body):
        raise Refused(
            f"这个{kind.label}文件里还藏着另一个文件（网页、压缩包或 PDF），不能归档。"
            "请用原件重新扫描或拍照。"
        )
