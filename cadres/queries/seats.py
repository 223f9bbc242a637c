"""Who held what on a day: the seats of a village, of a township's villages, of a whole county.

A tenure is read without its person first. Row security hides a file that went elsewhere, and a
join would take the tenure away with it: a former unit keeps seeing its facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from accounts.acting import Acting
from accounts.models import Division
from cadres.models import Person, Team, Tenure, TenureQuerySet
from cadres.posts import ORDER, PRINCIPALS, SINGLE, Body, Post
from cadres.queries.inherited import inherited_in
from cadres.queries.places import lineage

ELSEWHERE = "档案在外单位"
BY_RANK = Case(
    *(When(post=post, then=Value(place)) for post, place in ORDER.items()),
    default=Value(len(ORDER)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A tenure with its holder, as far as the reader may see his file."""

    tenure: Tenure
    person: Person | None
    both: bool = False  # 一肩挑: holds both single posts of the village on that day

    @property
    def name(self) -> str:
        return self.person.name if self.person else ELSEWHERE


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of a village with whoever held it on the day; a single one without is vacant."""

    post: Post
    holders: tuple[Held, ...]

    @property
    def is_vacant(self) -> bool:
        return self.is_single and not self.holders

    @property
    def is_single(self) -> bool:
        return self.post in SINGLE

    @property
    def is_first(self) -> bool:
        """True for the highest post: what is said of a person with several is said there."""
        return ORDER[self.post] == 0


def held_by(tenures: Iterable[Tenure], acting: Acting) -> list[Held]:
    """Join tenures with the people whose files the reader may see; one query."""
    tenures = list(tenures)
    wanted = {tenure.person_id for tenure in tenures}
    people = Person.objects.visible_to(acting).defer("phone", "bank_account").in_bulk(wanted)
    both = _both(tenures)
    return [
        Held(tenure, people.get(tenure.person_id), (tenure.person_id, tenure.village_id) in both)
        for tenure in tenures
    ]


def seats(held: Iterable[Held]) -> list[Seat]:
    """Give every post of a village in its order, vacant ones too."""
    by_post: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        by_post[one.tenure.post].append(one)
    return [Seat(post, tuple(by_post[post])) for post in Post]


def bodies(found: Iterable[Seat]) -> list[tuple[Body, list[Seat]]]:
    """Put seats under the bodies they belong to; of several members none is missed."""
    grouped: dict[Body, list[Seat]] = {body: [] for body in Body}
    for seat in found:
        grouped[seat.post.body].append(seat)
    return list(grouped.items())


@dataclass(frozen=True, slots=True)
class VillagePage:
    """A village on a day: seats, who left them before, its teams."""

    seats: list[Seat]
    former: list[Held]
    team: Team | None
    teams: list[Team]
    line: list[Division]


def village_on(village: Division, day: date, acting: Acting) -> VillagePage:
    """Read a village and what went before it as one: mergers do not break the line."""
    line = lineage(village)
    tenures = _tenures_of(line, day, acting)
    held = held_by((one for one in tenures if _covers(one, day)), acting)
    former = held_by((one for one in reversed(tenures) if not _covers(one, day)), acting)
    teams = list(
        Team.objects.visible_to(acting)
        .filter(village__in=line, first_day__lte=day)
        .select_related("village")
        .order_by("-first_day", "-pk")
    )
    former.sort(key=lambda one: (ORDER[Post(one.tenure.post)], -one.tenure.began_on.toordinal()))
    team = next((one for one in teams if one.last_day is None or one.last_day >= day), None)
    return VillagePage(seats(held), former, team, teams, line)


def _tenures_of(line: list[Division], day: date, acting: Acting) -> list[Tenure]:
    """Give the posts of a village and of what went before it, also beyond the reader's range."""
    found = list(
        Tenure.objects.visible_to(acting)
        .filter(village__in=line, began_on__lte=day)
        .select_related("village__parent")
    )
    beyond = [one for one in line if not acting.lo <= one.path < acting.hi]
    if beyond:
        found += inherited_in(beyond, day)
    return sorted(found, key=lambda one: (ORDER[Post(one.post)], one.began_on, one.pk))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A village's line on the sheet of its township."""

    village: Division
    seats: list[Seat]
    team: Team | None
    is_ended: bool  # its people wait to be carried over

    @property
    def is_empty(self) -> bool:
        """True where nobody at all is registered: the village is not kept here yet."""
        return not any(seat.holders for seat in self.seats)


def sheet_of(township: Division, day: date, acting: Acting) -> list[SheetRow]:
    """Put all villages a township had on a day on one sheet; four queries, however many."""
    inside = {"scope_path__gte": township.path, "scope_path__lt": township.path + ":"}
    tenures = Tenure.objects.visible_to(acting).on(day).filter(**inside).order_by(BY_RANK, "pk")
    by_village: dict[int, list[Held]] = defaultdict(list)
    for one in held_by(tenures, acting):
        by_village[one.tenure.village_id].append(one)
    standing = Division.objects.on(day).values("pk")
    left_behind = Q(pk__in=by_village)  # in a village that ended, and not carried over yet
    places = Division.objects.filter(Q(pk__in=standing) | left_behind, parent=township)
    teams = {
        team.village_id: team for team in Team.objects.visible_to(acting).on(day).filter(**inside)
    }
    return [
        SheetRow(place, seats(by_village[place.pk]), teams.get(place.pk), _ended(place, day))
        for place in places.order_by("path")
    ]


def ranked(tenures: TenureQuerySet) -> TenureQuerySet:
    """Sort by village and rank, as a roster is read."""
    return tenures.order_by("scope_path", BY_RANK, "began_on", "pk")


def _both(tenures: Iterable[Tenure]) -> set[tuple[int, int]]:
    principal = defaultdict(set)
    for tenure in tenures:
        if tenure.post in PRINCIPALS:
            principal[tenure.person_id, tenure.village_id].add(tenure.post)
    return {key for key, posts in principal.items() if len(posts) == len(PRINCIPALS)}


def _ended(village: Division, day: date) -> bool:
    return village.last_day is not None and village.last_day < day


def _covers(tenure: Tenure, day: date) -> bool:
    return tenure.ended_on is None or tenure.ended_on >= day
