"""What a sent file is, by its content alone, and its sheets; or why it cannot be taken."""

from __future__ import annotations

from cadres.rosters import apart, compound, delimited, packages
from cadres.rosters.lines import Sheet, Unreadable, Workbook

MAX_BYTES = 20 * 2**20
SAVE_AS = "请在 Excel 或 WPS 中打开原表，用“另存为”选“Excel 工作簿（*.xlsx）”保存后再上传。"
REFUSALS = {
    "too_large": "文件超过 20 MB。花名册通常不到 1 MB：请删去表中的图片和多余的工作表，"
    "或按村分成几个文件，再上传。",
    "empty": f"文件是空的，没有任何内容。{SAVE_AS}",
    "zip_bomb": f"文件解开后大得不正常，不能读取。{SAVE_AS}",
    "program": "这是程序文件，不是表格，已拒收。请核对文件来源；如系误选，请重新选择花名册。",
    "pdf": "这是 PDF 文件，读不出表格。请上传原来的 Excel 或 WPS 表格。",
    "picture": "这是图片，读不出表格。请上传原来的 Excel 或 WPS 表格。",
    "document": "这是 Word 或演示文稿，不是表格。请把表格复制到 Excel 或 WPS 表格中，"
    "另存为 xlsx 后再上传。",
    "archive": "这是压缩包，不是表格。请先解压，再上传里面的花名册。",
    "markup": f"这是网页或 XML 格式，只是文件名像表格。{SAVE_AS}",
    "encrypted": "工作簿设了打开密码，读不出来。请在 Excel 或 WPS 中输入密码打开，"
    "取消密码后保存，再上传。",
    "macros": f"工作簿带有宏，为安全起见不收。{SAVE_AS}",
    "other_workbook": f"这种表格（.et、.ods、.xlsb 等）读不了，请在 WPS 里另存为 xlsx。{SAVE_AS}",
    "damaged": f"文件已损坏或不完整，读不出来。{SAVE_AS}",
    "too_big_inside": "表格里有内容的范围太大，可能在很远的行或列误录了内容。请按 Ctrl+End "
    "找到最后一格，删去花名册以外的行和列，保存后再上传；人数过多的请分成几个文件。",
    "unknown": f"认不出这是什么文件，不像 Excel 表格或 CSV 文本。{SAVE_AS}",
}
MAGICS = (
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"\xca\xfe\xba\xbe", "program"),
    (b"#!", "program"), (b"%PDF", "pdf"), (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n\x1a\n", "picture"), (b"GIF8", "picture"), (b"BM", "picture"),
    (b"II*\x00", "picture"), (b"MM\x00*", "picture"), (b"{\\rtf", "document"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
)  # fmt: skip


def open_workbook(content: bytes, name: str) -> Workbook:
    """Read a sent file; `Unreadable` says why not. The name only words an answer."""
    refuse_size(len(content))
    if not content.strip(b"\x00 \t\r\n"):
        raise _unreadable("empty")
    if content.startswith(packages.MAGIC):
        return _xlsx(content)
    if content.startswith(compound.MAGIC):
        return _xls(content, name)
    for magic, code in MAGICS:
        if content.startswith(magic):
            raise _unreadable(code)
    return _csv(content, name)


def refuse_size(size: int) -> None:
    """Refuse by the size alone, before anything is read into memory."""
    if size > MAX_BYTES:
        raise _unreadable("too_large")


def _xlsx(content: bytes) -> Workbook:
    if code := packages.refusal(content):
        raise _unreadable(code)
    return Workbook("xlsx", _apart(content))


def _xls(content: bytes, name: str) -> Workbook:
    """Read an old workbook; WPS's own .et is of the same make and is read where it can be."""
    try:
        if code := _old_refusal(content):
            raise _unreadable(_by_name(name, code))
    except compound.Damaged as error:
        raise _unreadable(_by_name(name, "damaged")) from error
    try:
        return Workbook("xls", _apart(content))
    except Unreadable as error:
        raise _unreadable(_by_name(name, error.code)) from error


def _old_refusal(content: bytes) -> str:
    held = {entry.lower(): sector for entry, sector in compound.directory(content).items()}
    if "encryptedpackage" in held:
        return "encrypted"
    if held.keys() & {"_vba_project_cur", "vba", "_vba_project"}:
        return "macros"
    stream = held.get("workbook", held.get("book"))
    if stream is None:
        return "document" if held.keys() & {"worddocument", "powerpoint document"} else "unknown"
    return "encrypted" if compound.is_locked(content, stream) else ""


def _by_name(name: str, code: str) -> str:
    own = name.lower().endswith((".et", ".ods"))
    return "other_workbook" if own and code in ("damaged", "unknown") else code


def _csv(content: bytes, name: str) -> Workbook:
    try:
        rows = delimited.read_rows(content)
    except delimited.NotText as error:
        raise _unreadable(_by_name(name, error.code)) from error
    return Workbook("csv", [Sheet("", [list(row) for row in rows], [])])


def _apart(content: bytes) -> list[Sheet]:
    try:
        return apart.read_sheets(content)
    except apart.Refused as error:
        raise _unreadable(error.code) from error


def _unreadable(code: str) -> Unreadable:
    return Unreadable(code, REFUSALS[code])
