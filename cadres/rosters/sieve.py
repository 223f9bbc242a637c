"""Which rows of a sheet are people, and which are titles, repeated headers, hints and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cadres.rosters.cells import EXACT, row_cell, says_nothing, text_of, tight
from cadres.rosters.entries import read_code, read_name, read_phone, read_sex
from cadres.rosters.fields import is_name, recognise
from cadres.rosters.lines import Heads, Sheet
from cadres.rosters.posts import read_posts

FOOTER = re.compile(
    r"(填表|制表|填报|制作|造表|经办|审核|审批|复核|核对|校对|负责|联系|分管领导|主要领导|党委书记|乡镇长|镇长|组织委员"
    r"|单位负责|主管领导|签字|签名|盖章|公章|打印)(人|员|者|单位|时间|日期|电话|领导|签字|签名|盖章)*(签字|签名|盖章|\(.{1,8}\))*"
    r"([:：].*|$)|.{0,10}(签字|签名|签章|盖章|\(章\))\)?([:：].*|$)"
    r"|(填报|制表|填表|报送|上报|打印)(时间|日期|单位|人).*"
    r"|(联系)?(电话|手机)(号码)?[:：].*|(日期|时间)[:：].*"
    r"|(备注|说明|注|附注|填表说明|填写说明|注意事项|注意|备)([:：;；.、].*|$)|注\d?[:：.].*|\d[.、].{6,}"
    r"|(合计|总计|小计|共计|总数|累计|人数合计|合计人数)([:：].*|\d.*|\(.*|$)|共.{0,6}\d+.{0,4}人.*|本(页|村|表).{0,4}(合|小|共)计.*"
    r"|本表.{2,}|以上.{2,}|第\d+页.*|-+第?\d+页?-+"
)
HINT = re.compile(
    r"填写|填报|格式|例如|^例[:：]|^如[:：]|^如\d|必填|选填|下拉|示例|样例|身份证一致|\d位|文本型|yyyy|xxxx|^(单选|多选|文本|日期)$",
    re.IGNORECASE,
)
SAMPLE_SEAT = re.compile(r"例|示例|样例|样表|范例|例[:：].*")
ORDINALS = frozenset("甲乙丙丁戊己庚辛壬癸ABCDEFGHIJKLMN") | frozenset("一二三四五六七八九十")
VACANT = frozenset(
    (
        "空缺",
        "缺",
        "缺额",
        "暂缺",
        "待定",
        "空",
        "空岗",
        "缺位",
        "未定",
        "待选",
        "待补选",
        "空编",
        "待配",
    )
)
SECTION = re.compile(r"[\u4e00-\u9fff]{1,12}(村|社区|居委会)(\(.*\))?[:：]?")
TOTAL = re.compile(r"合计|总计|小计|共计|总数|累计|共")
ALONE = 4  # characters of a name that stands with nothing beside it
FEWEST_DIGITS = 12  # of a damaged number; a phone in its column has 11
WIDE = 3  # columns that a heading or a footer is merged over at least


@dataclass(slots=True)
class Record:
    """A person's row: its number in the sheet, its cells by field, the heading it stands under.

    `cells` holds only what is filled in.
    """

    sheet_row: int
    cells: dict[str, Any]
    posts: list[tuple[int, Any]]  # column and cell
    schools: list[Any]
    section: str = ""


def people(sheet: Sheet, heads: Heads, columns: Mapping[int, str]) -> Iterator[Record]:
    """Give the rows that are people, in order, with what is merged down filled in."""
    rows = _filled(sheet, heads, columns)
    wide = {
        row
        for top, left, bottom, right in sheet.merged
        if right - left >= WIDE - 1 and bottom - top < WIDE
        for row in range(top, bottom + 1)
    }
    heading = {tuple(_texts(sheet.rows[row - 1])) for row in heads.rows}
    section, ended = "", False
    for at in range(heads.rows[-1], len(rows)):
        record = _record(at + 1, rows[at], columns, section)
        if _is_surely_person(record):
            ended = False
            yield record
            continue
        texts = _texts(rows[at])
        if not texts or tuple(texts) in heading:
            continue
        if SECTION.fullmatch(texts[0]) and len(set(texts)) == 1:
            section = re.sub(r"\(.*|[:：]", "", texts[0])
        elif _is_other(rows[at], texts, columns, at - heads.rows[-1]):
            continue
        elif _has_footer(texts) and not _is_person_all_the_same(record):
            ended = ended or not any(TOTAL.match(text) for text in texts)
        elif at not in wide and _is_person(record, ended=ended):
            yield record


def _texts(row: list[Any]) -> list[str]:
    """Give what stands in a row, without spaces and blanks."""
    return [text for cell in row if cell != "" and (text := tight(text_of(cell)))]


def _record(number: int, row: list[Any], columns: Mapping[int, str], section: str) -> Record:
    cells: dict[str, Any] = {}
    record = Record(number, cells, [], [], section)
    for column, key in columns.items():
        cell = row[column] if column < len(row) else ""
        if key == "posts":
            record.posts.append((column, cell))
        elif key == "education":
            record.schools.append(cell)
        elif cell != "":
            cells[key] = cell
    return record


def _is_surely_person(record: Record) -> bool:
    """Take the usual row at first sight: a name, and beside it something like a number."""
    number = record.cells.get("id_number", "")
    return (
        isinstance(number, str)
        and len(number) >= 15
        and number.strip("\t '")[:15].isdecimal()
        and read_name(text_of(record.cells.get("name", "")))[1]
        and SAMPLE_SEAT.fullmatch(tight(text_of(record.cells.get("seat", "")))) is None
    )


def _is_other(row: list[Any], texts: list[str], columns: Mapping[int, str], after: int) -> bool:
    """Tell a repeated header, and below the headers the hints, ordinals and samples."""
    repeated = sum(
        is_name(text) and recognise(text) == key
        for column, key in columns.items()
        if (text := text_of(row_cell(row, column)))
    )
    if repeated >= 2 and repeated * 2 >= len(texts) * 0.6:
        return True
    if SAMPLE_SEAT.fullmatch(texts[0]):
        return True
    if after < 3 and (
        all(text in ORDINALS or (text.isdecimal() and len(text) < 3) for text in texts)
        or sum(bool(HINT.search(text)) for text in texts) >= 2
        or all(text.startswith("(") and text.endswith(")") for text in texts)
    ):
        return len(texts) > 1
    return False


def _has_footer(texts: list[str]) -> bool:
    return any(FOOTER.fullmatch(text) for text in texts)


def _is_person_all_the_same(record: Record) -> bool:
    """Keep a person in whose row a footer's words stand, in the remarks for one."""
    evidence = _evidence(record)
    return evidence >= (1 if _plausible_name(record) else 2)


def _plausible_name(record: Record) -> bool:
    name, possible = read_name(text_of(record.cells.get("name", "")))
    return possible and name not in VACANT and FOOTER.fullmatch(name) is None


def _is_person(record: Record, *, ended: bool) -> bool:
    """Judge a row without a footer's words: never lose somebody whose number is missing."""
    evidence = _evidence(record)
    name = tight(text_of(record.cells.get("name", "")))
    if says_nothing(name) or name in VACANT:
        return evidence >= 2
    return evidence > 0 or (not ended and _plausible_name(record) and len(name) <= ALONE)


def _number_like(record: Record) -> bool:
    cell = record.cells.get("id_number", "")
    digits = sum(letter.isdigit() for letter in text_of(cell))
    return digits >= FEWEST_DIGITS or (isinstance(cell, float) and cell >= EXACT)


def _evidence(record: Record) -> int:
    """Count the cells that only a person's row holds."""
    cells = record.cells
    found = int(bool(read_sex(text_of(cells.get("sex", "")))))
    found += sum(
        bool(read_code(key, text_of(cells.get(key, ""))))
        for key in ("ethnicity", "political_status")
    )
    found += any(read_code("education", text_of(cell)) for cell in record.schools)
    found += any(read_posts(text_of(cell)).posts for _, cell in record.posts)
    found += 2 * _number_like(record)
    found += bool(read_phone(text_of(cells.get("phone", "")))[0]) and found > 0
    return found


def _filled(sheet: Sheet, heads: Heads, columns: Mapping[int, str]) -> list[list[Any]]:
    """Fill cells merged downwards: a village over its people, a person over two posts."""
    rows = list(sheet.rows)
    left = len(rows) * len(columns)  # an honest sheet merges a cell once
    for top, column, bottom, last in sheet.merged:
        if column != last or column not in columns or columns[column] in ("seat", "note"):
            continue
        cell = row_cell(rows[top], column) if heads.rows[-1] <= top < len(rows) else ""
        for at in range(top + 1, min(bottom + 1, len(rows)) if cell != "" else 0):
            left -= 1
            if left < 0:
                return rows
            rows[at] = [*rows[at], *[""] * (column + 1 - len(rows[at]))]
            rows[at][column] = cell
    return rows
