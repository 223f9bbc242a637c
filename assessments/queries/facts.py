"""The facts of townships' rounds, as the rulebook asks for them; for one round or for hundreds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import prefetch_related_objects
from django.db.models.functions import Concat

from accounts.clock import today
from assessments.models import Entry, Round, TeamResult
from assessments.queries.ballots import Counted, counted
from assessments.queries.elsewhere import Elsewhere, teams_elsewhere
from assessments.queries.rulebook import Ruled, last_day, rules_of_plans
from assessments.states import Dimension, TeamGrade
from cadres.models import Measure
from policy.record import Outcome, decide

PROCEDURE = "annual_grade"
POINTS = tuple(Dimension.values)
RATING = Context(prec=60)
# The facts take decimals, a mean may not end. Twelve places keep every order and every tie of one
# group's means, which differ by 1e-8 or not at all; a sum over groups needs twice as many.
PLACES, MORE_PLACES = Decimal("1e-12"), Decimal("1e-20")
KEPT = 11  # where the points begin in a line's row
# With its township: it may be another one's.
TEAM_VILLAGE = Concat("team_village__parent__name", "team_village__name")
MEASURES = "SELECT person_id, kind, title, taken_on FROM assessments_measures(%s, %s, %s)"


class Line(NamedTuple):
    """What the facts need of an entry; a tuple, since a city has 12,000."""

    id: int
    round_id: int
    person_id: int
    name: str
    village_id: int
    village: str
    team_village_id: int | None
    team_village: str | None
    posts: str
    months: int
    excused: str
    points: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered for many rounds, and the measures of their years."""

    lines: dict[int, list[Line]]
    ballots: Counted
    teams: dict[tuple[int, int], str]
    measures: dict[tuple[int, int], list[dict[str, str]]]
    elsewhere: Elsewhere

    def team_of(self, round: Round, line: Line) -> str | None:  # noqa: A002
        """Give the result that answers for a cadre, also where another township enters it."""
        village = line.team_village_id or line.village_id
        own = self.teams.get((round.pk, village))
        return own or self.elsewhere.get((line.person_id, round.year, village))


@dataclass(frozen=True, slots=True)
class Case:
    """A round with its facts and the rules that apply to it."""

    round: Round
    where: str
    on: date
    known: date
    rules: dict[str, Any]
    facts: dict[str, Any]
    unmet: list[str]  # villages whose meeting is not entered in full
    short: dict[str, str]  # villages whose meeting too few came to, with the figures
    ballots: Counted

    def decide(self) -> Outcome:
        """Ask the rulebook."""
        return decide(PROCEDURE, self.rules, self.facts)


def facts_of(round: Round) -> dict[str, Any]:  # noqa: A002
    """Give one round's facts."""
    return case_of(round).facts


def case_of(round: Round) -> Case:  # noqa: A002
    """Give one round's case as of today."""
    return cases_of([round])[0]


def cases_of(rounds: Sequence[Round]) -> list[Case]:
    """Give the cases of many rounds as of today, in a number of queries that does not grow."""
    lines = _lines(rounds)
    led = {one.person_id for held in lines.values() for one in held if one.team_village_id}
    entered = Entered(
        lines, counted(rounds), _teams(rounds), _measures(rounds, lines), teams_elsewhere(led)
    )
    prefetch_related_objects(
        list(rounds), "plan__county"
    )  # asks only for those that have none with them
    known = today()
    ruled = rules_of_plans({one.plan_id: one.plan for one in rounds}.values(), known)
    return [_case(one, known, ruled[one.plan_id], entered) for one in rounds]


def _case(round: Round, known: date, ruled: Ruled, entered: Entered) -> Case:  # noqa: A002
    on, (where, rules) = last_day(round.year), ruled
    rows = [
        _row(
            line,
            _rating(round, line, entered.ballots, rules),
            entered.team_of(round, line),
            entered.measures.get((round.year, line.person_id), []),
        )
        for line in entered.lines.get(round.pk, [])
    ]
    facts = {"on": on.isoformat(), "county": where, "headcount": round.headcount, "rows": rows}
    unmet, short = _meetings(round, entered, rules)
    return Case(round, where, on, known, rules, facts, unmet, short, entered.ballots)


def _meetings(
    round: Round,  # noqa: A002
    entered: Entered,
    rules: dict[str, Any],
) -> tuple[list[str], dict[str, str]]:
    held, unmet, short = entered.ballots, [], {}
    villages = {one.village_id: one.village for one in entered.lines.get(round.pk, [])}
    for pk, village in villages.items():
        [quorum] = held.quorum(round, pk, rules)
        if quorum["verdict"] == "failed":
            short[village] = quorum["sentence"]
        elif not held.is_complete(round, pk):
            unmet.append(village)
    return unmet, short


def _row(
    line: Line, rating: str | None, team: str | None, measures: list[dict[str, str]]
) -> dict[str, Any]:
    # Only where there is one: the facts of everybody else stay what they always were.
    other = {"team_village": line.team_village} if line.team_village else {}
    return other | {
        "id": str(line.id),
        "name": line.name,
        "village": line.village,
        "posts": line.posts.split("、"),
        "team": team,
        "report_rating": rating,
        "target_score": target_score(line.points),
        "measures": measures,
        "months": line.months,
        "excused": line.excused,
    }


def _rating(
    round: Round,  # noqa: A002
    line: Line,
    held: Counted,
    rules: dict[str, Any],
) -> str | None:
    rating = held.rating(round, line.village_id, line.id, rules)
    several = len(held.groups.get(round.plan_id, ())) > 1
    return None if rating is None else decimal_text(rating, MORE_PLACES if several else PLACES)


def decimal_text(rating: Fraction, places: Decimal = PLACES) -> str:
    """Write a rating as the facts hold it: at least two decimals, no more than `places`."""
    found = RATING.divide(Decimal(rating.numerator), Decimal(rating.denominator))
    text = format(found.quantize(places, ROUND_HALF_UP), "f").rstrip("0")
    whole, _, part = text.partition(".")
    return f"{whole}.{part:0<2}"


def target_score(points: Iterable[Decimal | None]) -> str | None:
    """Give the sum of the five aspects; with one missing it is unknown."""
    total = Decimal("0.00")
    for point in points:
        if point is None:
            return None
        total += point
    return str(total)


def _lines(rounds: Sequence[Round]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    rows = (
        Entry.objects.filter(round__in=rounds, on_roster=True)
        .order_by("village__path", "pk")
        .values_list(
            "id", "round_id", "person_id", "name", "village_id", "village__name",
            "team_village_id", TEAM_VILLAGE, "posts", "months", "excused", *POINTS,
        )
    )  # fmt: skip
    for row in rows:
        line = Line._make((*row[:KEPT], row[KEPT:]))
        found.setdefault(line.round_id, []).append(line)
    return found


def _teams(rounds: Sequence[Round]) -> dict[tuple[int, int], str]:
    rows = TeamResult.objects.filter(round__in=rounds).values_list(
        "round_id", "village_id", "result"
    )
    return {(round_id, village): TeamGrade(result).label for round_id, village, result in rows}


def _measures(
    rounds: Sequence[Round], lines: dict[int, list[Line]]
) -> dict[tuple[int, int], list[dict[str, str]]]:
    """List the year's measures in force by year and person, wherever they were taken."""
    found: dict[tuple[int, int], list[dict[str, str]]] = {}
    for year in {one.year for one in rounds}:
        persons = {
            line.person_id for one in rounds if one.year == year for line in lines.get(one.pk, [])
        }
        with connection.cursor() as cursor:
            cursor.execute(MEASURES, [sorted(persons), date(year, 1, 1), date(year, 12, 31)])
            for person, kind, title, taken_on in cursor.fetchall():
                taken = {
                    "kind": Measure.Kind(kind).label,
                    "text": title,
                    "on": taken_on.isoformat(),
                }
                found.setdefault((year, person), []).append(taken)
    return found
