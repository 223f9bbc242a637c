"""What the database refuses, said in sentences: who, what, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from accounts.roles import Role
from cadres.models import Person, Team, Tenure, TenureQuerySet
from cadres.posts import Post

Sentence = Callable[[], str]

# PostgreSQL's name for the unique index of the column.
NUMBER_ONCE = "cadres_person_id_index_key"
ONE_HOLDER = "one_holder_of_a_single_post"
NOT_TWICE = "nobody_holds_a_post_twice"
ONE_TEAM = "one_team_at_a_time"
ONE_CORRECTION = "one_open_correction_a_person"
ONE_VERDICT = "one_standing_verdict_a_pair"


@contextmanager
def clashes_refused(sentences: Mapping[str, Sentence]) -> Iterator[None]:
    """Undo the body and refuse when one of these constraints speaks; others remain errors.

    Asking first would not do: of two clerks who save at one moment both would be told yes.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = sentences.get(constraint_of(error))
        if sentence is None:
            raise
        raise Refused(sentence()) from error


def constraint_of(error: IntegrityError) -> str:
    """Name the constraint that PostgreSQL says was violated."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "") or "")


ELSEWHERE = "此号码已登记，请报县委组织部办理转入。"


def number_taken(number: str, by: Acting, *, unit: Division | None = None) -> str:
    """Say that a number is registered; where and whose only if he may see it anyway.

    What another township than `unit` keeps is told to officers only: the command line sees it
    too, and its answers are sent on.
    """
    found = Person.objects.visible_to(by).with_number(number).select_related("merged_into").first()
    here = found is not None and (unit is None or found.unit_id == unit.pk)
    if found is None or not (here or by.has(Role.COUNTY_OFFICER, Role.CITY_OFFICER)):
        return ELSEWHERE
    if kept := found.merged_into:
        return (
            f"此号码的档案已并入{kept.unit}{kept.name}的档案，请打开保留的档案办理，不要重复建档。"
        )
    return f"此号码已登记在{found.unit}{found.name}名下，请打开其档案更正，不要重复建档。"


def seat_taken(tenure: Tenure, by: Acting) -> str:
    """Say who holds the single post in those days."""
    seats = _overlapping(tenure, by)
    holder = seats.exclude(person=tenure.person_id).first()
    if holder is None and seats.exists():
        return held_twice(tenure, by)  # both constraints are broken, and this one speaks first
    if holder is None:
        return f"{tenure}在这段时间已有他人任职，请先登记其离任。"
    return (
        f"{tenure}在 {_period(holder.began_on, holder.ended_on)}由{_name(holder, by)}担任，"
        f"同一时间只能有一人。{_way_out(holder)}"
    )


def held_twice(tenure: Tenure, by: Acting) -> str:
    """Say which tenure of the same person and post is in the way."""
    other = _overlapping(tenure, by).filter(person=tenure.person_id).first()
    since = f"（{_period(other.began_on, other.ended_on)}）" if other else ""
    return (
        f"{_name(tenure, by)}担任{tenure}的任职{since}已经登记，日期与本次重叠。"
        "请核对任职日期，不要重复登记。"
    )


def team_in_office(team: Team, by: Acting) -> str:
    """Say which team's term overlaps."""
    other = (
        Team.objects.visible_to(by)
        .filter(village=team.village_id)
        .filter(Q(last_day=None) | Q(last_day__gte=team.first_day))
        .exclude(pk=team.pk)
        .order_by("first_day")
        .first()
    )
    if other is None:
        return f"{team.village}在这段时间已登记另一届班子，请核对起止日期。"
    period = _period(other.first_day, other.last_day)
    return f"{other}班子任期为 {period}，与本届重叠。请先登记上一届届满，或改正起始日。"


def nobody_leaves(village: Division, post: str, on: date, by: Acting) -> str:
    """Say why nobody can hand the post over on that day: who has it, or that it is vacant."""
    named = f"{village}{Post(post).label}"
    holder = (
        Tenure.objects.visible_to(by)
        .filter(village=village, post=post)
        .filter(Q(ended_on=None) | Q(ended_on__gte=on))
        .order_by("began_on")
        .first()
    )
    if holder is None:
        return f"{named}在 {on} 空缺，没有可以交接的人，请直接登记任职。"
    since = _period(holder.began_on, holder.ended_on)
    return f"{named}在 {since}由{_name(holder, by)}担任，交接已经办过或日期有误，请核对后再办。"


def changed_meanwhile(tenure: Tenure) -> str:
    """Tell whoever corrects a tenure what it says by now."""
    how = f"，{tenure.get_ended_how_display()}" if tenure.ended_on else ""
    return (
        f"这项任职刚刚有人改过，现为 {_period(tenure.began_on, tenure.ended_on)}"
        f"（{tenure.get_began_how_display()}{how}）。您的更正没有写入，请核对现在的内容后再改。"
    )


def _overlapping(tenure: Tenure, by: Acting) -> TenureQuerySet:
    seats = Tenure.objects.visible_to(by).filter(village=tenure.village_id, post=tenure.post)
    seats = seats.filter(Q(ended_on=None) | Q(ended_on__gte=tenure.began_on)).exclude(pk=tenure.pk)
    if tenure.ended_on:
        seats = seats.filter(began_on__lte=tenure.ended_on)
    return seats.order_by("began_on")


def _name(tenure: Tenure, by: Acting) -> str:
    """Name the holder unless his file went elsewhere: a former unit keeps facts, not files."""
    holder = Person.objects.visible_to(by).filter(pk=tenure.person_id).first()
    return holder.name if holder else "他人"


def _period(first: date, last: date | None) -> str:
    return f"{first} 至 {last}" if last else f"{first} 起至今"


def _way_out(holder: Tenure) -> str:
    if holder.ended_on is None:
        return "请先登记其离任，再登记本次任职。"
    return f"请把任职日期改到 {holder.ended_on + timedelta(days=1)} 或以后，或更正前任的离任日期。"
