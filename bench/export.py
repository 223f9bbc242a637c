"""Measure the export: `DATA_DIR=var/crowd python bench/export.py [people] [rounds]`.

In a city of 12,000: exporting all as the whole work, from the conditions of the list to the event,
against a bare XlsxWriter that is handed the finished rows, in turn in one run: 1.5 times at most.
Then the city is filled up, and the peak memory of a process that exports 12,000 people is compared
with that of one that exports all: the same within some megabytes. The city grows by bench/crowd.py,
so take a DATA_DIR of its own, new for each run: one that is larger already makes the first harder.
"""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
from dataclasses import replace
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter

import django

FEW = 12_000
AIM, MORE = 1.5, 60  # times; megabytes


def ratio(rounds: int) -> float:
    rows = finished()
    gc.freeze()  # these rows are the bare writer's; the export must not carry them along
    times = {"整个导出": [], "XlsxWriter 写同样的行": []}
    for turn in range(rounds):
        # A B B A: whoever goes second finds everything warm, so they take turns at that.
        pairs = [("整个导出", whole), ("XlsxWriter 写同样的行", lambda: bare(rows))]
        for name, run in pairs if turn % 2 else reversed(pairs):
            began = perf_counter()
            run()
            times[name].append(perf_counter() - began)
    for name, taken in times.items():
        print(f"{name}\t{len(rows)} 行\t中位 {median(taken):.2f} 秒\t最快 {min(taken):.2f} 秒")
    found = median(a / b for a, b in zip(*times.values(), strict=True))
    print(f"比值 {found:.2f}，目标 {AIM} 以内", flush=True)
    return found


def memory() -> float:
    few, all_of_them = (peak(count) for count in (FEW, 0))
    print(f"内存最高 {FEW} 人 {few:.0f} MB，全部 {all_of_them:.0f} MB，目标多出 {MORE} MB 以内")
    return all_of_them - few


def whole(count: int = FEW) -> None:
    """Export as the page does, the first so many people of the list."""
    from accounts.clock import today
    from accounts.encryption import encrypt_bytes
    from accounts.session import acting_as
    from reports.exports.making import make_list
    from reports.exports.orders import Order, selection

    by = reader()
    with acting_as(by, "bench"):
        chosen = selection(Order("holding=all"), by=by, today=today())
        chosen = replace(chosen, keys=chosen.keys[: count or None])
        made = make_list(Order("holding=all"), chosen, by=by, today=today())
        with made.content as file:
            if not count:
                encrypt_bytes(file.read(), "bench")  # as a file made in the background is kept


def finished() -> list[list[str | int]]:
    from accounts import work
    from accounts.clock import today
    from accounts.session import acting_as
    from reports.exports.orders import Order, look, selection
    from reports.exports.rows import list_rows

    by = reader()
    with acting_as(by, "bench"):
        keys = selection(Order("holding=all"), by=by, today=today()).keys[:FEW]
        return list(list_rows(keys, day=today(), look=look(Order(""), by), progress=work.silent))


def bare(rows: list[list[str | int]]) -> None:
    import xlsxwriter

    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        book.close()


def reader():
    from accounts.acting import acting_in
    from accounts.models import RoleGrant

    found = RoleGrant.objects.select_related("user", "division")
    return acting_in(found.get(user__username="crowd-city"))


def peak(count: int) -> float:
    """Give the peak of a process that does nothing else."""
    done = subprocess.run(
        [sys.executable, __file__, "peak", str(count)], check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from config.embedded.servers import attached

    with attached():
        if sys.argv[1:2] == ["peak"]:
            django.setup()
            whole(int(sys.argv[2]))
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            raise SystemExit(0)
        from crowd import ensure

        ensure(FEW)
        django.setup()
        slower = ratio(int(sys.argv[2]) if len(sys.argv) > 2 else 5)
        ensure(int(sys.argv[1]) if len(sys.argv) > 1 else 120_000)
        raise SystemExit(0 if memory() < MORE and slower <= AIM else 1)
