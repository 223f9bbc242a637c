"""How these tests read: a file through to its lines, a table of cells through to its lines."""

from __future__ import annotations

from cadres.rosters.files import open_workbook
from cadres.rosters.heads import choose_sheet, find_heads, missing
from cadres.rosters.lines import Line, Sheet
from cadres.rosters.reading import read_lines
from tests.cadres.rosters.made_up import TODAY

GOOD = "430422196911299056"
PERSON = {
    "序号": 1, "村": "云丰村", "姓名": "张三", "性别": "男", "出生年月": "1969.11", "民族": "汉",
    "学历": "高中", "政治面貌": "中共党员", "入党时间": "1991.10", "身份证号": GOOD,
    "职务": "村委委员", "任职时间": "2017.05", "联系电话": "18011585096", "备注": "",
}  # fmt: skip
# More people with valid numbers, for tables that need several.
OTHERS = (
    ("李四", "430422199502169879", "1995.02", "男"),
    ("王五", "430422198907089629", "1989.07", "女"),
    ("赵六", "430422198109119213", "1981.09", "男"),
    ("孙七", "430422196211109311", "1962.11", "男"),
)  # fmt: skip


def read_file(content: bytes, name: str = "") -> list[Line]:
    """Read as a person who corrects nothing: the chosen sheet, the guessed columns."""
    workbook = open_workbook(content, name)
    chosen = choose_sheet(workbook)
    return read(next(sheet for sheet in workbook.sheets if sheet.name == chosen))


def read(sheet: Sheet) -> list[Line]:
    heads = find_heads(sheet)
    assert heads is not None
    assert not missing(heads.columns)
    return read_lines(sheet, heads, heads.columns, today=TODAY)


def person(number: int = 0, **cells: object) -> dict[str, object]:
    """Give the cells of a person by header; number 1 to 4 are others than the first."""
    name, identity, born, sex = OTHERS[number - 1] if number else ("张三", GOOD, "1969.11", "男")
    joined = {"入党时间": "2016.07"} if number else {}
    return (
        PERSON
        | joined
        | {"姓名": name, "身份证号": identity, "出生年月": born, "性别": sex}
        | cells
    )


def table(*people: dict[str, object], heads: tuple[str, ...] = tuple(PERSON), merged=()) -> Sheet:
    """Lay people out below a row of headers."""
    return Sheet("表", [list(heads), *[[each[h] for h in heads] for each in people]], list(merged))


def one(**cells: object) -> Line:
    """Read a table of one person with these cells."""
    (line,) = read(table(person(**cells)))
    return line


def refused(line: Line) -> list[str]:
    return [problem.code for problem in line.refused]


def warned(line: Line) -> list[str]:
    return [problem.code for problem in line.warned]
