"""The document model: one paper, drawn alike as page, PDF, workbook and DOCX."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.template.loader import render_to_string

from reports.papers.as_docx import docx
from reports.papers.as_pdf import pdf
from reports.papers.as_xlsx import xlsx
from reports.papers.document import (
    Align,
    Column,
    Fields,
    File,
    Line,
    Look,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Table,
    label,
    opinion,
    value,
)
from reports.papers.layout import LayoutError, laid
from reports.produced import Imprint
from tests.reports import papers_read as read

RARE = "\U00030000"  # in no packaged font
IMPRINT = Imprint(
    "20181220-7KQ4M2XD", "试用表", "耒阳市新市镇", date(2018, 12, 20),
    datetime(2018, 12, 20, 9, 0), "陈干事（耒阳市·新市镇 乡镇组织干事）",
)  # fmt: skip
FORM = Fields(
    (1, 1.5, 1, 1.5),
    (
        Line((label("姓　名"), value("曾国华"), label("性别"), value("男"))),
        Line((label("票数", down=2), label("优秀"), label("称职"), label("其他"))),
        Line((value(12), value(3), value(None))),
        Line((label("意见"), opinion("同意定为优秀。", "（盖章）\n2018 年 12 月", across=3)), 3),
    ),
)  # fmt: skip
COLUMNS = (
    Column("序号", 0.5, is_number=True),
    Column("村", 1, is_merged=True),
    Column("优秀", 1, group="票数", is_number=True),
    Column("称职", 1, group="票数", is_number=True),
    Column("分", 1, Align.RIGHT, is_number=True),
)
ROWS = (
    ("1", "杨仙村", "12", "3", "96.50"),
    ("2", "杨仙村", "0", "15", "80.00"),
    ("3", "=HYPERLINK(1)", "+1", "@x", "缺"),
)
WORDS = (
    "村干部登记表", "（2018 年度）", "单位：新市镇", "编号：7", "姓　名", "曾国华", "性别", "男",
    "票数", "同意定为优秀。", "（盖章）", "2018 年 12 月", "杨仙村", "=HYPERLINK(1)", "+1", "@x",
    "合计", "3 人", "注：一式三份。", "填表人：", "审核人：", "根据办法予以公示。", "沿此线裁开",
    "回执",
)  # fmt: skip


def a_paper(*, name: str = "曾国华") -> Paper:
    return Paper(
        "村干部登记表",
        (
            FORM,
            Table(COLUMNS, ROWS, ("合计", "3 人", "", "", ""), note="注：一式三份。"),
            Paragraph(f"根据办法予以公示。{name}"),
            Signatures((("填表人：", "审核人："), ("中共新市镇委员会",))),
            Paragraph("沿此线裁开", Look.CUT),
            Paragraph("回执", Look.HEADING),
        ),
        subtitle="（2018 年度）",
        head=("单位：新市镇", "编号：7"),
    )


def a_file(*papers: Paper, landscape: bool = False) -> File:
    found = papers or (a_paper(),)
    return File("新市镇登记表", "登记表", found, len(found), (1,), landscape=landscape)


def sheet_of(content: bytes):
    return openpyxl.load_workbook(BytesIO(content)).active


def paragraphs_and_cells(content: bytes) -> str:
    said = [paragraph.text for paragraph in read.form(content).paragraphs]
    return squeezed("".join([*said, *read.cells(content)]))


def squeezed(text: str) -> str:
    return "".join(text.split())


def page_of(paper: Paper) -> str:
    return render_to_string("reports/parts/official.html", {"paper": laid(paper)})


def said_in(kind: str) -> str:
    """Give all that a reader of this format reads."""
    match kind:
        case "page":
            return squeezed(page_of(a_paper()))
        case "pdf":
            return read.text(pdf(a_file(), IMPRINT))
        case "docx":
            return paragraphs_and_cells(docx(a_file(), IMPRINT))
        case _:
            rows = sheet_of(xlsx(a_file(), IMPRINT)).iter_rows(values_only=True)
            return squeezed("|".join(str(one) for row in rows for one in row if one is not None))


@pytest.mark.parametrize("kind", ["page", "pdf", "docx", "xlsx"])
def test_every_format_says_every_word(kind):
    text = said_in(kind)

    missing = [word for word in WORDS if squeezed(word) not in text]
    assert not missing


def test_every_file_says_what_it_is():
    for content in (read.text(pdf(a_file(), IMPRINT)), said_in("xlsx")):
        assert "编号：20181220-7KQ4M2XD" in content
    foot = read.form(docx(a_file(), IMPRINT)).sections[0].footer
    assert "编号：20181220-7KQ4M2XD" in foot.paragraphs[0].text


def test_each_paper_begins_a_page_and_counts_its_own():
    pages = [squeezed(page) for page in read.pages(pdf(a_file(*[a_paper()] * 3), IMPRINT))]

    assert len(pages) == 3
    assert all("村干部登记表" in page and "第1页共1页" in page for page in pages)
    sheet = sheet_of(xlsx(a_file(*[a_paper()] * 3), IMPRINT))
    assert len(sheet.row_breaks.brk) == 2
    form = read.form(docx(a_file(*[a_paper()] * 3), IMPRINT))
    assert sum(one.paragraph_format.page_break_before is True for one in form.paragraphs) == 2


def test_a_long_table_repeats_its_head():
    rows = tuple((str(at), f"第{at}村", "1", "1", "90") for at in range(80))
    long = Paper("名册", (Table(COLUMNS, rows),))

    pages = read.pages(pdf(a_file(long), IMPRINT))

    assert len(pages) > 1
    assert all("票数" in page and "序号" in page for page in pages)
    assert "第2页共" in squeezed(pages[1])
    assert sheet_of(xlsx(a_file(long), IMPRINT)).print_title_rows == "$2:$3"
    assert docx(a_file(long), IMPRINT)
    heads = read.form(docx(a_file(long), IMPRINT)).tables[0]._tbl.xpath(".//w:tblHeader")
    assert len(heads) == 2


def test_figures_are_numbers_in_the_workbook_and_words_are_never_formulas():
    cells = [cell for row in sheet_of(xlsx(a_file(), IMPRINT)).iter_rows() for cell in row]

    score = next(cell for cell in cells if cell.value == 96.5)
    assert score.number_format == "0.00"
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert next(cell for cell in cells if cell.value == "=HYPERLINK(1)").data_type == "s"


def test_a_table_alone_has_a_column_of_the_sheet_for_each_of_its_own():
    sheet = sheet_of(xlsx(a_file(Paper("名册", (Table(COLUMNS, ROWS),))), IMPRINT))

    assert [cell.value for cell in sheet[4]][:5] == [1, "杨仙村", 12, 3, 96.5]


def test_a_sign_that_no_font_has_is_named_where_it_stands_and_below():
    content = pdf(a_file(a_paper(name=f"王{RARE}"), a_paper(name="李四")), IMPRINT)

    first, second = (squeezed(page) for page in read.pages(content))
    assert "王〔U+30000〕" in first
    assert "〔U+30000〕处的字，字库中没有" in first
    assert "字库中没有" not in second
    assert RARE in page_of(a_paper(name=RARE))
    for written in (docx, xlsx):
        assert written(a_file(a_paper(name=RARE)), IMPRINT)
    assert RARE in paragraphs_and_cells(docx(a_file(a_paper(name=RARE)), IMPRINT))


def test_a_name_is_never_markup():
    page = page_of(a_paper(name="<b>王</b>#eval"))

    assert "<b>王" not in page
    assert "#eval" in read.text(pdf(a_file(a_paper(name="#eval(1)")), IMPRINT))


@pytest.mark.parametrize("landscape", [False, True])
def test_the_sheet_is_a4_upright_or_lying(landscape):
    file = a_file(landscape=landscape)

    box = read.opened(pdf(file, IMPRINT)).pages[0].mediabox
    section = read.form(docx(file, IMPRINT)).sections[0]
    for wide, high in ((box.width, box.height), (section.page_width, section.page_height)):
        assert (wide > high) is landscape
    sheet = sheet_of(xlsx(file, IMPRINT))
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.orientation == "landscape") is landscape


def test_a_page_break_within_a_paper_breaks_the_page():
    paper = Paper("函", (Paragraph("一"), PageBreak(), Paragraph("二")))

    pages = [squeezed(page) for page in read.pages(pdf(a_file(paper), IMPRINT))]
    assert ["第1页共2页" in pages[0], "第2页共2页" in pages[1]] == [True, True]
    assert len(sheet_of(xlsx(a_file(paper), IMPRINT)).row_breaks.brk) == 1


@pytest.mark.parametrize(
    "lines",
    [
        (Line((label("一"),)),),
        (Line((label("一", across=3),)),),
        (Line((label("一", down=2), label("二"))), Line((label("三", across=2),))),
    ],
)
def test_a_form_whose_cells_do_not_fill_its_grid_is_refused(lines):
    with pytest.raises(LayoutError):
        laid(Paper("表", (Fields((1, 1), lines),)))


def test_a_table_without_rows_says_so():
    assert "暂无人员" in page_of(Paper("表", (Table(COLUMNS, (), empty="暂无人员"),)))
