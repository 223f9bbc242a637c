"""From rows to lines: each person's values, what is wrong with them, what was read all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cadres.posts import Body
from cadres.rosters import repeats, villages
from cadres.rosters.cells import row_cell, says_nothing, text_of
from cadres.rosters.dates import pads, readings
from cadres.rosters.entries import (
    education_is_usual,
    first_phone,
    highest,
    read_code,
    read_name,
    read_phone,
    read_sex,
    read_source,
    read_text,
)
from cadres.rosters.fields import BY_KEY
from cadres.rosters.identities import Number, read_number
from cadres.rosters.lines import Heads, Line, Month, Problem, Sheet
from cadres.rosters.posts import body_of, read_together
from cadres.rosters.sieve import Record, people

ADULT = 18
SEXES = {"1": "男", "2": "女"}
DATES = ("since", "party_joined", "full_member", "first_job")
TABLES = ("ethnicity", "political_status", "health", "degree")
TEXTS = frozenset((
    "county", "township", "village", "native_place", "birthplace", "professional_title", "bank",
    "note", "seat",
))  # fmt: skip
PLACES = ("county", "township", "village")  # whose names hold no spaces
NUMBERS = ("file_number", "edition")
NAME_SPACE = "\u3000"


@dataclass(frozen=True, slots=True)
class Layout:
    """What all rows of a sheet share: whose posts a column holds, how its months are written."""

    today: date
    bodies: dict[int, Body | None]
    padded: frozenset[str]


def read_lines(
    sheet: Sheet, heads: Heads, columns: Mapping[int, str], *, today: date
) -> list[Line]:
    """Give one line for each person, in the order of the sheet."""
    columns = {column: key for column, key in columns.items() if key in BY_KEY}
    layout = _layout(sheet, heads, columns, today)
    lines, sections = [], []
    for record in people(sheet, heads, columns):
        lines.append(_line(record, layout))
        sections.append(record.section)
    villages.complete(lines, sections, sheet, heads, columns)
    return repeats.judge(lines)


def _layout(sheet: Sheet, heads: Heads, columns: Mapping[int, str], today: date) -> Layout:
    heading = dict(enumerate(heads.texts))
    bodies = {
        column: body_of(heading.get(column, ""))
        for column, key in columns.items()
        if key == "posts"
    }
    padded = {
        key
        for column, key in columns.items()
        if key in (*DATES, "born") and any(pads(row_cell(row, column)) for row in sheet.rows)
    }
    return Layout(today, bodies, frozenset(padded))


def _line(record: Record, layout: Layout) -> Line:
    line = Line(record.sheet_row, _texts(record))
    _read_name(line, record)
    number = _read_number(line, record, layout)
    _read_posts(line, record, layout)
    _read_sex(line, record, number)
    _read_born(line, record, number, layout)
    for key in DATES:
        _read_date(line, key, record, layout)
    _check_dates(line, number, layout)
    _read_codes(line, record)
    _read_contacts(line, record)
    _read_texts(line, record)
    return line


def _texts(record: Record) -> dict[str, str]:
    texts = {key: text for key, cell in record.cells.items() if (text := text_of(cell))}
    posts = [text for _, cell in record.posts if (text := text_of(cell))]
    schools = [text for cell in record.schools if (text := text_of(cell))]
    if posts:
        texts["posts"] = "、".join(posts)
    if schools:
        texts["education"] = "、".join(schools)
    return texts


def _read_name(line: Line, record: Record) -> None:
    text = text_of(record.cells.get("name", ""))
    name, possible = read_name(text)
    if says_nothing(name):
        line.refused.append(Problem("name_missing", "name", "姓名未填写，请按身份证填写。"))
        return
    line.values["name"] = name
    if not possible:
        sentence = f"“{name}”不像姓名。姓名只能是汉字（少数民族姓名可带间隔点），请按身份证填写。"
        line.refused.append(Problem("name_wrong", "name", sentence))
    if NAME_SPACE in text.strip():
        line.tolerated.append("full_width_space_in_name")


def _read_number(line: Line, record: Record, layout: Layout) -> Number:
    number = read_number(record.cells.get("id_number", ""), layout.today)
    if number.number:
        line.values["id_number"] = number.number
    line.refused.extend(number.refused)
    line.warned.extend(number.warned)
    line.tolerated.extend(number.tolerated)
    return number


def _read_posts(line: Line, record: Record, layout: Layout) -> None:
    cells = tuple((text_of(cell), layout.bodies.get(column)) for column, cell in record.posts)
    found = read_together(cells)
    if found.sentence:
        line.refused.append(Problem("unknown_post", "posts", found.sentence))
    elif found.posts:
        line.values["posts"] = list(found.posts)
    else:
        line.refused.append(Problem("post_missing", "posts", "职务未填写，请填写本人的村内职务。"))
    if found.ignored:
        sentence = f"{'、'.join(found.ignored)}不在本库登记，只登记其他职务。"
        line.warned.append(Problem("side_post_ignored", "posts", sentence))


def _read_sex(line: Line, record: Record, number: Number) -> None:
    text = text_of(record.cells.get("sex", ""))
    if says_nothing(text):
        return
    sex = read_sex(text)
    if not sex:
        sentence = f"性别“{text}”认不出来，已按身份证号认定；请填“男”或“女”。"
        line.warned.append(Problem("sex_unreadable", "sex", sentence))
        return
    line.values["sex"] = sex
    if number.is_good and number.reading and number.reading.sex != sex:
        own = SEXES[number.reading.sex]
        sentence = (
            f"身份证号第 17 位表示{own}性，表中填的是{SEXES[sex]}，请对照身份证核对号码和性别。"
        )
        line.refused.append(Problem("sex_mismatch", "sex", sentence))


def _read_born(line: Line, record: Record, number: Number, layout: Layout) -> None:
    cell = record.cells.get("born", "")
    if says_nothing(text_of(cell)):
        return
    found = readings(cell, today=layout.today, padded="born" in layout.padded)
    own = number.reading.born_on if number.is_good and number.reading else None
    if own and len(found) > 1:
        found = tuple(month for month in found if month.covers(own)) or found[:1]
    if len(found) != 1:
        line.warned.append(_unreadable("born", cell, found))
        return
    line.values["born"] = found[0]
    if own and not found[0].covers(own):
        sentence = f"身份证号中的出生日期是 {own}，表中填的是“{text_of(cell)}”，请对照身份证核对。"
        line.refused.append(Problem("birth_mismatch", "born", sentence))


def _read_date(line: Line, key: str, record: Record, layout: Layout) -> None:
    cell = record.cells.get(key, "")
    if says_nothing(text_of(cell)):
        if key == "since":
            sentence = "没有填写任职时间，请补填到年月，如 2017.05。"
            line.warned.append(Problem("since_missing", "since", sentence))
        return
    found = readings(cell, today=layout.today, padded=key in layout.padded)
    if len(found) == 1:
        line.values[key] = found[0]
    else:
        line.warned.append(_unreadable(key, cell, found))


def _unreadable(key: str, cell: Any, found: tuple[Month, ...]) -> Problem:
    label, text = BY_KEY[key].label, text_of(cell)
    if found:
        year = found[0].year
        sentence = f"{label}“{text}”分不清是 1 月还是 10 月，请按文本写成“{year}.01”或“{year}.10”。"
    else:
        sentence = f"{label}“{text}”读不出年月，请写成“1975.08”或“1975年8月”的样子。"
    return Problem("date_unreadable", key, sentence)


def _check_dates(line: Line, number: Number, layout: Layout) -> None:
    """Remark on dates that cannot be: to come, or the Party before the age of 18."""
    for key in DATES:
        month = line.values.get(key)
        if month and month.first > layout.today:
            sentence = f"{BY_KEY[key].label}“{line.texts[key]}”在今天之后，请核对。"
            code = "since_in_future" if key == "since" else "date_in_future"
            line.warned.append(Problem(code, key, sentence))
    joined = line.values.get("party_joined")
    born = number.reading.born_on if number.is_good and number.reading else None
    if joined and born and _age_at_most(joined, born) < ADULT:
        sentence = f"按入党时间“{line.texts['party_joined']}”算，入党时不满 {ADULT} 周岁，请核对。"
        line.warned.append(Problem("party_before_18", "party_joined", sentence))


def _age_at_most(month: Month, born: date) -> int:
    """Give the age on the last day that the month allows."""
    day = month.day or 31
    return month.year - born.year - ((month.month, day) < (born.month, born.day))


def _read_codes(line: Line, record: Record) -> None:
    for key in TABLES:
        text = text_of(record.cells.get(key, ""))
        if says_nothing(text):
            continue
        if code := read_code(key, text):
            line.values[key] = code
        else:
            line.warned.append(_unknown(_WARNINGS[key], key, text))
    found = []
    for cell in record.schools:
        text = text_of(cell)
        if says_nothing(text):
            continue
        if code := read_code("education", text):
            found.append(code)
            if not education_is_usual(text) and "education_alias" not in line.tolerated:
                line.tolerated.append("education_alias")
        else:
            line.warned.append(_unknown("education_unknown", "education", text))
    if found:
        line.values["education"] = highest(found)


_WARNINGS = {
    "ethnicity": "ethnicity_unknown",
    "political_status": "political_unknown",
    "health": "health_unknown",
    "degree": "degree_unknown",
}


def _unknown(code: str, key: str, text: str) -> Problem:
    label = BY_KEY[key].label
    return Problem(code, key, f"{label}“{text}”不在国家标准代码之内，本次不录入；请改用标准名称。")


def _read_contacts(line: Line, record: Record) -> None:
    text = text_of(record.cells.get("phone", ""))
    if not says_nothing(text):
        phone, dashed = read_phone(text)
        if phone:
            line.values["phone"] = phone
            line.tolerated.extend(["dashed_phone"] if dashed else [])
        else:
            line.warned.append(_odd_phone(line, text))
    source = text_of(record.cells.get("source", ""))
    if not says_nothing(source):
        if value := read_source(source):
            line.values["source"] = value
        else:
            sentence = f"干部来源“{source}”不在可选项之内，本次不录入。"
            line.warned.append(Problem("source_unknown", "source", sentence))


def _odd_phone(line: Line, text: str) -> Problem:
    """Take the first of several numbers; without one, leave the phone out."""
    if first := first_phone(text):
        line.values["phone"] = first
        sentence = f"“{text}”不只一个手机号，只录入第一个 {first}，请核对。"
    else:
        sentence = f"“{text}”不是 11 位手机号，本次不录入；请核对后补填。"
    return Problem("phone_odd", "phone", sentence)


def _read_texts(line: Line, record: Record) -> None:
    for key, cell in record.cells.items():
        if key in TEXTS and (text := read_text(text_of(cell))):
            line.values[key] = text.replace(" ", "") if key in PLACES else text
    account = text_of(record.cells.get("bank_account", ""))
    if digits := read_text(account).replace(" ", ""):
        if digits.isdecimal():
            line.values["bank_account"] = digits
        else:
            sentence = (
                "银行账号不是一串数字，可能被 Excel 当成了数字，本次不录入；请设为“文本”后重录。"
            )
            line.warned.append(Problem("account_unreadable", "bank_account", sentence))
    for key in NUMBERS:
        text = read_text(text_of(record.cells.get(key, "")))
        if text.isdecimal() and len(text) <= 18:
            line.values[key] = int(text)
