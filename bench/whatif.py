"""Measure trials on the city in DATA_DIR: `python bench/whatif.py [year] [variants]`.

Twenty variants over the whole city are to take less than 5 s of computing. The city must hold
stored proposals or decisions of the year; with fewer than 12,000 cadres its townships are repeated.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import django

AIM, CADRES = 5.0, 12_000
LINES = (
    "grade.top_share=15%", "grade.top_share=25%", "plan.performance_min=60%",
    "attendance.days=20", "pay.rate.excellent=115%",
)  # fmt: skip


def main(year: int, number: int) -> int:
    from accounts.acting import command_line
    from accounts.models import Division
    from accounts.session import acting_as
    from rulebook import trying, variants
    from rulebook.editions import book_in_force
    from rulebook.trials import field_of

    with acting_as(command_line()) as by:
        city = Division.objects.order_by("path").first()
        began = perf_counter()
        field = field_of(by, city, year)
        read = perf_counter() - began
        stored = sum(len(case.people) for case in field.cases)
        if not stored:
            print(f"{year} 年没有已存的等次建议，先执行 settle_year")
            return 1
        times = max(1, -(-CADRES // stored)) if stored < CADRES * 0.8 else 1
        # A copy of a township is a township of its own: nothing worked out for one serves another.
        cases = [
            replace(case, town=replace(case.town, memo={}))
            for _ in range(times)
            for case in field.cases
        ]
        field = replace(field, cases=cases)
        lines = [*LINES, *(f"grade.top_share={share}%" for share in range(10, 40))][:number]
        asked = [variants.variant(book_in_force(), line) for line in lines]
        began = perf_counter()
        found = trying.tried(field, asked, Decimal(12_000))
        took = perf_counter() - began
        began = perf_counter()
        trying.beside(by, city, year, asked)
        more = perf_counter() - began
    print(f"读取 {stored} 人的冻结事实 {read:.2f} 秒" + (f"，重复 {times} 遍" if times > 1 else ""))
    cadres = found[0]["cadres"]
    print(
        f"{len(asked)} 个方案 × {cadres} 人：计算 {took:.2f} 秒，目标 {AIM} 秒；"
        f"其他决定 {more:.2f} 秒"
    )
    return 0 if took < AIM else 1


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from config.embedded.servers import attached

    asked = (*sys.argv[1:], *("2018", "20")[len(sys.argv) - 1 :])
    with attached():
        django.setup()
        raise SystemExit(main(int(asked[0]), int(asked[1])))
