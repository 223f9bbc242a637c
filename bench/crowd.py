"""Fill a city with made-up people: `DATA_DIR=var/crowd python bench/crowd.py [people]`.

For measuring at sizes that the demo does not have. On a DATA_DIR of its own, built with
`manage.py city --size none`: people and readers stay there. As the owner, past row security.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import date, timedelta
from time import perf_counter

import django

STEP = 4_000  # people written at a time
READERS = {
    "crowd-city": "city_officer",
    "crowd-county": "county_officer",
    "crowd-town": "township_clerk",
}
REGIONS = ("430481", "430421", "430422", "430423", "430424", "430426", "430482", "430408")
LATEST = date(2018, 12, 1)


def ensure(people: int) -> None:
    """Fill the city in a process of its own: this one stays the application's role."""
    subprocess.run([sys.executable, __file__, str(people)], check=True)


def main(people: int) -> None:
    from cadres.models import Person

    began, there = perf_counter(), Person.objects.count()
    if there < people:
        _fill(there, people)
    print(f"城里有 {max(there, people)} 人（{perf_counter() - began:.0f} 秒）", flush=True)


def _fill(there: int, people: int) -> None:
    from django.db import connection, transaction

    from accounts.acting import command_line
    from accounts.models import Division
    from accounts.roles import Level
    from accounts.session import acting_as
    from cadres.models import Person, Tenure
    from reports.demo.writing import analyze

    villages = list(Division.objects.filter(level=Level.VILLAGE).select_related("parent__parent"))
    for first in range(there, people, STEP):
        with acting_as(command_line("造人"), "crowd"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if first == 0:
                _readers(villages)
            _some(villages, first, min(STEP, people - first))
    with transaction.atomic():
        analyze(Person, Tenure, Division)
    connection.close()
    with connection.cursor() as cursor:  # what autovacuum would do within minutes
        cursor.execute("VACUUM (ANALYZE) cadres_person")
        cursor.execute("VACUUM (ANALYZE) cadres_tenure")


def _some(villages, first: int, count: int) -> None:
    from pathlib import Path

    from reports.demo import names
    from reports.demo.writing import write

    known, dice = names.read(Path("data/names")), random.Random(first)
    chosen = [villages[(first + turn) % len(villages)] for turn in range(count)]
    people = write(
        [_person(known, dice, village, first + turn) for turn, village in enumerate(chosen)]
    )
    write(
        [
            t
            for person, village in zip(people, chosen, strict=True)
            for t in _tenures(dice, person, village)
        ]
    )


def _person(known, dice, village, turn: int):
    from cadres.identity import check_character
    from cadres.models import Person, number_index, tail_index
    from cadres.pinyin import read_name

    # Sequence codes 901 to 989 are borne by nobody: 89 to a day and region.
    day, sequence = divmod(turn // 8, 89)
    born = date(1955, 1, 1) + timedelta(days=day * 61 % 15_000)
    region = REGIONS[turn % len(REGIONS)]
    first17 = f"{region}{born:%Y%m%d}{901 + sequence}"
    number = first17 + check_character(first17)
    sex = "1" if int(number[16]) % 2 else "2"
    name = known.draw(dice, sex=sex, born=born.year, local=["刘", "陈", "曾"])
    pinyin, initials = read_name(name)
    return Person(
        unit=village.parent, scope_path=village.parent.path, name=name, pinyin=pinyin,
        initials=initials, id_number=number, id_index=number_index(number),
        tail_index=tail_index(number), sex=sex, born_on=born,
        education=dice.choice(("21", "31", "41", "61", "71")),
        political_status=dice.choice(("01", "01", "13")), health="10",
        phone=f"1390000{turn % 10_000:04d}", native_place="湖南衡阳",
        first_job_on=date(born.year + 19, 7, 1),
    )  # fmt: skip


def _tenures(dice, person, village):
    """Give what somebody holds or held: nine in ten are in post, one in ten holds two posts."""
    from cadres.models import Began, Ended, Tenure
    from cadres.posts import Post

    posts = dice.sample((Post.PARTY_MEMBER, Post.VC_MEMBER, Post.SUPERVISION_MEMBER), 2)
    began = LATEST - timedelta(days=dice.randrange(3_000))
    left = began + timedelta(days=100) if dice.random() < 0.1 else None
    for post in posts[: 2 if dice.random() < 0.1 else 1]:
        yield Tenure(
            person=person, village=village, scope_path=village.path, post=post, began_on=began,
            began_how=Began.ELECTED, ended_on=left, ended_how=Ended.RESIGNATION if left else "",
            source="local",
        )  # fmt: skip


def _readers(villages) -> None:
    from django.utils import timezone

    from accounts.models import RoleGrant, User

    admins = list(User.objects.order_by("pk")[:2])
    township = villages[0].parent
    places = [township.parent.parent, township.parent, township]
    for (username, role), place in zip(READERS.items(), places, strict=True):
        user = User.objects.create(
            username=username, name="测速", password="!", password_changed_at=timezone.now()
        )
        RoleGrant.objects.create(
            user=user, role=role, division=place, first_day=date(2016, 1, 1),
            proposed_by=admins[0], approved_by=admins[1],
        )  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ["DATABASE_ROLE"] = "owner"
    from config.embedded.servers import attached

    with attached():
        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 120_000)
