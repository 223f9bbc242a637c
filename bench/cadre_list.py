"""Measure the list of cadres on the city in DATA_DIR: `python bench/cadre_list.py [rounds]`.

As an officer of the city, who sees everybody. The aim is 300 ms on the server at 12,000 people.
"""

from __future__ import annotations

import os
import re
import sys
from statistics import median
from time import perf_counter

import django

PEOPLE = re.compile(r"页，([\d,]+) 人")
AIM = 300  # milliseconds
PAGES = {
    "第一页": {},
    "第 200 页": {"page": "200"},
    "全部人员": {"holding": "all"},
    "姓名": {"q": "国华"},
    "拼音": {"q": "zengguohua"},
    "村名": {"q": "新"},
    "职务": {"post": "party_secretary"},
    "往日在任": {"on": "2017-01-01"},
    "不在任": {"holding": "no"},
    "警示或处分期内": {"measure": "on"},
    "年龄、学历、政治面貌": {"age": "45", "education": "30", "political": "01"},
    "按村排序": {"o": "village"},
    "按现职起排序": {"o": "-since"},
}


def main(rounds: int) -> int:
    from django.test import Client

    browser = _log_in(Client())
    worst = 0.0
    for name, conditions in PAGES.items():
        times, people = [], "0"
        for _ in range(rounds):
            began = perf_counter()
            response = browser.get("/cadres/", conditions)
            times.append((perf_counter() - began) * 1000)
            assert response.status_code == 200, response.status_code
            if found := PEOPLE.search(response.content.decode()):
                people = found[1]
        worst = max(worst, median(times))
        print(f"{name}\t{people} 人\t中位 {median(times):.0f} ms\t最慢 {max(times):.0f} ms")
    print(f"最慢一种的中位数 {worst:.0f} ms，目标 {AIM} ms")
    return 0 if worst < AIM else 1


def _log_in(browser):
    from accounts.models import RoleGrant
    from accounts.roles import Role

    grant = RoleGrant.objects.filter(role=Role.CITY_OFFICER).select_related("user").first()
    if grant is None:
        sys.exit("这个库里没有市委组织部账号，请先运行 make city。")
    return log_in_with(browser, grant)


def log_in_with(browser, grant):
    """Log the holder of a grant in, past password and second factor."""
    from django.db import transaction

    from accounts.sessions import GRANT, begin

    browser.force_login(grant.user)
    session = browser.session
    with transaction.atomic():
        begin(session, grant.user, with_factor=True)
    session[GRANT] = grant.pk
    session.save()
    return browser


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver")
    from config.embedded.servers import attached

    with attached():
        django.setup()
        raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
