"""Papers are set from data with packaged fonts; what no font has is said, not left out."""

from __future__ import annotations

import shutil
import struct
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import playwright
import pytest

from reports.papers import fonts, typesetting
from reports.papers.cmap import characters
from reports.papers.typesetting import TEMPLATES, PaperError, pdf
from tests.reports import papers_read as read

AT = datetime(2018, 12, 20, 2, 30, tzinfo=UTC)
# Characters of real names that small fonts lack; the second is in no font of ours.
RARE = "䶮㛃𬱖𫖯𠅤"
UNCOVERED = "𪚥"
SIMPLE = """#import "paper.typ": *
#show: paper
#data.name
#rows(data.table)
"""


@pytest.fixture
def templates(tmp_path, monkeypatch):
    """Give a folder with the common frame and a paper that prints a name."""
    shutil.copy(TEMPLATES / "paper.typ", tmp_path)
    (tmp_path / "simple.typ").write_text(SIMPLE, encoding="utf-8")
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return tmp_path


@pytest.fixture
def print_name(templates):
    """Give a function that prints somebody's name."""

    def go(name, rows=(), **more):
        table = {"head": ["序号", "姓名"], "widths": [1, 3], "rows": rows, "empty": "没有。"}
        data = {
            "title": name, "author": "陈干事", "reference": "20181220-7KQ4M2XD", "made": "制作",
            "watermark": "陈干事 2018-12-20", "imprint": [], "name": name, "table": table,
        }  # fmt: skip
        return pdf("simple.typ", data, at=AT, **more)

    return go


def test_every_font_of_a_paper_is_embedded(print_name):
    found = dict(read.fonts(print_name("曾国华 Zeng 123")))

    assert found
    assert all(found.values()), found
    assert all("NotoSe" in name or "NotoSa" in name for name in found)


@pytest.mark.parametrize("sign", RARE)
def test_a_rare_name_prints_and_can_be_searched(print_name, sign):
    content = print_name(f"曾{sign}华")

    assert f"曾{sign}华" in read.text(content)
    assert "请对照身份证" not in read.text(content)


def test_what_the_serif_lacks_comes_from_the_sans(print_name):
    serif = characters(fonts.PACKAGED / "NotoSerifSC-Regular.otf")
    sans = characters(fonts.PACKAGED / "NotoSansSC-Regular.otf")
    signs = "".join(map(chr, sorted(one for one in sans - serif if one > 0x20000)))

    assert signs
    assert f"曾{signs}" in read.text(print_name(f"曾{signs}"))


def test_a_character_of_no_font_is_named_and_explained_on_every_page(print_name):
    content = print_name(f"曾{UNCOVERED}华", rows=[["1", "周"]] * 60)

    pages = read.pages(content)
    assert len(pages) > 1
    assert "曾〔U+2A6A5〕华" in pages[0]
    for page in pages:
        assert "注：〔U+2A6A5〕处的字，字库中没有，请对照身份证或户口簿手写补上。" in "".join(
            page.split()
        )
    assert UNCOVERED not in "".join(pages)


def test_private_and_control_characters_do_not_vanish_either(print_name):
    text = read.text(print_name("曾\ue863华\x07"))

    assert "曾〔U+E863〕华〔U+0007〕" in text


def test_a_variation_selector_is_no_character_of_its_own(print_name):
    assert "请对照" not in read.text(print_name("葛\U000e0100洪"))


def test_an_office_can_add_fonts_of_its_own(print_name, settings, tmp_path):
    sign = chr(0xEA60)
    icons = next(Path(playwright.__file__).parent.rglob("codicon*.ttf"))
    assert "〔U+EA60〕" in read.text(print_name(f"曾{sign}"))

    (tmp_path / "extra").mkdir()
    shutil.copy(icons, tmp_path / "extra" / "own.ttf")
    settings.EXTRA_FONT_DIR = str(tmp_path / "extra")

    content = print_name(f"曾{sign}")
    assert "〔U+EA60〕" not in read.text(content)
    assert all(embedded for _, embedded in read.fonts(content))


@pytest.mark.parametrize(
    "name",
    ['#read("/etc/passwd")', "*粗* _斜_ $x^2$ #link", "张<三>&", '"\\"\n= 标题', "#{1+1}"],
)
def test_a_name_stays_a_name(print_name, name):
    text = read.text(print_name(name))

    assert "".join(name.split()) in text


def test_an_unknown_font_fails_instead_of_printing_in_another(templates, print_name):
    (templates / "simple.typ").write_text('#set text(font: "方正小标宋")\n曾国华', encoding="utf-8")

    with pytest.raises(PaperError, match="unknown font family"):
        print_name("曾国华")


def test_a_broken_template_says_what_is_wrong(templates, print_name):
    (templates / "simple.typ").write_text("#nothing", encoding="utf-8")

    with pytest.raises(PaperError, match="unknown variable"):
        print_name("曾国华")


def test_no_template_asks_for_packages_or_paths_outside():
    for file in TEMPLATES.glob("*.typ"):
        text = file.read_text(encoding="utf-8")
        assert "@preview" not in text
        assert "read(" not in text


def test_the_file_says_what_it_is_when_and_by_whom(print_name):
    about = read.opened(print_name("曾国华")).metadata

    assert (about.title, about.author) == ("曾国华", "陈干事")
    assert about.creation_date == AT


def test_the_same_paper_is_the_same_bytes(print_name):
    assert print_name("曾国华") == print_name("曾国华")


def test_a_long_list_without_tags_is_a_small_file(print_name):
    rows = [[str(number), f"曾国华{number}"] for number in range(800)]

    tagged, plain = print_name("册", rows), print_name("册", rows, tags=False)

    assert len(plain) < len(tagged) / 2
    assert "曾国华799" in read.text(plain)


def test_papers_are_set_side_by_side(print_name):
    names = [f"曾{sign}华" for sign in "国建永光志明海春"]

    with ThreadPoolExecutor(4) as threads:
        contents = list(threads.map(print_name, names))

    assert all(name in read.text(content) for name, content in zip(names, contents, strict=True))


# --- the character map ---------------------------------------------------------------------------


def made_up_font(subtable: bytes, *, encoding: int) -> bytes:
    """Compose a font file that consists of nothing but a character map."""
    cmap = struct.pack(">HHHHI", 0, 1, 3, encoding, 12) + subtable
    return (
        struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0)
        + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
        + cmap
    )


def test_segments_with_a_delta_and_with_an_array_are_read(tmp_path):
    # 0x41-0x43 by delta, 0x61-0x62 by an array whose second glyph is missing, the closing segment
    ends, starts = (0x43, 0x62, 0xFFFF), (0x41, 0x61, 0xFFFF)
    deltas, offsets, glyphs = (1, 0, 1), (0, 4, 0), (7, 0)
    body = struct.pack(
        ">HHHHHHH3HH3H3H3H2H", 4, 44, 0, 6, 0, 0, 0, *ends, 0, *starts, *deltas, *offsets, *glyphs
    )
    (tmp_path / "f.ttf").write_bytes(made_up_font(body, encoding=1))

    assert characters(tmp_path / "f.ttf") == {0x41, 0x42, 0x43, 0x61}


def test_groups_beyond_the_basic_plane_are_read(tmp_path):
    groups = struct.pack(">III", 0x20164, 0x20166, 5) + struct.pack(">III", 0x30000, 0x30001, 0)
    body = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, 2) + groups
    (tmp_path / "f.ttf").write_bytes(made_up_font(body, encoding=10))

    assert characters(tmp_path / "f.ttf") == {0x20164, 0x20165, 0x20166, 0x30001}


def test_the_packaged_fonts_hold_the_whole_basic_table():
    has = fonts.faces().has

    assert set(range(0x4E00, 0x9FF0)) <= has
    assert len(has) > 30_000
    assert all(ord(sign) in has for sign in RARE)
    assert ord(UNCOVERED) not in has
