"""Requests about files that wait at somebody's desk, and a few that were settled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.acting import command_line
from accounts.models import Division
from accounts.roles import Role
from accounts.services import succeed_division
from cadres.models import (
    Correction,
    Duplicate,
    Ended,
    FormerNumber,
    Transfer,
    number_index,
)
from cadres.queries.duplicates import common_path
from reports.demo.archives import accepted_on
from reports.demo.cast import ELSEWHERE, NEIGHBOUR, SHOWCASE, Account, Cast
from reports.demo.chance import chance
from reports.demo.dossiers import Dossier, Dossiers
from reports.demo.humans import Human, Humans
from reports.demo.openings import Pair, Pairs
from reports.demo.places import COMMUNITY, Unit
from reports.demo.stories import Stint, Village
from reports.demo.writing import analyze, write

ASKED_ON, ANSWERED_ON = date(2018, 12, 18), date(2018, 12, 12)
NUMBER_ASKED, NUMBER_REPLACED = date(2018, 9, 3), date(2018, 9, 5)
CONVERTED = date(2018, 12, 10)  # last day of the village; on the cut-off it is a community
APART = "籍贯、父母姓名和住址都不同，村里核实是同名同日生的两个人"
NOT_YET = "该同志仍在现村任职，请先商原乡镇办理离任手续，再申请转入"
WRONG_DAY = "入党日期误填为转正日期，入党志愿书载明的接收日期早一年"
WRONG_NUMBER = "身份证号中的出生日期误录，与户口簿不符"


@dataclass(frozen=True, slots=True)
class Desks:
    """The showcase township, and who handles what it asks for."""

    township: Unit
    clerk: Account
    county: Sequence[Account]
    city: Sequence[Account]


@dataclass(frozen=True, slots=True)
class Story:
    """What the cases are made of."""

    humans: Humans
    held: Mapping[Human, Sequence[Stint]]
    pairs: Pairs
    dossiers: Dossiers
    seed: int


def desks(cast: Cast, units: Mapping[Unit, list[Unit]]) -> Desks:
    """Find the showcase with its clerk, and the officers above it."""
    county, township = next(
        (county, unit) for county, own in units.items() for unit in own if unit.name == SHOWCASE
    )
    return Desks(
        township,
        cast.of(Role.TOWNSHIP_CLERK, township),
        _holders(cast, Role.COUNTY_OFFICER, county.path),
        _holders(cast, Role.CITY_OFFICER),
    )


def _holders(cast: Cast, role: Role, path: str = "") -> list[Account]:
    return [
        account
        for account in cast.accounts
        for held in account.held
        if held.role is role and held.unit and (not path or held.unit.path == path)
    ]


def write_cases(story: Story, desks: Desks) -> dict[str, int]:
    """Write what waits and what was settled; give how many of which kind."""
    rows: dict[Any, list[Any]] = {
        Transfer: _transfers(story, desks),
        Duplicate: _verdicts(story, desks),
        Correction: _corrections(story, desks),
    }
    for found in rows.values():
        write(found)
    analyze(*rows, FormerNumber)
    return {str(kind._meta.verbose_name): len(found) for kind, found in rows.items()}


def convert(villages: Sequence[Village]) -> None:
    """Let a village of the neighbouring township become a community; nobody is carried over yet."""
    place = [v.place for v in villages if v.place.township.name == NEIGHBOUR][-2]
    name = place.name.removesuffix("村") + "社区"
    succeed_division(
        division=Division.objects.get(pk=place.id),
        name=name,
        official_name=name + COMMUNITY,
        unit_type="社区",
        committee_type=COMMUNITY,
        last_day=CONVERTED,
        by=command_line("演示建城"),
    )


def _transfers(story: Story, desks: Desks) -> list[Transfer]:
    """Ask for one file of the county, for one beyond it, and for one that was not given."""
    near, far, not_given = (
        next(_people(story, township=NEIGHBOUR)),
        next(_people(story, county=ELSEWHERE)),
        next(_people(story, township=NEIGHBOUR, serving=True)),
    )
    refused = {
        "decided_by_id": desks.county[0].key, "decided_on": ANSWERED_ON, "reason": NOT_YET,
    }  # fmt: skip
    return [
        _asked_for(near, desks, Transfer.Status.COUNTY),
        _asked_for(far, desks, Transfer.Status.CITY),
        _asked_for(not_given, desks, Transfer.Status.REFUSED, **refused),
    ]


def _people(
    story: Story, *, township: str = "", county: str = "", serving: bool = False
) -> Iterator[Human]:
    """List people whose file is kept there, in office or out of it and alive."""
    for human, held in story.held.items():
        place = held[-1].place
        here = township in ("", place.township.name) and county in ("", place.county.name)
        in_office = any(stint.ended is None for stint in held)
        alive = all(stint.ended_how is not Ended.DIED for stint in held)
        if here and alive and in_office is serving and human not in story.pairs.others:
            yield human


def _asked_for(human: Human, desks: Desks, status: Transfer.Status, **decided: Any) -> Transfer:
    return Transfer(
        township_id=desks.township.id,
        scope_path=desks.township.path,
        name=human.name,
        id_number=human.number,
        id_index=number_index(human.number),
        status=status,
        asked_by=desks.clerk.username,
        asked_on=decided.get("decided_on", ASKED_ON),
        **decided,
    )


def _verdicts(story: Story, desks: Desks) -> list[Duplicate]:
    """Let the clerk and one of the city's officers have said that two are not one."""
    return [
        _not_same(story, story.pairs.proposed, desks.clerk),
        _not_same(story, story.pairs.proposed_across, desks.city[-1]),
    ]


def _not_same(story: Story, pair: Pair, by: Account) -> Duplicate:
    first, second = sorted((pair.known.key, pair.other.key))
    one, other = (story.held[human][-1].place.township.path for human in (pair.known, pair.other))
    return Duplicate(
        first_id=first,
        second_id=second,
        scope_path=common_path(one, other),
        verdict=Duplicate.Verdict.NOT_SAME,
        reason=APART,
        proposed_by_id=by.key,
        proposed_on=ASKED_ON,
    )


def _corrections(story: Story, desks: Desks) -> list[Correction]:
    """Ask for a day that was written down wrongly; a number was put right in September."""
    found = []
    if day := story.dossiers.wrong_day:
        found.append(_wrong_day(day, desks))
    if number := story.dossiers.wrong_number:
        found.append(_wrong_number(number, story, desks))
    return found


def _wrong_day(one: Dossier, desks: Desks) -> Correction:
    registered = one.human.joined
    assert registered
    changes = {"party_joined_on": [str(registered), str(accepted_on(registered))]}
    return Correction(**_asked(one, desks, changes, WRONG_DAY), asked_on=ASKED_ON)


def _wrong_number(one: Dossier, story: Story, desks: Desks) -> Correction:
    """Let a file have borne another number until the county put it right."""
    human = one.human
    dice = chance(story.seed, "former number")
    born = human.born + timedelta(days=9)
    former = story.humans.numbers.identity(
        dice, county=one.held[-1].place.county.code, born=born, sex=human.sex
    )
    write(
        [
            FormerNumber(
                person_id=human.key,
                scope_path=one.keeper.path,
                id_number=former,
                id_index=number_index(former),
                replaced_on=NUMBER_REPLACED,
                reason=WRONG_NUMBER,
            )
        ]
    )
    return Correction(
        **_asked(one, desks, {"id_number": [former, human.number]}, WRONG_NUMBER),
        asked_on=NUMBER_ASKED,
        status=Correction.Status.APPROVED,
        reviewed_by_id=desks.county[0].key,
        reviewed_on=NUMBER_REPLACED,
        review="与户口簿核对无误",
    )


def _asked(
    one: Dossier, desks: Desks, changes: dict[str, list[str]], reason: str
) -> dict[str, Any]:
    return {
        "person_id": one.human.key,
        "scope_path": one.keeper.path,
        "changes": json.dumps(changes, ensure_ascii=False),
        "reason": reason,
        "asked_by_id": desks.clerk.key,
    }
