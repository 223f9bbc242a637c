"""What a file that somebody sent really is: its content decides, and nothing hidden gets in."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.answer import Refused
from cadres import filecheck
from cadres.models import FileKind
from tests.cadres.dossier import pdf, picture

PLACE = b"27.1 N 112.5 E"


def archive(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, body in files.items():
            packed.writestr(name, body)
    return out.getvalue()


def refusal(take, name: str, body: bytes) -> str:
    with pytest.raises(Refused) as refused:
        take(name, body)
    return refused.value.objections[0]


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("毕业证.pdf", pdf(), FileKind.PDF),
        ("毕业证.PDF", pdf(packed=b"<< /Type /Page >>"), FileKind.PDF),
        ("张三2018.05.pdf", pdf(), FileKind.PDF),
        ("证件.jpeg", picture(), FileKind.JPEG),
        ("证件.png", picture("PNG"), FileKind.PNG),
    ],
)
def test_a_plain_paper_is_taken(name, body, kind):
    checked = filecheck.document(name, body)

    assert (checked.name, checked.kind) == (name, kind)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("名单.xlsx", archive(a=b"1"), "压缩包或 Office 文档"),
        ("毕业证.pdf", archive(a=b"1"), "压缩包或 Office 文档"),
        ("履历.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 Office 文档"),
        ("程序.pdf", b"MZ\x90\x00" + bytes(600), "程序"),
        ("照片.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "网页"),
        ("照片.jpg", b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'/>", "网页"),
        ("照片.jpg", b"GIF89a" + bytes(100), "其他格式的图片"),
        ("IMG_1.heic", b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
        ("材料.txt", "只是文字".encode(), "都不是"),
        ("材料.pdf", b"", "文件是空的"),
        ("材料.rar", b"Rar!\x1a\x07" + bytes(100), "压缩包"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do(name, body, said):
    sentence = refusal(filecheck.document, name, body)

    assert said in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("毕业证.jpg", "两者不符"),
        ("毕业证", "两者不符"),
        ("毕业证.pdf.exe", "两者不符"),
        ("毕业证\u202egpj.exe", "两者不符"),
        ("毕业证.html.pdf", "“.html”，是常见的伪装写法"),
        ("毕业证.EXE .pdf", "伪装写法"),
    ],
)
def test_a_name_that_says_something_else_is_refused(name, said):
    assert said in refusal(filecheck.document, name, pdf())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("/绝对/路径.pdf", "路径.pdf"),
        ('<img src=x onerror="alert(1)">.pdf', "_img src=x onerror=_alert(1)__.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("\u202e证\u200b明.pdf", "证明.pdf"),
        ("  ..pdf", "材料.pdf"),
        (".pdf", "材料.pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
        ("䶮㛃.pdf", "䶮㛃.pdf"),
    ],
)
def test_a_name_is_kept_without_what_is_no_name(name, kept):
    assert filecheck.document(name, pdf()).name == kept


# --- PDFs -----------------------------------------------------------------------------------------

ACTS = [
    (b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "脚本"),
    (b"/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>", "脚本"),
    (b"/OpenAction << /S /Launch /F (cmd.exe) >>", "启动程序"),
    (b"/Names << /EmbeddedFiles 9 0 R >>", "附带的文件"),
    (b"/AF [<< /Type /Filespec /EF << /F << /Type /EmbeddedFile >> >> >>]", "附带的文件"),
    (b"/AcroForm << /XFA 9 0 R >>", "动态表单"),
    (b"/AA << /O << /S /SubmitForm /F (http://x) >> >>", "提交表单"),
    (b"/OpenAction << /S /Rendition /JS (x) >>", "脚本"),
]


@pytest.mark.parametrize(("inside", "said"), ACTS)
def test_a_pdf_that_acts_is_refused(inside, said):
    assert said in refusal(filecheck.document, "a.pdf", pdf(inside))


@pytest.mark.parametrize(("inside", "said"), ACTS)
def test_a_pdf_that_hides_what_acts_in_a_packed_stream_is_refused(inside, said):
    body = pdf(packed=b"<< " + inside + b" >>")

    assert inside not in body
    assert said in refusal(filecheck.document, "a.pdf", body)


def test_a_stream_packed_in_an_unusual_way_is_refused():
    body = pdf(packed=b"<< >>").replace(b"/FlateDecode", b"[/ASCIIHexDecode /FlateDecode]")

    assert "结构无法核对" in refusal(filecheck.document, "a.pdf", body)


def test_a_pdf_that_unpacks_without_end_is_refused():
    body = pdf(packed=b" " * (70 * 1024 * 1024))

    assert len(body) < 200_000
    assert "展开后过大" in refusal(filecheck.document, "a.pdf", body)


def test_a_locked_pdf_is_refused():
    locked = pdf(trailer=b"/Encrypt << /Filter /Standard /V 2 >>")

    assert "密码" in refusal(filecheck.document, "a.pdf", locked)


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.95])
def test_a_pdf_that_is_cut_off_is_refused(cut):
    body = pdf()

    assert "不完整" in refusal(filecheck.document, "a.pdf", body[: int(len(body) * cut)])


def test_a_pdf_may_speak_of_what_it_does_not_do():
    text = b"5 0 obj << >>\nstream\nBT (JavaScript Launch Encrypt) Tj ET\nendstream\nendobj\n"

    assert filecheck.document("a.pdf", pdf().replace(b"trailer", text + b"trailer"))


# --- two files in one -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.pdf", pdf() + archive(a=b"1")),
        ("a.pdf", pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n<script>alert(1)</script>\n")),
        ("a.jpg", picture() + archive(a=b"1")),
        ("a.jpg", picture() + b"<html><script>alert(1)</script>"),
        ("a.png", picture("PNG") + pdf()),
        ("a.jpg", picture(comment=b"<?php system($_GET[0]);")),
    ],
)
def test_two_files_in_one_are_refused(name, body):
    assert "藏着另一个文件" in refusal(filecheck.document, name, body)


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_drawn_again_without_what_was_beside_it(kind):
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    body = picture(kind, exif=exif, icc_profile=b"profile")
    assert PLACE in body

    checked = filecheck.document(f"a.{'jpg' if kind == 'JPEG' else 'png'}", body)

    assert PLACE not in checked.body
    again = Image.open(BytesIO(checked.body))
    assert (again.format, again.size) == (kind, (240, 320))
    assert not again.getexif()
    assert "icc_profile" not in again.info


def test_a_picture_that_lies_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter

    checked = filecheck.document("a.jpg", picture(size=(320, 240), exif=exif))

    assert Image.open(BytesIO(checked.body)).size == (240, 320)


def test_a_large_picture_is_made_smaller():
    checked = filecheck.document("a.png", picture("PNG", size=(5000, 2500)))

    assert Image.open(BytesIO(checked.body)).size == (4000, 2000)


def bomb(side: int) -> bytes:
    """Write the head of a PNG that claims to be huge; it is some bytes long."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )  # fmt: skip


@pytest.mark.parametrize("side", [8_000, 10_000, 30_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(side):
    assert "像素" in refusal(filecheck.document, "a.png", bomb(side))


def answered(name: str, body: bytes) -> str:
    """Give what is said to a file: taken, or why not; anything else fails the test."""
    try:
        return f"{filecheck.document(name, body).name} 已收。"
    except Refused as refused:
        return refused.objections[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_broken_picture_is_refused_in_a_sentence(kind):
    name, body = ("a.jpg" if kind == "JPEG" else "a.png"), picture(kind, size=(800, 600))
    chance = random.Random(7)
    for _ in range(60):
        broken = bytearray(body[: chance.randrange(10, len(body))])
        for _ in range(chance.randrange(1, 9)):
            broken[chance.randrange(9, len(broken))] = chance.randrange(256)
        assert answered(name, bytes(broken)).endswith("。")


def test_a_broken_pdf_is_taken_or_refused_in_a_sentence():
    body, chance = pdf(packed=b"<< /Type /Page >>"), random.Random(8)
    for _ in range(200):
        broken = bytearray(body)
        for _ in range(chance.randrange(1, 12)):
            broken[chance.randrange(5, len(broken))] = chance.randrange(256)
        assert answered("a.pdf", bytes(broken)).endswith("。")


def test_a_photo_becomes_a_small_jpeg():
    checked = filecheck.photo("证件照.png", picture("PNG", size=(1200, 1600)))

    assert (checked.name, checked.kind) == ("证件照.jpg", FileKind.JPEG)
    assert Image.open(BytesIO(checked.body)).size == (480, 640)


def test_a_photo_is_no_pdf_and_no_stamp():
    assert "这是 PDF" in refusal(filecheck.photo, "a.pdf", pdf())
    assert "太小" in refusal(filecheck.photo, "a.jpg", picture(size=(60, 90)))


def test_a_see_through_photo_stands_on_white():
    out = BytesIO()
    Image.new("RGBA", (200, 300), (0, 0, 0, 0)).save(out, "PNG")

    checked = filecheck.photo("a.png", out.getvalue())

    assert Image.open(BytesIO(checked.body)).getpixel((5, 5)) == (255, 255, 255)


def test_what_is_too_long_is_refused_before_it_is_looked_into():
    long = SimpleUploadedFile("a.pdf", b"0" * (filecheck.MEGABYTE * 2 + 1))

    with pytest.raises(Refused, match=r"2\.0 MB，超过 2 MB"):
        filecheck.received(long, filecheck.PHOTO_MOST)
