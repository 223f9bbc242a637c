"""干部任免审批表, the form of the organization departments, as a file to be filled in further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docx.document import Document as Form
from docx.shared import Pt
from docx.table import Table

from accounts.acting import Acting
from cadres.models import Person
from reports import produced
from reports.papers import official, photos
from reports.papers.appointment_words import Words, words_of
from reports.papers.official import BOTTOM, LABEL, LEFT, RIGHT, label, picture, put, write
from reports.produced import Imprint, Kind, Produced

TITLE = "干部任免审批表"
MARGIN = 2.3
FRONT = (1.9, 2.1, 1.9, 2.1, 2.1, 2.6, 3.7)
BACK = (1.9, 1.7, 2.2, 2.2, 2.4, 6.0)
PHOTO = (3.4, 4.6)
RESUME = 13.4  # cm; as high as the first page allows
FAMILY = ("称谓", "姓名", "出生年月", "政治面貌", "工作单位及职务")
FAMILY_ROWS = 7
SEAL = "（盖章）\n年　　月　　日"
# Characters of half a sign's width before the text of a résumé line: 1999.09--2002.07 and two.
DATES = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in no file and is written into the form for this appointment."""

    speciality: str = ""
    to_take: str = ""
    to_leave: str = ""
    reason: str = ""
    submitted_by: str = ""
    filled_by: str = ""


def appointment_form(*, person: Person, day: date, by: Acting, asked: Asked) -> Produced:
    """Fill in the form from a person's file."""
    imprint = produced.imprint(
        title=f"{person.name} {TITLE}", scope=person.unit.title, day=day, by=by
    )
    words = words_of(person, day, by)
    rows = len(words.resume) + len(words.family)
    return produced.produce(
        imprint=imprint,
        kind=Kind.DOCX,
        content=_written(words, asked, imprint, rows),
        rows=rows,
        people=[person.pk],
        about=person,
        by=by,
        purpose=asked.reason,
    )


def _written(words: Words, asked: Asked, imprint: Imprint, rows: int) -> bytes:
    form = official.a4(MARGIN)
    head = form.paragraphs[0] if form.paragraphs else form.add_paragraph()
    head.alignment = official.CENTRE
    head.paragraph_format.space_after = Pt(6)
    write(head, TITLE, face=official.TITLE, size=22)
    _front(form, words, asked)
    turn = form.add_paragraph()
    turn.paragraph_format.page_break_before = True
    write(turn, "", face=LABEL, size=1)
    _back(form, words, asked)
    filled = form.add_paragraph()
    filled.paragraph_format.space_before = Pt(4)
    write(filled, f"填表人：{asked.filled_by}", face=LABEL, size=12)
    official.say_what_it_is(form, imprint, rows)
    return official.saved(form)


def _front(form: Form, words: Words, asked: Asked) -> None:
    table = official.grid(form, FRONT, (1.15, 1.15, 1.15, 1.3, 1.3, 1.3, 0.95, 0.95, 0.95, RESUME))
    _first_rows(table, words)
    label(table.cell(3, 0), "专业技\n术职务")
    put(table.cell(3, 1).merge(table.cell(3, 2)), words.professional_title)
    label(table.cell(3, 3), "熟悉专业\n有何专长")
    put(table.cell(3, 4).merge(table.cell(3, 5)), asked.speciality)
    _photo(table, words)
    label(table.cell(4, 0).merge(table.cell(5, 0)), "学　历\n学　位")
    _schooling(table, 4, "全日制\n教　育", words.full_time)
    _schooling(table, 5, "在　职\n教　育", words.in_service)
    posts = (("现 任 职 务", words.posts), ("拟 任 职 务", asked.to_take))
    for row, (name, text) in enumerate((*posts, ("拟 免 职 务", asked.to_leave)), start=6):
        label(table.cell(row, 0).merge(table.cell(row, 1)), name)
        put(table.cell(row, 2).merge(table.cell(row, 6)), text, align=LEFT)
    label(table.cell(9, 0), "简\n\n\n历")
    _resume(table, words)


def _first_rows(table: Table, words: Words) -> None:
    named = (
        ("姓　名", words.name), ("性　别", words.sex), ("出生年月\n（岁）", words.born),
        ("民　族", words.ethnicity), ("籍　贯", words.native_place), ("出 生 地", words.birthplace),
        ("入　党\n时　间", words.party), ("参加工\n作时间", words.first_job),
        ("健康状况", words.health),
    )  # fmt: skip
    for number, (name, text) in enumerate(named):
        row, column = divmod(number, 3)
        label(table.cell(row, 2 * column), name)
        put(table.cell(row, 2 * column + 1), text)


def _photo(table: Table, words: Words) -> None:
    cell = table.cell(0, 6).merge(table.cell(3, 6))
    content = photos.printed(words.photo)
    if content is None:
        label(cell, "照　片")
    else:
        picture(cell, content, *PHOTO)


def _schooling(table: Table, row: int, name: str, school: tuple[str, str]) -> None:
    label(table.cell(row, 1), name)
    put(table.cell(row, 2).merge(table.cell(row, 3)), school[0])
    label(table.cell(row, 4), "毕业院校\n系及专业")
    put(table.cell(row, 5).merge(table.cell(row, 6)), school[1])


def _resume(table: Table, words: Words) -> None:
    """Write the lines of the résumé; a long one in smaller signs, to stay on its page."""
    cell = table.cell(9, 1).merge(table.cell(9, 6))
    length = sum(1 + (len(line) - DATES) // 30 for line in words.resume)
    size = 12 if length <= 22 else 10.5 if length <= 27 else 9
    put(cell, words.resume, size=size, align=LEFT, hanging=Pt(DATES * size / 2))


def _back(form: Form, words: Words, asked: Asked) -> None:
    family = [0.95] * (max(len(words.family), FAMILY_ROWS) + 1)
    table = official.grid(form, BACK, (3.0, 2.0, 3.0, *family, 2.8, 3.4))
    long = (
        ("奖惩\n情况", words.rewards),
        ("年度考\n核结果", words.grades),
        ("任免\n理由", asked.reason),
    )
    for row, (name, text) in enumerate(long):
        label(table.cell(row, 0), name)
        put(table.cell(row, 1).merge(table.cell(row, 5)), text, align=LEFT)
    _family(table, words, len(family))
    last = 3 + len(family)
    label(table.cell(last, 0), "呈报\n单位")
    cell = table.cell(last, 1).merge(table.cell(last, 5))
    put(cell, f"{asked.submitted_by}\n{SEAL}".strip(), align=RIGHT, vertical=BOTTOM)
    label(table.cell(last + 1, 0), "审批\n机关\n意见")
    put(table.cell(last + 1, 1).merge(table.cell(last + 1, 3)), SEAL, align=RIGHT, vertical=BOTTOM)
    label(table.cell(last + 1, 4), "行政机关\n任免意见")
    put(table.cell(last + 1, 5), SEAL, align=RIGHT, vertical=BOTTOM)


def _family(table: Table, words: Words, rows: int) -> None:
    label(table.cell(3, 0).merge(table.cell(2 + rows, 0)), "家庭\n主要\n成员\n及重\n要社\n会关\n系")
    for column, name in enumerate(
        ("称谓", "姓名", "出生年月", "政治面貌", "工作单位及职务"), start=1
    ):
        label(table.cell(3, column), name)
    for row, relative in enumerate(words.family, start=4):
        for column, text in enumerate(relative, start=1):
            put(
                table.cell(row, column),
                text,
                size=10.5,
                align=LEFT if column == 5 else official.CENTRE,
            )
