"""The facts of appraisals, as the rulebook asks for them; for one meeting or for thousands.

Nothing here reads a yearly grade: the two counters never meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Max

from accounts.clock import today
from accounts.models import Division
from policy.record import Outcome, decide_many
from rulebook.county_codes import codes_of
from rulebook.editions import Marks, book_of, marks
from supervision.appraisal_states import Standing, Verdict
from supervision.models import Appraisal, AppraisalResult, AppraisalRuling, Appraised

PROCEDURE = "democratic_appraisal"
EARLIER = 3  # results before this one that are kept as facts, newest first
UNKNOWN = Verdict.UNKNOWN.label


@dataclass(frozen=True, slots=True)
class Case:
    """An appraisal with its facts and the rules that apply to it."""

    appraisal: Appraisal
    where: str
    on: date
    known: date
    rules: dict[str, Any]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """An appraisal that the village held before, and what it came to for each person."""

    held_on: date
    standing: str
    people: dict[int, tuple[str, str]]  # person: verdict in words, posts


def case_of(appraisal: Appraisal) -> Case:
    """Give one appraisal's case as of today."""
    return cases_of([appraisal])[0]


def cases_of(appraisals: Sequence[Appraisal]) -> list[Case]:
    """Give the cases of held appraisals, in a number of queries that does not grow."""
    known, published = today(), marks()
    wheres = _wheres(appraisals, known)
    people, before = _people(appraisals), _before(appraisals)
    rulings = _rulings(appraisals)
    return [
        _case(
            one,
            wheres.get(one.village_id, ""),
            known,
            published,
            facts_of(
                one,
                people.get(one.pk, ()),
                [past for past in before.get(one.village_id, ()) if past.held_on < held(one)],
                rulings.get(one.pk),
            ),
        )
        for one in appraisals
    ]


def decided(cases: Sequence[Case]) -> list[Outcome]:
    """Ask the rulebook about many cases, each kind of rules digested once."""
    groups: dict[int, list[int]] = {}
    for place, case in enumerate(cases):
        groups.setdefault(id(case.rules), []).append(place)
    found: dict[int, Outcome] = {}
    for places in groups.values():
        rules = cases[places[0]].rules
        outcomes = decide_many(PROCEDURE, rules, [cases[place].facts for place in places])
        found |= dict(zip(places, outcomes, strict=True))
    return [found[place] for place in range(len(cases))]


def facts_of(
    appraisal: Appraisal,
    people: Iterable[Appraised],
    before: Sequence[Before],
    accepted: bool | None,  # noqa: FBT001
) -> dict[str, Any]:
    """Give the facts of a meeting; `before` are the village's earlier ones, newest first."""
    counted = [past for past in before if past.standing != Standing.VOID]
    said = None if accepted is None else "是" if accepted else "否"
    return {
        "noticed_on": appraisal.noticed_on.isoformat(),
        "held_on": held(appraisal).isoformat(),
        "previous_on": counted[0].held_on.isoformat() if counted else None,
        "accepted": said,
        "returned": appraisal.returned,
        "rows": [_row(one, appraisal, counted) for one in people],
    }


def rules_on(day: date, known: date, where: str) -> dict[str, Any]:
    """Give the rules of a day as known on another. Shared: never change the answer."""
    return _rules(marks(), day, known, where)


def held(appraisal: Appraisal) -> date:
    """Give the day of a meeting that was held."""
    if appraisal.held_on is None:
        raise ValueError(f"{appraisal} has not been held")
    return appraisal.held_on


def _row(one: Appraised, appraisal: Appraisal, before: Sequence[Before]) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "village": appraisal.village.name,
        "posts": one.posts.split("、"),
        "competent": one.competent,
        "incompetent": one.incompetent,
        "earlier": _earlier(one.person_id, before),
    }


def _earlier(person: int, before: Sequence[Before]) -> list[dict[str, Any]]:
    """Follow the village's meetings back, as long as the person was appraised in each."""
    found: list[dict[str, Any]] = []
    for past in before[:EARLIER]:
        if person not in past.people:
            break
        verdict, posts = past.people[person]
        shown = {"held_on": past.held_on.isoformat(), "verdict": verdict}
        found.append(shown | {"posts": posts.split("、")})
    return found


def _case(
    appraisal: Appraisal, where: str, known: date, published: Marks, facts: dict[str, Any]
) -> Case:
    on = held(appraisal)
    return Case(appraisal, where, on, known, _rules(published, on, known, where), facts)


@lru_cache(maxsize=256)
def _rules(published: Marks, on: date, known: date, where: str) -> dict[str, Any]:
    return book_of(published).at(on=on, known=known, where=where or None)


def _wheres(appraisals: Sequence[Appraisal], known: date) -> dict[int, str]:
    """Give each village's county code."""
    villages = {one.village_id for one in appraisals}
    pairs = Division.objects.filter(pk__in=villages).values_list("pk", "parent__parent_id")
    county_of = dict(pairs)
    codes = codes_of((county for county in county_of.values() if county), known)
    return {village: codes.get(county or 0, "") for village, county in county_of.items()}


def _people(appraisals: Sequence[Appraisal]) -> dict[int, list[Appraised]]:
    found: dict[int, list[Appraised]] = {}
    for one in Appraised.objects.filter(appraisal__in=appraisals).order_by("pk"):
        found.setdefault(one.appraisal_id, []).append(one)
    return found


def _rulings(appraisals: Sequence[Appraisal]) -> dict[int, bool]:
    """Give the last ruling on each."""
    rows = AppraisalRuling.objects.filter(appraisal__in=appraisals).order_by("number")
    return dict(rows.values_list("appraisal_id", "accepted"))


def _before(appraisals: Sequence[Appraisal]) -> dict[int, list[Before]]:
    """Give what the villages held before the last of these, newest first."""
    if not appraisals:
        return {}
    last = max(held(one) for one in appraisals)
    villages = {one.village_id for one in appraisals}
    rows = Appraisal.objects.filter(village__in=villages, held_on__lt=last).order_by("-held_on")
    past = list(rows.only("village_id", "held_on", "standing", "status", "revision"))
    people = _came_to(past)
    found: dict[int, list[Before]] = {}
    for one in past:
        before = Before(held(one), one.standing, people.get(one.pk, {}))
        found.setdefault(one.village_id, []).append(before)
    return found


def _came_to(past: Sequence[Appraisal]) -> dict[int, dict[int, tuple[str, str]]]:
    """Give what each meeting came to for each person; what is not announced yet is 待定."""
    found: dict[int, dict[int, tuple[str, str]]] = {}
    in_force = {one.pk: one.revision for one in past if one.revision}
    results = AppraisalResult.objects.filter(appraisal__in=in_force)
    fields = ("appraisal_id", "revision", "appraised__person_id", "verdict", "appraised__posts")
    for pk, revision, person, verdict, posts in results.values_list(*fields):
        if revision == in_force[pk]:
            found.setdefault(pk, {})[person] = (Verdict(verdict).label, posts)
    waiting = [one.pk for one in past if not one.revision]
    rows = Appraised.objects.filter(appraisal__in=waiting)
    for pk, person, posts in rows.values_list("appraisal_id", "person_id", "posts"):
        found.setdefault(pk, {})[person] = (UNKNOWN, posts)
    return found


def previous_of(village: Division, before: date | None = None) -> date | None:
    """Give the day of the village's last appraisal that counts or may count."""
    rows = Appraisal.objects.filter(village=village, held_on__isnull=False)
    rows = rows.exclude(standing=Standing.VOID)
    if before is not None:
        rows = rows.filter(held_on__lt=before)
    last: date | None = rows.aggregate(last=Max("held_on"))["last"]
    return last
