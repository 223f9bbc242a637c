"""A pledge with a promise and a request, for the addresses that tests/test_doors.py knocks at."""

from __future__ import annotations

from datetime import date

from django.db.models import Model

from accounts.acting import Acting
from cadres.models import Person
from supervision.models import Extension, Pledge, PledgeItem


def rows_of(pk: int, clerk: Acting, officer: Acting) -> dict[str, Model]:
    """Give a row of each kind, of a cadre of the clerk's own township."""
    person = Person.objects.get(pk=pk)
    pledge = Pledge.objects.create(
        person=person, name=person.name, village=person.tenures.first().village, posts="书记",
        scope_path=clerk.division.path, year=2018, drafted_by=clerk.user,
        drafted_on=date(2018, 1, 8),
    )  # fmt: skip
    item = PledgeItem.objects.create(
        pledge=pledge, scope_path=pledge.scope_path, dimension="performance", topic="基层党建",
        promise="阵地改造完工", measure="验收单", weight=100, due_on=date(2018, 12, 30),
    )  # fmt: skip
    handed = {"discussed_at": "party_meeting", "discussed_on": date(2018, 1, 9)}
    signed = {"approved_by": officer.user, "approved_on": date(2018, 1, 9)}
    steps = (
        {"status": "discussed", "discussed_by": clerk.user} | handed,
        {"status": "approved"} | signed,
        {"status": "signed", "signed_on": date(2018, 1, 10)},
    )
    for step in steps:
        Pledge.objects.filter(pk=pledge.pk).update(**step)
    pledge.refresh_from_db()
    asked = Extension.objects.create(
        item=item, scope_path=item.scope_path, due_before=item.due_on, asked_by=clerk.user,
        new_due_on=date(2018, 12, 31), reason="试", asked_on=date(2018, 12, 20),
    )  # fmt: skip
    return {"pledges": pledge, "pledge_items": item, "extensions": asked}
