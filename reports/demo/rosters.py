"""Rosters in the showcase township: one written some time ago, one that waits to be confirmed."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date
from pathlib import Path

from django.conf import settings

from accounts.acting import Acting, acting_in
from accounts.models import RoleGrant
from accounts.roles import Role
from accounts.session import acting_as
from cadres import services
from cadres.models import Batch, Person, Tenure
from cadres.posts import label
from reports.demo.cast import SHOWCASE

SAMPLE = Path(settings.BASE_DIR) / "samples/roster-b.xlsx"
WRITTEN_ON, SENT_ON = date(2018, 12, 5), date(2018, 12, 19)
PEOPLE = 8  # whose phone numbers the written roster put right
HEADS = ("村（社区）", "姓名", "身份证号", "职务", "手机号")


def leave_rosters() -> dict[str, int]:
    """Bring both in as the township's clerk, by the very services of the pages."""
    clerk = _clerk()
    with acting_as(clerk, "demo"):
        written = _take(clerk, "2018年12月通讯录.csv", _phones(clerk))
        services.confirm_batch(batch=written, by=clerk)
        waiting = _take(clerk, "新市镇村干部花名册.xlsx", SAMPLE.read_bytes())
        # Built on whatever day it is: the story's own days stand on the page.
        Batch.objects.filter(pk=written.pk).update(sent_on=WRITTEN_ON, confirmed_on=WRITTEN_ON)
        Batch.objects.filter(pk=waiting.pk).update(sent_on=SENT_ON)
    return {"已写入": written.counts["changed"], "待确认": waiting.counts["read"]}


def _clerk() -> Acting:
    grants = RoleGrant.objects.filter(role=Role.TOWNSHIP_CLERK, division__name=SHOWCASE)
    return acting_in(grants.select_related("user", "division__parent").order_by("pk")[0])


def _take(clerk: Acting, name: str, content: bytes) -> Batch:
    township = clerk.division
    assert township is not None
    return services.take_roster(township=township, name=name, content=content, by=clerk)


def _phones(clerk: Acting) -> bytes:
    """Write a sheet of the first people in post, each with a new phone number."""
    posts: dict[tuple[int, str], list[str]] = defaultdict(list)
    tenures = Tenure.objects.visible_to(clerk).filter(ended_on=None).select_related("village")
    for tenure in tenures.order_by("person", "pk"):
        posts[tenure.person_id, tenure.village.name].append(tenure.post)
    first = list(posts)[:PEOPLE]
    people = Person.objects.visible_to(clerk).in_bulk([person for person, _ in first])
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(HEADS)
    for place, (pk, village) in enumerate(first):
        person = people[pk]
        held = label(posts[pk, village])
        sheet.writerow([village, person.name, person.id_number, held, f"139000012{place:02d}"])
    return out.getvalue().encode("utf-8-sig")
