"""Let every village appraise its cadres: notices, meetings, ballots, results of two years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import connection

from accounts.models import Division, User
from accounts.roles import Role
from cadres.models import Tenure
from cadres.posts import ORDER, Post, label
from policy import book
from policy.record import Outcome
from reports.demo.cast import NEIGHBOUR, SHOWCASE, Cast
from reports.demo.chance import Chance, chance, day_between, happens
from reports.demo.places import Place
from reports.demo.timetable import standing_on
from reports.demo.writing import analyze, write
from rulebook.services import store_decisions
from supervision.appraisal_states import AppraisalStatus, Assembly
from supervision.models import Appraisal, AppraisalResult, Appraised
from supervision.queries.appraisal_facts import Case, cases_of, decided
from supervision.queries.appraisal_roster import posts_of
from supervision.services.appraisal_results import made, results_of

YEARS = (2017, 2018)
APPRAISED = posts_of(book.packaged().at(date(2017, 12, 31), date(2018, 1, 1)))
STANDING_ON = {2017: date(2018, 1, 8), 2018: date(2018, 12, 20)}
# On these days counties let their villages meet, three or four weeks running.
MEETINGS = {
    2017: (date(2017, 12, 5), date(2017, 12, 12), date(2017, 12, 19)),
    2018: (date(2018, 11, 20), date(2018, 11, 27), date(2018, 12, 4), date(2018, 12, 11)),
}
TOO_SOON = date(2018, 5, 22)  # where the six months from the meeting of 2017 are not over
PLANNED = (date(2018, 12, 21), date(2018, 12, 28))
FAIL, OF_MANY = 0.004, 400  # share of 不称职; one village of so many has somebody failing twice
HOSTS, PLACE = "王李张刘陈周谭彭", "村部会议室"
TEXT = "定于上述日期召开民主评议会，对村委会成员和聘用人员履行职责情况进行评议，请届时到会。"
SUBMIT = """UPDATE supervision_appraisal a SET status = 'submitted', standing = v.standing,
  prepared_by_id = v.clerk, prepared_on = v.day
  FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::date[]) AS v(id, standing, clerk, day)
  WHERE a.id = v.id"""
ANNOUNCE = """UPDATE supervision_appraisal a SET status = 'announced', revision = 1,
  announced_by_id = v.head, announced_on = v.day, decision_id = v.decision
  FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::bigint[]) AS v(id, head, day, decision)
  WHERE a.id = v.id"""


class Come(StrEnum):
    """How far a village has come with its appraisal of the year."""

    NOTHING = "nothing"
    NOTICED = "noticed"
    ENTERING = "entering"
    SUBMITTED = "submitted"
    ANNOUNCED = "announced"


SHARES = {Come.NOTHING: 0.06, Come.NOTICED: 0.08, Come.ENTERING: 0.03, Come.SUBMITTED: 0.03}
SHOWN = (Come.ANNOUNCED, Come.SUBMITTED, Come.ENTERING, Come.NOTICED, Come.NOTHING)


@dataclass(frozen=True, slots=True)
class Told:
    """A village's appraisal: the row, who is in it, and how far it has come."""

    place: Place
    appraisal: Appraisal
    people: list[Appraised]
    come: Come


@dataclass(frozen=True, slots=True)
class Held:
    """A post as the roster of a meeting needs it."""

    person: int
    name: str
    post: Post
    began: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class Ready:
    """What a committee announces two days after the meeting."""

    case: Case
    outcome: Outcome
    head: User

    @property
    def day(self) -> date:
        return self.case.on + timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the story is told with."""

    places: Sequence[Place]
    cast: Cast
    users: dict[int, User]
    seed: int

    def user(self, role: Role, place: Place) -> User:
        return self.users[self.cast.of(role, place.township).key]


def write_appraisals(places: Sequence[Place], cast: Cast, seed: int) -> dict[str, int]:
    """Write the appraisals of both years; give how many there are of what."""
    users = User.objects.in_bulk([account.key for account in cast.accounts])
    stage = Stage(sorted(places, key=lambda one: one.path), cast, users, seed)
    held, divisions = _held(), Division.objects.in_bulk([place.id for place in places])
    twice, soon = _twice(stage.places), _soon(stage.places)
    told: list[Told] = []
    for year in YEARS:
        one = [
            _told(stage, place, divisions[place.id], year, held, twice=twice, soon=soon)
            for place in stage.places
        ]
        told += _write(stage, [found for found in one if found], year)
    analyze(Appraisal, Appraised, AppraisalResult)
    results = AppraisalResult.objects.all()
    return {
        "评议": len(told),
        "结果": results.count(),
        "不称职": results.filter(verdict="incompetent").count(),
        "连续不称职": results.filter(run=True).count(),
    }


def _held() -> dict[int, list[Held]]:
    """Give everybody's posts by village, the highest first."""
    fields = ("village_id", "person_id", "person__name", "post", "began_on", "ended_on")
    rows = Tenure.objects.filter(began_on__lte=STANDING_ON[2018]).order_by("pk")
    found: dict[int, list[Held]] = {}
    for village, person, name, post, began, ended in rows.values_list(*fields):
        found.setdefault(village, []).append(Held(person, name, Post(post), began, ended))
    return found


def _twice(places: Sequence[Place]) -> set[int]:
    """Choose the villages where somebody fails in both years; the showcase has one."""
    first = next((place.id for place in places if place.township.name == SHOWCASE), None)
    others = {place.id for place in places[7::OF_MANY] if place.township.name != SHOWCASE}
    return others | ({first} if first else set())


def _soon(places: Sequence[Place]) -> int | None:
    """Choose the one village that met again before the six months were over."""
    near = [place.id for place in places if place.township.name == NEIGHBOUR]
    return near[0] if near else None


def _told(
    stage: Stage, place: Place, village: Division, year: int, held: dict[int, list[Held]],
    *, twice: set[int], soon: int | None,
) -> Told | None:  # fmt: skip
    dice = chance(stage.seed, "appraisal", year, place.path)
    kept = place.id in twice or place.id == soon
    come = Come.ANNOUNCED if year != YEARS[-1] or kept else _come(stage, place, dice)
    if come is Come.NOTHING:
        return None
    on = TOO_SOON if place.id == soon and year == YEARS[-1] else dice.choice(MEETINGS[year])
    row = _appraisal(village, year, on, come, dice)
    if come is Come.NOTICED:
        return Told(place, row, [], come)
    people = _people(row, held.get(place.id, ()), on, dice, fails=place.id in twice)
    if come is Come.ENTERING and people:
        people[-1].competent = people[-1].incompetent = None
    return Told(place, row, people, come) if people else None


def _come(stage: Stage, place: Place, dice: Chance) -> Come:
    if place.township.name == SHOWCASE:
        own = [one.id for one in stage.places if one.township.name == SHOWCASE]
        return SHOWN[own.index(place.id) % len(SHOWN)]
    weights = {**SHARES, Come.ANNOUNCED: 1 - sum(SHARES.values())}
    return dice.choices(list(weights), weights=list(weights.values()))[0]


def _appraisal(village: Division, year: int, on: date, come: Come, dice: Chance) -> Appraisal:
    planned = day_between(dice, *PLANNED) if come is Come.NOTICED else on
    ahead = timedelta(days=dice.randint(11, 20))
    row = Appraisal(
        village=village,
        scope_path=village.path,
        year=year,
        noticed_on=min(planned - ahead, STANDING_ON[year]),
        planned_on=planned,
        place=PLACE,
        notice=TEXT,
    )
    if come is not Come.NOTICED:
        row.status, row.held_on = AppraisalStatus.HELD, on
        row.host, row.assembly = dice.choice(HOSTS) + "监委", Assembly.REPRESENTATIVES
        row.expected = dice.randint(35, 80)
        row.present = row.expected - dice.randint(0, row.expected // 6)
        row.handed_out = row.present - dice.randint(0, 2)
        row.returned = row.handed_out - dice.randint(0, 2)
    return row


def _people(
    row: Appraisal, held: Iterable[Held], on: date, dice: Chance, *, fails: bool
) -> list[Appraised]:
    """List who was in office that day, with ballots; `fails`: the first of them has too few."""
    posts: dict[int, list[Held]] = {}
    for one in held:
        if one.began <= on and (one.ended is None or one.ended >= on):
            posts.setdefault(one.person, []).append(one)
    found = [mine for mine in posts.values() if any(one.post in APPRAISED for one in mine)]
    found.sort(key=lambda mine: (min(ORDER[one.post] for one in mine), mine[0].person))
    people = [
        Appraised(
            appraisal=row,
            scope_path=row.scope_path,
            person_id=mine[0].person,
            name=mine[0].name,
            posts=label([one.post.value for one in mine]),
        )
        for mine in found
    ]
    # The last on the list stays in office through both years where anybody does.
    steady = [mine for mine in found if _stays(mine)]
    for person, mine in zip(people, found, strict=True):
        bad = (fails and bool(steady) and mine is steady[-1]) or happens(dice, FAIL)
        person.competent, person.incompetent = _votes(row.returned or 0, dice, bad=bad)
    return people


def _stays(mine: Sequence[Held]) -> bool:
    """Say whether somebody holds an appraised post from before the first meeting on."""
    return any(
        one.post in APPRAISED and one.began <= MEETINGS[2017][0] and one.ended is None
        for one in mine
    )


def _votes(returned: int, dice: Chance, *, bad: bool) -> tuple[int, int]:
    share = dice.uniform(0.52, 0.7) if bad else dice.uniform(0, 0.25)
    against = min(returned, int(returned * share) + 1) if bad else int(returned * share)
    return returned - against - min(dice.randint(0, 2), returned - against), against


def _write(stage: Stage, told: list[Told], year: int) -> list[Told]:
    """Write a year's rows, then move them on as clerks and committees do."""
    write([one.appraisal for one in told])
    for one in told:
        for person in one.people:
            person.appraisal_id = one.appraisal.pk  # it has its number only now
    write([person for one in told for person in one.people])
    handed = [one for one in told if one.come in (Come.SUBMITTED, Come.ANNOUNCED)]
    for one in handed:
        one.appraisal.prepared_by = stage.user(Role.TOWNSHIP_CLERK, one.place)
    with standing_on(STANDING_ON[year]):
        cases = cases_of([one.appraisal for one in handed])
    outcomes = decided(cases)
    _submit(handed, [outcome.result["standing"] for outcome in outcomes])
    ready = [
        Ready(case, outcome, stage.user(Role.TOWNSHIP_COMMITTEE, one.place))
        for one, case, outcome in zip(handed, cases, outcomes, strict=True)
        if one.come is Come.ANNOUNCED
    ]
    _announce(ready)
    return told


def _announce(ready: Sequence[Ready]) -> None:
    """Let the committees announce: a decision each, and everybody's result under it."""
    decisions = store_decisions(
        [made(one.case, one.outcome, decided_by=one.head, decided_on=one.day) for one in ready],
        copy=write,
    )
    results = []
    for one, decision in zip(ready, decisions, strict=True):
        rows = results_of(one.case, one.outcome, 1)
        for row in rows:
            row.decision = decision
        results += rows
    write(results)
    numbers, heads = [one.case.appraisal.pk for one in ready], [one.head.pk for one in ready]
    _run(ANNOUNCE, numbers, heads, [one.day for one in ready], [one.pk for one in decisions])


def _submit(handed: Sequence[Told], standings: list[str]) -> None:
    rows = [one.appraisal for one in handed]
    days = [(row.held_on or STANDING_ON[2018]) + timedelta(days=1) for row in rows]
    _run(SUBMIT, [row.pk for row in rows], standings, [row.prepared_by_id for row in rows], days)


def _run(sql: str, *columns: Sequence[object]) -> None:
    """Move many rows by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(column) for column in columns])
