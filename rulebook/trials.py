"""Grade a year again under other figures, on the frozen facts of its stored decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Max

from accounts.acting import Acting
from accounts.models import Division
from accounts.scope import SEGMENT
from policy import whatif
from policy.procedures.grade_entry import read_rules
from policy.snapshot import Snapshot, ratio
from policy.whatif import Graded, Town
from policy.words import GRADE_LABELS, GRADES
from rulebook.models import Decision, RuleSnapshot

COUNTY, TOWNSHIP = 3 * SEGMENT, 4 * SEGMENT
MOST_NAMED = 2000  # people a variant lists by name; the counts are always whole
CENT = Decimal("0.01")
CHUNK = 50
Change = Mapping[str, str]  # key, is, and where for one county alone
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One township's year: its frozen facts, its own rules, and whom its committee chose."""

    decision: int
    path: str
    rules: str
    town: Town
    people: Mapping[str, tuple[str, str]]  # id: name, village
    chosen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Field:
    """Everything a trial works on, read once."""

    cases: Sequence[Case]
    rules: Mapping[str, Snapshot]
    places: Mapping[str, str]  # path: name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a township's year comes to under some figures."""

    graded: Graded
    grades: Mapping[str, str]  # ties the committee has settled are settled
    pay: Mapping[str, Decimal]
    money: Decimal


def heads(by: Acting, division: Division, year: int, procedure: str) -> list[int]:
    """List the last decision or proposal on each subject of a year in a division."""
    found = (
        Decision.objects.visible_to(by)
        .filter(scope_path__gte=division.path, scope_path__lt=division.path + ":")
        .filter(procedure__startswith=f"{procedure}@", on__year=year)
    )
    return [
        row["last"] for row in found.values("subject_type", "subject_id").annotate(last=Max("pk"))
    ]


def field_of(by: Acting, division: Division, year: int) -> Field:
    """Read a year's frozen facts and rules."""
    pks = heads(by, division, year, "annual_grade")
    decisions = Decision.objects.filter(pk__in=pks, on=date(year, 12, 31))
    cases = [
        _case(one)
        for one in decisions.select_related("facts").order_by("scope_path").iterator(CHUNK)
    ]
    shas = {case.rules for case in cases}
    rules = dict(RuleSnapshot.objects.filter(pk__in=shas).values_list("pk", "body"))
    return Field(cases, rules, _places(cases))


def _case(decision: Decision) -> Case:
    facts = decision.facts.body
    return Case(
        decision=decision.pk,
        path=decision.scope_path,
        rules=decision.rules_id,
        town=whatif.read(facts),
        people={str(row["id"]): (row["name"], row["village"]) for row in facts["rows"]},
        chosen=frozenset(str(pk) for pk in decision.choices.get("chosen", ())),
    )


def _places(cases: Iterable[Case]) -> dict[str, str]:
    paths = {case.path[:end] for case in cases for end in (COUNTY, TOWNSHIP)}
    return dict(Division.objects.filter(path__in=paths).values_list("path", "name"))


def outcomes(field: Field, changes: Sequence[Change], base: Decimal) -> list[Outcome]:
    """Give every township's outcome under some changes of the figures; none: as it was."""
    rules = {sha: _under(body, changes) for sha, body in field.rules.items()}
    need = {sha: read_rules(body) for sha, body in rules.items()}
    pays = {sha: _pays(body, base) for sha, body in rules.items()}
    return [_outcome(one, need[one.rules], pays[one.rules]) for one in field.cases]


def _under(rules: Snapshot, changes: Sequence[Change]) -> Snapshot:
    for change in changes:
        rules = whatif.changed(rules, change["key"], change["is"], change.get("where") or None)
    return rules


def _pays(rules: Snapshot, base: Decimal) -> dict[str, Decimal]:
    return {
        grade: (base * ratio(rules, f"pay.rate.{grade}")).quantize(CENT, ROUND_HALF_UP)
        for grade in GRADES
    }


def _outcome(case: Case, need: Any, pays: Mapping[str, Decimal]) -> Outcome:
    graded = whatif.grades(case.town, need)
    grades = settled(graded, case.chosen)
    money = Decimal(0)
    for grade, number in Counter(grades.values()).items():
        money += pays.get(grade, Decimal(0)) * number
    tied = [pk for pk, grade in grades.items() if grade == "tie"]
    if tied:  # whoever is chosen, so many get a seat and the others do not
        below = pays[graded.fallback[tied[0]]]
        money += pays["excellent"] * graded.left + below * (len(tied) - graded.left)
    return Outcome(graded, grades, pays, money)


def settled(graded: Graded, chosen: frozenset[str]) -> dict[str, str]:
    """Put the committee's choice in place of a tie, if it answers the very tie that stands."""
    grades = dict(graded.grades)
    if graded.fallback and len(chosen) == graded.left and chosen <= graded.fallback.keys():
        for pk, below in graded.fallback.items():
            grades[pk] = "excellent" if pk in chosen else below
    return grades


def compared(field: Field, before: Sequence[Outcome], after: Sequence[Outcome]) -> dict[str, Any]:
    """Say who changes grade, where, and what it costs; plain JSON."""
    towns: list[dict[str, Any]] = []
    named: list[dict[str, Any]] = []
    changed = 0
    villages: set[tuple[str, str]] = set()
    for case, was, now in zip(field.cases, before, after, strict=True):
        moved = [pk for pk, grade in was.grades.items() if now.grades[pk] != grade]
        changed += len(moved)
        villages |= {(case.path, case.people[pk][1]) for pk in moved}
        towns.append(_town(field, case, was, now, moved))
        named += [_person(field, case, pk, was, now) for pk in moved][: MOST_NAMED - len(named)]
    return {
        "changed": changed,
        "villages": len(villages),
        "towns": towns,
        "counties": _counties(field, towns, villages),
        "people": named,
        **_sums(towns),
    }


def _town(
    field: Field, case: Case, was: Outcome, now: Outcome, moved: Sequence[str]
) -> dict[str, Any]:
    return {
        "path": case.path,
        "name": field.places.get(case.path[:TOWNSHIP], ""),
        "county": field.places.get(case.path[:COUNTY], ""),
        "people": len(case.people),
        "changed": len(moved),
        "seats": [was.graded.seats, now.graded.seats],
        "excellent": [_excellent(was), _excellent(now)],
        "tied": [_number(was, "tie"), _number(now, "tie")],
        "paid": _paid_otherwise(was, now),
        "money": [str(was.money), str(now.money)],
    }


def _number(outcome: Outcome, grade: str) -> int:
    return sum(one == grade for one in outcome.grades.values())


def _excellent(outcome: Outcome) -> int:
    left = outcome.graded.left if _number(outcome, "tie") else 0
    return _number(outcome, "excellent") + left


def _paid_otherwise(was: Outcome, now: Outcome) -> int:
    """Count those who would get another amount; while a tie stands nobody knows who of it."""
    return sum(
        was.pay.get(grade) != now.pay.get(now.grades[pk])
        for pk, grade in was.grades.items()
        if "tie" not in (grade, now.grades[pk])
    )


def _person(field: Field, case: Case, pk: str, was: Outcome, now: Outcome) -> dict[str, Any]:
    name, village = case.people[pk]
    return {
        "id": pk,
        "decision": case.decision,
        "name": name,
        "village": village,
        "township": field.places.get(case.path[:TOWNSHIP], ""),
        "county": field.places.get(case.path[:COUNTY], ""),
        "was": GRADE_LABELS[was.grades[pk]],
        "now": GRADE_LABELS[now.grades[pk]],
    }


def _counties(
    field: Field, towns: Sequence[dict[str, Any]], villages: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    touched = Counter(path[:COUNTY] for path, _ in villages)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for town in towns:
        grouped.setdefault(town["path"][:COUNTY], []).append(town)
    return [
        {"path": path, "name": field.places.get(path, ""), "villages": touched[path]} | _sums(group)
        | {"changed": sum(town["changed"] for town in group)}
        for path, group in sorted(grouped.items())
    ]  # fmt: skip


def _sums(towns: Sequence[dict[str, Any]]) -> dict[str, Any]:
    both = (0, 1)
    return {
        "cadres": sum(town["people"] for town in towns),
        "townships": len(towns),
        "townships_changed": sum(town["changed"] > 0 for town in towns),
        "excellent": [sum(town["excellent"][i] for town in towns) for i in both],
        "paid": sum(town["paid"] for town in towns),
        "money": [
            str(sum((Decimal(town["money"][i]) for town in towns), Decimal(0))) for i in both
        ],
    }
