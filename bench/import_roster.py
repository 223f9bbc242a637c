"""Measure the import of a roster: `DATA_DIR=var/bench python bench/import_roster.py [people]`.

On a DATA_DIR of its own, built with `manage.py city --size none`: a made-up township with a
village for every four people is added to it and stays. Printed: what reading the file with calamine
and copying its rows costs (the yardstick), what the import costs end to end (dry run, confirm,
history, row security, as the application's role), their ratio, and the peak memory.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from time import perf_counter

import django

TOWN = "测速镇"
AIM_RATIO, AIM_SECONDS, AIM_MEMORY = 25, 8.0, 500  # at 12,000; MB at 120,000
HEADS = (
    "序号", "乡镇", "村", "姓名", "性别", "出生年月", "民族", "文化程度", "政治面貌", "入党时间",
    "身份证号码", "职务", "任职时间", "联系电话", "备注",
)  # fmt: skip
POSTS = ("村党支部书记", "村委会主任", "支委委员", "村秘书")
SCHOOLS = ("高中", "大专", "本科", "中专", "初中")


def make_place(villages: int) -> None:
    """As the owner: a table to copy into, and one more township with so many villages."""
    from django.db import connection

    from accounts.models import Division
    from accounts.queries import next_paths
    from accounts.roles import Level

    county = Division.objects.filter(level=Level.COUNTY).order_by("path").first()
    names = {"name": TOWN, "official_name": TOWN, "unit_type": "镇"}
    town = Division.objects.create(
        parent=county, level=Level.TOWNSHIP, path=next(next_paths(county)), **names
    )
    with connection.cursor() as cursor:
        columns = ", ".join(f"c{number} text" for number in range(len(HEADS)))
        cursor.execute("DROP TABLE IF EXISTS yardstick")
        cursor.execute(f"CREATE TABLE yardstick ({columns})")
    paths = next_paths(town)
    Division.objects.bulk_create(
        Division(
            parent=town, level=Level.VILLAGE, unit_type="村", path=next(paths),
            name=f"第{number}村", official_name=f"第{number}村委会",
        )
        for number in range(villages)
    )  # fmt: skip


def made_up(people: int, salt: int) -> bytes:
    """Give a roster with a village for every four people."""
    import xlsxwriter

    from cadres.identity import check_character
    from reports.demo.build import DATA
    from reports.demo.names import read

    dice = random.Random(salt)
    known = read(DATA / "names")
    surnames = list(known.surnames)
    given = [name for names in known.listed.values() for name in names]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("花名册")
    sheet.write_row(0, 0, [f"{TOWN}村（社区）干部基本情况登记表"])
    sheet.write_row(1, 0, HEADS)
    for number in range(people):
        born = date(1960, 1, 1) + timedelta(days=number % 12000)
        sequence = 901 + (number // 12000 + salt) % 89
        first17 = f"430481{born:%Y%m%d}{sequence:03d}"
        name = dice.choice(surnames) + dice.choice(given)
        row = [
            str(number + 1), TOWN, f"第{number // 4}村", name, "男" if sequence % 2 else "女",
            f"{born:%Y.%m}", "汉", dice.choice(SCHOOLS), "中共党员", f"{born.year + 22}.07",
            first17 + check_character(first17), POSTS[number % 4], "2017.05",
            f"13{dice.randrange(10**9):09d}", "",
        ]  # fmt: skip
        sheet.write_row(number + 2, 0, row)
    book.close()
    return out.getvalue()


def yardstick(content: bytes) -> tuple[float, float]:
    """Read with calamine and COPY the rows into a table; give the seconds of each."""
    from django.db import connection, transaction
    from python_calamine import CalamineWorkbook

    began = perf_counter()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    read = perf_counter() - began
    began = perf_counter()
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy("COPY yardstick FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([str(cell) for cell in row])
    return read, perf_counter() - began


def imported(content: bytes) -> dict[str, float]:
    """Bring the roster in; give the seconds of dry run and confirmation."""
    from accounts.acting import command_line
    from accounts.models import Division
    from accounts.session import acting_as
    from cadres import services

    by = command_line("测速")
    town = Division.objects.select_related("parent").filter(name=TOWN).last()
    began = perf_counter()
    with acting_as(by, "bench"):
        batch = services.take_roster(township=town, name="测速.xlsx", content=content, by=by)
    judged = perf_counter() - began
    began = perf_counter()
    with acting_as(by, "bench"):
        batch = services.confirm_batch(batch=batch, by=by)
    written = perf_counter() - began
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {"judged": judged, "written": written, "own": own, "child": child, **batch.counts}


def runs_before() -> int:
    """Count by twelve thousands the numbers that earlier runs took: each needs fresh ones."""
    from accounts.acting import command_line
    from accounts.session import acting_as
    from cadres.models import Person

    with acting_as(command_line("测速")):
        return -(-Person.objects.filter(unit__name=TOWN).count() // 12_000)


def main(people: int) -> int:
    environment = {**os.environ, "DATABASE_ROLE": "owner", "BENCH_PLACE": str(people // 4 + 1)}
    subprocess.run([sys.executable, __file__], check=True, env=environment)
    content = made_up(people, runs_before())
    read, copied = min(yardstick(content) for _ in range(3))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        # In a process of its own: ours has held the yardstick's rows.
        alone = {**os.environ, "BENCH_FILE": file.name}
        command = [sys.executable, __file__]
        done = subprocess.run(command, check=True, env=alone, capture_output=True, text=True)
    found = json.loads(done.stdout)
    own, child = found["own"], found["child"]
    ours = found["judged"] + found["written"]
    ratio = ours / (read + copied)
    print(json.dumps({name: found[name] for name in ("read", "new", "changed", "same", "refused")}))
    print(f"标尺：calamine {read:.2f} 秒 + COPY {copied:.2f} 秒")
    print(f"导入：核对 {found['judged']:.2f} 秒 + 写入 {found['written']:.2f} 秒 = {ours:.2f} 秒")
    print(f"{people} 人：{ratio:.1f} 倍（目标 {AIM_RATIO} 倍以内，12,000 人 {AIM_SECONDS} 秒以内）")
    print(f"内存峰值：本进程 {own} MB，读表的子进程 {child} MB（120,000 人 {AIM_MEMORY} MB 以内）")
    within = ratio <= AIM_RATIO and (people > 12_000 or ours <= AIM_SECONDS)
    return 0 if within and own < AIM_MEMORY else 1


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    from config.embedded.servers import attached, silent

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    with attached(silent):
        django.setup()
        if os.environ.get("BENCH_PLACE"):
            make_place(int(os.environ["BENCH_PLACE"]))
        elif os.environ.get("BENCH_FILE"):
            with open(os.environ["BENCH_FILE"], "rb") as roster:
                print(json.dumps(imported(roster.read())))
        else:
            sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 12_000))
