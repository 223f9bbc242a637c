"""Build the demo city in one transaction, step by step, saying what is being done."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.acting import command_line
from accounts.divisions import CODES_SINCE, import_divisions
from accounts.models import Division, DivisionCode, Installation, RoleGrant, User
from accounts.roles import Level
from accounts.session import acting_as
from audit.services import record
from reports.demo import identities, invariants, names
from reports.demo.appraisals import write_appraisals
from reports.demo.cases import Desks, Story, convert, desks, write_cases
from reports.demo.cast import (
    ELSEWHERE,
    NEIGHBOUR,
    SHOWCASE,
    Cast,
    administrators,
    everybody,
)
from reports.demo.chance import chance
from reports.demo.days import BUSINESS_DAY, TERM_2014_BEGAN, YEARS
from reports.demo.dossiers import draw, held_by
from reports.demo.drafts import Stage
from reports.demo.filing import write_dossiers, write_photos
from reports.demo.humans import Humans
from reports.demo.logins import write_cast
from reports.demo.measures import Taken, showcase_warning, take
from reports.demo.openings import leave_open
from reports.demo.places import SECRETARIES, Place, Unit, by_county, with_cadres
from reports.demo.pledges import write_pledges
from reports.demo.registry import write_registry
from reports.demo.rosters import leave_rosters
from reports.demo.settling import Desk, settle
from reports.demo.stories import Village, tell
from reports.demo.telling import tell_and_file
from reports.demo.timetable import stages
from reports.demo.turnover import swap_secretaries, turn_over
from reports.demo.writing import analyze
from reports.demo.years import Ground, write_plans, write_rounds

DATA = Path(settings.BASE_DIR) / "data"
SHOWN = (SHOWCASE, NEIGHBOUR)
OWN_APPS = ("accounts", "cadres", "rulebook", "supervision", "assessments", "audit")
BUILDING = 20181220  # number of the advisory lock: one build at a time
Say = Callable[[str], None]


class Spoiled(Exception):  # noqa: N818  (what was built is not a demo city; nothing is kept)
    """An invariant does not hold; the build is rolled back."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built."""

    size: str
    seed: int

    @property
    def secretaries(self) -> int | None:
        return SECRETARIES if self.size == "full" else None


@contextmanager
def step(say: Say, title: str) -> Iterator[dict[str, int]]:
    """Say what a step did, in numbers, and how long it took."""
    began, counts = time.monotonic(), dict[str, int]()
    yield counts
    said = "，".join(f"{name} {count}" for name, count in counts.items())
    say(f"{title}：{said}（{time.monotonic() - began:.1f} 秒）")


def build(order: Order, say: Say) -> None:
    """Build the ordered city; an error leaves nothing behind."""
    gc.disable()  # hundreds of thousands of rows that live to the end: collecting finds nothing
    try:
        with acting_as(command_line("演示建城"), reason="demo"):
            _begin(order)
            _fill(order, say)
            _finish(order)
    finally:
        gc.enable()


def _begin(order: Order) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BUILDING])
        # Left to the commit, half a million foreign keys would wait in a list that PostgreSQL
        # walks through with every row a trigger writes: 200 seconds instead of 40. The audit
        # chain alone is for the commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS link DEFERRED")
    Installation.objects.create(
        is_demo=True,
        size=order.size,
        seed=order.seed,
        business_day=settings.BUSINESS_DAY or BUSINESS_DAY,
    )


def _fill(order: Order, say: Say) -> None:
    with step(say, "导入区划") as counts:
        counts["区划"] = import_divisions(by=command_line("演示建城")).added
        # The demo looks back to 2014; which codes were in force then does not matter to it.
        DivisionCode.objects.filter(first_day=CODES_SINCE).update(first_day=TERM_2014_BEGAN)
        analyze(Division, DivisionCode)
    known = names.read(DATA / "names")
    if order.size == "none":
        with step(say, "建立账号") as counts:
            counts["管理员"] = write_cast(administrators(known, order.seed))
        return
    places = with_cadres(_places(order.size), order.seed, secretaries=order.secretaries)
    units = by_county(places)
    cast = _accounts(order, say, units, known)
    at = desks(cast, units)
    villages, taken, story = _people(order, say, places, known, at)
    ground = Ground(order.seed, _city(), units, cast, _merits(villages), taken)
    for year in YEARS:
        _year(ground, year, say)
    with step(say, "写民主评议") as counts:
        counts |= write_appraisals(places, cast, order.seed)
    with step(say, "写目标承诺") as counts:
        counts |= write_pledges(cast, units, order.seed)
    with step(say, "导入花名册") as counts:
        counts |= leave_rosters()
    with step(say, "写待办事项") as counts:
        counts |= write_cases(story, at)
        convert(villages)
    _prove(order, say)


def _accounts(order: Order, say: Say, units: Mapping[Unit, list[Unit]], known: names.Names) -> Cast:
    with step(say, "建立账号") as counts:
        cast = everybody(_unit(_city(), ""), dict(units), known, order.seed)
        counts["账号"] = write_cast(cast)
        counts["授权"] = sum(len(account.held) for account in cast.accounts)
        analyze(User, RoleGrant)
    return cast


def _people(
    order: Order, say: Say, places: Sequence[Place], known: names.Names, at: Desks
) -> tuple[list[Village], list[Taken], Story]:
    regions = identities.read_regions(DATA / "identity/hengyang_id_region_codes.csv")
    humans = Humans(known, identities.Numbers(regions))
    with step(say, "写干部花名册") as counts:
        villages = [tell(place, humans, order.seed) for place in places]
        taken = _turn(villages, order.seed)
        pairs = leave_open(villages, humans, order.seed)
        held = held_by(villages)
        officer, without = at.county[0].name, pairs.others
        drawn = draw(villages, held, known, order.seed, without=without, officer=officer)
        write_photos(drawn.files)
        fields = {one.human: one.fields for one in drawn.files}
        counts |= {"村": len(villages), **write_registry(villages, taken, fields)}
    with step(say, "写干部档案") as counts:
        counts |= write_dossiers(drawn.files, at.clerk.name)
    return villages, taken, Story(humans, held, pairs, drawn, order.seed)


def _turn(villages: list[Village], seed: int) -> list[Taken]:
    """Let people come and go, be warned and sanctioned."""
    quiet = {v.place.township.id for v in villages if v.place.township.name == SHOWCASE}
    swap_secretaries(villages, seed, quiet=quiet)
    exits = turn_over(villages, seed, quiet=quiet)
    shown = showcase_warning(villages, SHOWCASE)
    return [*shown, *take(villages, exits, seed, quiet=quiet, already=len(shown))]


def _merits(villages: Sequence[Village]) -> dict[int, float]:
    return {s.human.key: s.human.merit for village in villages for s in village.stints}


def _year(ground: Ground, year: int, say: Say) -> None:
    far: dict[int, Stage] = {}
    if year == YEARS[-1]:
        for county, units in ground.units.items():
            far |= stages(chance(ground.seed, "stages", county.code), units)
    with step(say, f"{year} 年考核录入") as counts:
        plans = write_plans(ground, year)
        written = write_rounds(ground, year, plans, far)
        counts |= {"方案": len(plans), "乡镇": len(written)}
        counts["考核对象"] = sum(one.round.headcount for one in written)
    with step(say, f"{year} 年考核定等") as counts:
        users = User.objects.in_bulk([account.key for account in ground.cast.accounts])
        desk = Desk(ground.cast, users, ground.seed, year)
        counts |= settle(desk, written)
    with step(say, f"{year} 年考核公示反馈") as counts:
        counts |= tell_and_file(desk, written)


def _prove(order: Order, say: Say) -> None:
    with step(say, "核对全城") as counts:
        if broken := invariants.broken(full=order.size == "full"):
            raise Spoiled("演示城市没有建成，核对不符：" + "".join(broken))
        counts |= invariants.figures()


def _finish(order: Order) -> None:
    # The first pages are asked for before autovacuum has counted anything.
    analyze(*(model for label in OWN_APPS for model in apps.get_app_config(label).get_models()))
    Installation.objects.update(finished_at=timezone.now())
    record("demo.built", by=command_line("演示建城"), size=order.size, seed=order.seed)


def _city() -> Division:
    return Division.objects.get(level=Level.CITY)


def _unit(division: Division, code: str) -> Unit:
    return Unit(division.pk, division.path, division.name, code)


def _places(size: str) -> list[Place]:
    """List the villages and communities of the city, or of its small likeness."""
    codes = dict(
        DivisionCode.objects.filter(family=DivisionCode.Family.STATISTICS).values_list(
            "division_id", "code"
        )
    )
    rows = Division.objects.filter(level=Level.VILLAGE).select_related("parent__parent")
    places = [_place(row, codes) for row in rows]
    if size == "full":
        return places
    return [p for p in places if p.county.name == ELSEWHERE or p.township.name in SHOWN]


def _place(row: Division, codes: Mapping[int, str]) -> Place:
    township = row.parent
    county = township.parent if township else None
    if township is None or county is None:
        raise ValueError(f"{row.path}: a village without township or county")
    code = codes[county.pk][:6]
    return Place(
        id=row.pk,
        path=row.path,
        name=row.name,
        code=codes[row.pk],
        committee=row.committee_type,
        township=_unit(township, code),
        county=_unit(county, code),
    )
