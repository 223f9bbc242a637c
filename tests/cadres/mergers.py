"""Mergers as the system administrator writes them down, for tests of what comes after."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts import services
from accounts.acting import Acting
from accounts.models import Division
from accounts.session import acting_as
from cadres import services as registry
from cadres.models import Tenure
from cadres.posts import Post
from cadres.queries.carrying import pending_in

LAST = date(2018, 6, 30)
NEXT = date(2018, 7, 1)


def merge(by: Acting, into: Division, *divisions: Division, last_day: date = LAST) -> None:
    with acting_as(by):
        services.merge_divisions(divisions=divisions, into=into, last_day=last_day, by=by)
    for one in (into, *divisions):
        one.refresh_from_db()


def convert(by: Acting, village: Division, name: str = "杨仙社区") -> Division:
    with acting_as(by):
        made = services.succeed_division(
            division=village, name=name, official_name=f"{name}居委会", unit_type="社区",
            committee_type="居民委员会", last_day=LAST, by=by,
        )  # fmt: skip
    village.refresh_from_db()
    return made


def carry(by: Acting, division: Division, choices: dict[Tenure, Post | None]) -> list[Tenure]:
    with acting_as(by):
        return registry.carry_over(
            division=division, choices={one.pk: post for one, post in choices.items()}, by=by
        )


def carry_all(by: Acting, division: Division, day: date) -> list[Tenure]:
    """Carry everybody over in the post he has."""
    with acting_as(by):
        found = pending_in(division, by, day)
        choices: dict[int, Any] = {one.pk: Post(one.post) for one in found}
        return registry.carry_over(division=division, choices=choices, by=by)
