"""Write down who held what, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from audit.services import record
from cadres import clashes, rules
from cadres.clashes import clashes_refused
from cadres.models import Began, Ended, Person, Source, Team, Tenure
from cadres.posts import TEAM_POSTS, Post

ONE_DAY = timedelta(days=1)
CORRECTED = {"began_on", "began_how", "ended_on", "ended_how", "approved_by", "source"}


@transaction.atomic
def start_tenure(
    *,
    person: Person,
    village: Division,
    post: Post,
    began_on: date,
    began_how: Began,
    by: Acting,
    approved_by: str = "",
    source: Source | str = "",
    ended_on: date | None = None,
    ended_how: Ended | str = "",
) -> Tenure:
    """Write down that a person took a post, or held it once; 一肩挑 is two calls."""
    tenure = Tenure(
        person=person,
        village=village,
        scope_path=village.path,
        post=post,
        began_on=began_on,
        began_how=began_how,
        approved_by=approved_by,
        source=source,
    )
    return _seat(tenure, ended_on, ended_how, by)


def _seat(tenure: Tenure, ended_on: date | None, ended_how: Ended | str, by: Acting) -> Tenure:
    tenure.person = Person.objects.visible_to(by).locked().get(pk=tenure.person_id)
    may = rules.may_start(tenure, today=today(), by=by)
    (may & rules.file_stands(tenure.person)).require()
    if ended_on is not None:
        _end(tenure, ended_on, Ended(ended_how), by)

    tenure.team = team_of(tenure, by)
    with clashes_of(tenure, by):
        tenure.save(force_insert=True)
    began_on = str(tenure.began_on)
    record("tenure.started", by=by, about=tenure, person=tenure.person_id, began_on=began_on)
    return tenure


@transaction.atomic
def end_tenure(*, tenure: Tenure, ended_on: date, ended_how: Ended, by: Acting) -> Tenure:
    """Write down that a tenure ended; its last day is `ended_on`."""
    tenure = Tenure.objects.visible_to(by).locked().select_related("village").get(pk=tenure.pk)
    _end(tenure, ended_on, Ended(ended_how), by)
    tenure.save(update_fields=["ended_on", "ended_how"])
    record(
        "tenure.ended",
        by=by,
        about=tenure,
        person=tenure.person_id,
        ended_on=str(ended_on),
        how=str(ended_how),
    )
    return tenure


@transaction.atomic
def start_tenures(
    *, person: Person, posts: Sequence[Post], by: Acting, **fields: Any
) -> list[Tenure]:
    """Write several posts down that a person took at once, as 一肩挑 does; all of them or none."""
    return [start_tenure(person=person, post=post, by=by, **fields) for post in posts]


@transaction.atomic
def hand_over(
    *,
    village: Division,
    post: Post,
    successor: Person,
    on: date,
    ended_how: Ended,
    began_how: Began,
    by: Acting,
    approved_by: str = "",
    source: Source | str = "",
) -> Tenure:
    """Let a single post change hands: the one who leaves has his last day before `on`."""
    leaving = (
        Tenure.objects.visible_to(by)
        .locked()
        .filter(village=village, post=post, began_on__lt=on)
        .filter(Q(ended_on=None) | Q(ended_on__gte=on))
        .select_related("village")
        .first()
    )
    if leaving is None:
        raise Refused(clashes.nobody_leaves(village, post, on, by))
    rules.may_hand_over(leaving, successor).require()
    end_tenure(tenure=leaving, ended_on=on - ONE_DAY, ended_how=ended_how, by=by)
    return start_tenure(
        person=successor,
        village=village,
        post=post,
        began_on=on,
        began_how=began_how,
        approved_by=approved_by,
        source=source,
        by=by,
    )


@transaction.atomic
def correct_tenure(
    *, tenure: Tenure, reason: str, by: Acting, seen: str = "", **changes: Any
) -> Tenure:
    """Correct the days and ways of a tenure, its approval and source; who and where stay.

    `seen` is how the tenure looked to whoever corrects it (`looks`): has somebody else changed it
    since, he is told instead of overwriting it.
    """
    tenure = Tenure.objects.visible_to(by).locked().select_related("village").get(pk=tenure.pk)
    if unknown := set(changes) - CORRECTED:
        raise TypeError(f"not corrected here: {sorted(unknown)}")
    if seen and seen != looks(tenure):
        raise Refused(clashes.changed_meanwhile(tenure))
    before = {field: getattr(tenure, field) for field in CORRECTED}
    for field, value in changes.items():
        setattr(tenure, field, value)
    rules.may_correct(tenure, reason=reason, today=today(), by=by).require()

    changed = sorted(field for field in CORRECTED if getattr(tenure, field) != before[field])
    if not changed:
        return tenure
    if "began_on" in changed:
        tenure.team = team_of(tenure, by)
    with clashes_of(tenure, by):
        tenure.save(update_fields=[*changed, "team"])
    said = [_label(field) for field in changed]
    _say_corrected(tenure, said, reason, by)
    return tenure


@transaction.atomic
def remove_tenure(*, tenure: Tenure, reason: str, by: Acting) -> None:
    """Take out a tenure that never was: another person, village or post was meant.

    Its history stays. A post that was held is ended, not removed.
    """
    tenure = Tenure.objects.visible_to(by).locked().select_related("village").get(pk=tenure.pk)
    rules.may_remove_tenure(tenure, reason=reason, by=by).require()
    record(
        "tenure.removed",
        by=by,
        about=tenure,
        person=tenure.person_id,
        began_on=str(tenure.began_on),
        reason=reason.strip()[:200],
    )
    tenure.delete()


def _say_corrected(tenure: Tenure, fields: list[str], reason: str, by: Acting) -> None:
    record(
        "tenure.corrected",
        by=by,
        about=tenure,
        person=tenure.person_id,
        fields=fields,
        reason=reason.strip(),
    )


def _label(field: str) -> str:
    return str(Tenure._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def looks(tenure: Tenure) -> str:
    """Give what a tenure says of itself in one line, for a form to send back."""
    return "|".join(str(getattr(tenure, field) or "") for field in sorted(CORRECTED))


def clashes_of(tenure: Tenure, by: Acting) -> AbstractContextManager[None]:
    """Refuse in sentences what the database says of two holders or of one twice."""
    return clashes_refused(
        {
            clashes.ONE_HOLDER: lambda: clashes.seat_taken(tenure, by),
            clashes.NOT_TWICE: lambda: clashes.held_twice(tenure, by),
        }
    )


def _end(tenure: Tenure, ended_on: date, ended_how: Ended, by: Acting) -> None:
    rules.may_end(tenure, ended_on=ended_on, ended_how=ended_how, today=today(), by=by).require()
    tenure.ended_on = ended_on
    tenure.ended_how = ended_how


def team_of(tenure: Tenure, by: Acting) -> Team | None:
    """Give the team in office when the tenure began, if its post belongs to one."""
    if tenure.post not in TEAM_POSTS:
        return None
    teams = Team.objects.visible_to(by).on(tenure.began_on)
    return teams.filter(village=tenure.village_id).first()
