"""What the log is asked: page after page, and who saw a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.heads import Head
from audit.models import Event, Link

PERSON = "cadres.person"
# Whoever did one of these had a person's file or its sensitive fields before him.
SEEN = (
    "cadre.viewed",
    "cadre.unmasked",
    "cadre.exported",
    "cadre.listed",
    "cadre.searched_by_number",
)
SAME = {  # filter → column; each has an index that ends in the time
    "account": "actor",
    "event": "name",
    "object": "object_label",
    "address": "address",
    "type": "object_type",
    "id": "object_id",
}


def searched(given: Mapping[str, Any]) -> QuerySet[Event]:
    """Keep what answers to the filters, the newest first."""
    found = Event.objects.order_by("-at", "-pk")
    same = {column: given[name] for name, column in SAME.items() if given.get(name)}
    if given.get("first"):
        found = found.filter(at__gte=_midnight(given["first"]))
    if given.get("last") and given["last"] < date.max:
        found = found.filter(at__lt=_midnight(given["last"] + timedelta(days=1)))
    return found.filter(**same)


def page(found: QuerySet[Event], size: int, before: int | None) -> tuple[list[Event], int | None]:
    """Give one page and the number after which the next begins; nothing is counted or skipped."""
    mark = Event.objects.filter(pk=before).values_list("at", flat=True).first() if before else None
    if mark is not None:
        found = found.filter(at__lte=mark).exclude(Q(at=mark, pk__gte=before))
    rows = list(found[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else None


@dataclass(slots=True)
class Seer:
    """Somebody who saw a person in the time asked for, and how often."""

    account: str
    name: str
    role: str
    place: str
    addresses: list[str]
    first: datetime
    last: datetime
    times: int = 0


def who_saw(person: int, since: datetime, until: datetime) -> list[Event]:
    """List the looks at a person, the newest first: at his file, or at a list that names him."""
    between = Event.objects.filter(at__gte=since, at__lte=until)
    # Two statements, each with an index of its own; joined by OR neither would be used.
    own = between.filter(object_type=PERSON, object_id=str(person), name__in=SEEN)
    among = between.filter(data__has_key="people", data__people__contains=[person])
    events = {event.pk: event for event in chain(own, among)}
    return sorted(events.values(), key=lambda event: (event.at, event.pk), reverse=True)


def seers(events: Iterable[Event]) -> list[Seer]:
    """Sum looks up by account and role; whoever looked last comes first."""
    found: dict[tuple[str, str, str], Seer] = {}
    for event in events:
        key = event.actor, event.role, event.place
        seer = found.setdefault(
            key,
            Seer(event.actor, event.actor_name, event.role, event.place, [], event.at, event.at),
        )
        seer.first, seer.times = min(seer.first, event.at), seer.times + 1
        if event.address and event.address not in seer.addresses:
            seer.addresses.append(event.address)
    return list(found.values())


def last_link() -> Link | None:
    """Give the end of the chain."""
    return Link.objects.order_by("-seq").first()


def holds(head: Head) -> bool:
    """Tell whether the chain still has a head that was noted outside."""
    return Link.objects.filter(seq=head.seq, hash=head.hash).exists()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
