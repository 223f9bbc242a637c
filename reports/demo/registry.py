"""Write the registry: people, teams, tenures, measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cadres.models import Measure, Person, Team, Tenure, number_index, tail_index
from cadres.pinyin import read_name
from cadres.posts import Body
from reports.demo.humans import Human
from reports.demo.measures import Taken
from reports.demo.places import Unit
from reports.demo.stories import Stint, Village
from reports.demo.writing import analyze, write


def write_registry(
    villages: Sequence[Village],
    taken: Sequence[Taken],
    fields: Mapping[Human, Mapping[str, Any]],
) -> dict[str, int]:
    """Write everything the stories tell; give what was written, by name.

    `fields` are what is known of a few people beyond what everybody's file says.
    """
    stints = [stint for village in villages for stint in village.stints]
    keepers = _keepers(stints)
    people = _write_people(keepers, fields)
    teams = _write_teams(villages)
    write([_tenure(stint) for stint in stints])
    write([_measure(one, keepers[one.human]) for one in taken])
    analyze(Person, Team, Tenure, Measure)
    return {"人": people, "班子": teams, "任职": len(stints), "警示与处分": len(taken)}


def _keepers(stints: Iterable[Stint]) -> dict[Human, Unit]:
    """Say which township keeps whose file: the last one he served in."""
    found: dict[Human, Stint] = {}
    for stint in stints:
        known = found.get(stint.human)
        if known is None or known.began < stint.began:
            found[stint.human] = stint
    return {human: stint.place.township for human, stint in found.items()}


def _write_people(keepers: Mapping[Human, Unit], fields: Mapping[Human, Mapping[str, Any]]) -> int:
    people = write([_person(one, unit, fields.get(one, {})) for one, unit in keepers.items()])
    for human, person in zip(keepers, people, strict=True):
        human.key = person.pk
    return len(people)


def _person(human: Human, unit: Unit, fields: Mapping[str, Any]) -> Person:
    pinyin, initials = read_name(human.name)
    return Person(
        unit_id=unit.id,
        scope_path=unit.path,
        name=human.name,
        pinyin=pinyin,
        initials=initials,
        id_number=human.number,
        id_index=number_index(human.number),
        tail_index=tail_index(human.number),
        sex=human.sex,
        born_on=human.born,
        ethnicity=human.ethnicity,
        education=human.education,
        degree=human.degree,
        political_status=human.status,
        party_joined_on=human.joined,
        health=human.health,
        phone=human.phone,
        native_place=human.native_place,
        first_job_on=human.first_job,
        **fields,
    )


def _write_teams(villages: Sequence[Village]) -> int:
    terms = [(village.place, term) for village in villages for term in village.terms]
    teams = write(
        [
            Team(
                village_id=place.id,
                scope_path=place.path,
                term=term.name,
                first_day=term.first,
                last_day=term.last,
            )
            for place, term in terms
        ]
    )
    for (_, term), team in zip(terms, teams, strict=True):
        term.key = team.pk
    return len(teams)


def _tenure(stint: Stint) -> Tenure:
    return Tenure(
        person_id=stint.human.key,
        village_id=stint.place.id,
        scope_path=stint.place.path,
        team_id=stint.term.key if stint.term else None,
        post=stint.post,
        began_on=stint.began,
        began_how=stint.how,
        ended_on=stint.ended,
        ended_how=stint.ended_how or "",
        approved_by=_approved_by(stint),
        source=stint.human.source,
    )


def _approved_by(stint: Stint) -> str:
    """Name who approved it: the Party committee its posts, the township its hired staff."""
    township, county = stint.place.township.name, stint.place.county.name
    if stint.post.body is Body.PARTY:
        kind = "工作委员会" if township.endswith("街道") else "委员会"
        return f"中共{county}{township}{kind}"
    if stint.post.body is Body.STAFF:
        return f"{county}{township}" + ("办事处" if township.endswith("街道") else "人民政府")
    return ""


def _measure(one: Taken, keeper: Unit) -> Measure:
    return Measure(
        person_id=one.human.key,
        scope_path=keeper.path,
        kind=one.kind,
        title=one.title,
        document=one.document,
        taken_on=one.on,
        until=one.until,
        withdrawn_on=one.withdrawn,
    )
