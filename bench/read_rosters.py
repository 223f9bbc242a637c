"""Measure the reading of a made-up roster: `python bench/read_rosters.py [rows] [rounds]`.

The reader stands beside calamine alone on the same bytes: ratios count, not seconds. A roster of
12,000 rows should open in 0.4 s and its lines take 0.8 s; one of 120,000 stay under 500 MB.
"""

from __future__ import annotations

import io
import resource
import sys
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import xlsxwriter
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[1]))

from cadres.rosters.files import open_workbook
from cadres.rosters.heads import choose_sheet, find_heads
from cadres.rosters.reading import read_lines
from tests.cadres.rosters.made_up import TODAY, Cadre, team

HEADS = [
    "序号",
    "乡镇",
    "村",
    "姓名",
    "性别",
    "出生年月",
    "民族",
    "学历",
    "政治面貌",
    "入党时间",
    "身份证号",
    "职务",
    "任职时间",
    "联系电话",
    "备注",
]


def main(rows: int, rounds: int) -> None:
    content = _roster(rows)
    print(f"{rows} 行 × {len(HEADS)} 列，{len(content) / 2**20:.1f} MB")
    times: dict[str, list[float]] = {"calamine": [], "open_workbook": [], "read_lines": []}
    for _ in range(rounds):
        began = perf_counter()
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        opening = perf_counter()
        workbook = open_workbook(content, "")
        opened = perf_counter()
        assert choose_sheet(workbook)
        heads = find_heads(workbook.sheets[0])
        assert heads
        lines = read_lines(workbook.sheets[0], heads, heads.columns, today=TODAY)
        ended = perf_counter()
        assert len(lines) >= rows
        for name, took in zip(
            times, (opening - began, opened - opening, ended - opened), strict=True
        ):
            times[name].append(took)
    alone = median(times["calamine"])
    for name, took in times.items():
        print(f"{name:14} {median(took):6.2f} 秒  {median(took) / alone:5.1f} 倍")
    for name, who in (("本进程", resource.RUSAGE_SELF), ("读取进程", resource.RUSAGE_CHILDREN)):
        print(f"{name} {resource.getrusage(who).ru_maxrss / 1024:.0f} MB")


def _roster(rows: int) -> bytes:
    target, dice, written, place = io.BytesIO(), Random(1), 0, 0
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("花名册")
    sheet.write_row(0, 0, HEADS)
    while written < rows:
        place += 1
        for person in team(dice, f"第{place}村", set()):
            written += 1
            for column, cell in enumerate(_cells(person, written)):
                sheet.write(written, column, cell)
    book.close()
    return target.getvalue()


def _cells(person: Cadre, seat: int) -> list[object]:
    cells = person.cells
    joined = cells["party_joined"]
    return [
        seat, "金桥镇", person.village, person.name, person.sex, f"{person.born:%Y.%m}",
        cells["ethnicity"], cells["education"], cells["political_status"],
        f"{joined:%Y.%m}" if joined else "", person.number,
        "、".join(text for _, text in person.parts), f"{cells['since']:%Y.%m}", cells["phone"],
        cells["note"],
    ]  # fmt: skip


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(12_000, 5)[len(given) :])
