"""What must be true of a demo city; asked at the end of every build, and by the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.db import connection

from assessments.models import Grade, Round
from assessments.states import RoundStatus
from cadres import identity
from cadres.models import Measure, Person, Tenure
from cadres.posts import Post
from reports.demo import appraisal_invariants, pledge_invariants, registry_invariants
from reports.demo.days import BUSINESS_DAY, YEARS
from reports.demo.measures import WARNED
from reports.demo.places import SECRETARIES
from reports.demo.turnover import EXITS_2018, FORCED
from rulebook.models import Decision
from rulebook.queries import replayed

LEAST_IN_OFFICE = 12_000
SAMPLE = 12  # decisions made again
PATHS = """
SELECT 'cadres_person', count(*) FROM cadres_person p JOIN accounts_division d ON d.id = p.unit_id
  WHERE p.scope_path <> d.path OR d.level <> 4
UNION ALL
SELECT 'cadres_tenure', count(*) FROM cadres_tenure t
  JOIN accounts_division d ON d.id = t.village_id JOIN accounts_division u ON u.id = d.parent_id
  WHERE t.scope_path <> d.path OR d.level <> 5 OR left(d.path, length(u.path)) <> u.path
UNION ALL
SELECT 'cadres_team', count(*) FROM cadres_team t JOIN accounts_division d ON d.id = t.village_id
  WHERE t.scope_path <> d.path
UNION ALL
SELECT 'assessments_round', count(*) FROM assessments_round r
  JOIN accounts_division d ON d.id = r.township_id JOIN assessments_plan p ON p.id = r.plan_id
  WHERE r.scope_path <> d.path OR left(d.path, length(p.scope_path)) <> p.scope_path
UNION ALL
SELECT 'assessments_entry', count(*) FROM assessments_entry e
  JOIN assessments_round r ON r.id = e.round_id JOIN accounts_division d ON d.id = e.village_id
  WHERE e.scope_path <> r.scope_path OR d.parent_id <> r.township_id
UNION ALL
SELECT 'assessments_grade', count(*) FROM assessments_grade g
  JOIN assessments_round r ON r.id = g.round_id WHERE g.scope_path <> r.scope_path
"""
OVER_THE_CAP = """
SELECT count(*) FROM (
  SELECT r.id FROM assessments_round r JOIN assessments_grade g
    ON g.round_id = r.id AND g.attempt = r.attempt AND g.grade = 'excellent' AND NOT EXISTS (
      SELECT 1 FROM assessments_grade l WHERE l.entry_id = g.entry_id
        AND l.attempt = g.attempt AND l.revision > g.revision)
  GROUP BY r.id
  HAVING count(*) * 5 > (SELECT count(*) FROM assessments_entry e
    WHERE e.round_id = r.id AND e.in_base AND e.on_roster)) AS over_it
"""
UNGRADED = """
SELECT count(*) FROM assessments_entry e JOIN assessments_round r ON r.id = e.round_id
  WHERE r.status NOT IN ('entering', 'submitted') AND e.on_roster AND NOT EXISTS (
    SELECT 1 FROM assessments_grade g WHERE g.entry_id = e.id AND g.attempt = r.attempt)
"""
TWO_HOLDERS = """
SELECT count(*) FROM (SELECT village_id FROM cadres_tenure
  WHERE post IN ('party_secretary', 'vc_director') AND began_on <= %s
    AND (ended_on IS NULL OR ended_on >= %s)
  GROUP BY village_id, post HAVING count(*) > 1) AS twice
"""
THREE_TIMES = """
SELECT count(*) FROM (SELECT e.person_id FROM assessments_grade g
  JOIN assessments_entry e ON e.id = g.entry_id JOIN assessments_round r ON r.id = g.round_id
  WHERE g.grade = 'excellent' AND e.is_principal AND r.status = 'final' AND g.attempt = r.attempt
    AND NOT EXISTS (
      SELECT 1 FROM assessments_grade l WHERE l.entry_id = g.entry_id
        AND l.attempt = g.attempt AND l.revision > g.revision)
  GROUP BY e.person_id HAVING count(DISTINCT r.year) = 3) AS thrice
"""


def broken(*, full: bool) -> list[str]:
    """Give a sentence for everything about the city that is not as it must be."""
    checks: list[Callable[[], Iterator[str]]] = [
        _numbers, _single_posts, _scopes, _rounds, _decisions, registry_invariants.broken,
        appraisal_invariants.broken,
        pledge_invariants.broken,
    ]  # fmt: skip
    if full:
        checks.append(_figures)
    return [sentence for check in checks for sentence in check()]


def figures() -> dict[str, int]:
    """Count what the seed article counts, from the records."""
    in_office = Tenure.objects.on(BUSINESS_DAY)
    year = (date(2018, 1, 1), date(2018, 12, 31))
    return {
        "在任村干部": in_office.values("person").distinct().count(),
        "村党组织书记": in_office.filter(post=Post.PARTY_SECRETARY).count(),
        "2018年警示谈话": _warned(*year),
        "2018年退出": _left(*year),
        "三年连优村主干": _count(THREE_TIMES),
    }


def _figures() -> Iterator[str]:
    wanted = {"村党组织书记": SECRETARIES, "2018年警示谈话": WARNED[2018], "2018年退出": EXITS_2018}
    found = figures()
    for name, number in wanted.items():
        if found[name] != number:
            yield f"{name}应为 {number}，实为 {found[name]}。"
    if found["在任村干部"] < LEAST_IN_OFFICE:
        yield f"在任村干部应不少于 {LEAST_IN_OFFICE}，实为 {found['在任村干部']}。"
    if not found["三年连优村主干"]:
        yield "没有一名村主干连续三年优秀。"


def _warned(first: date, last: date) -> int:
    rows = Measure.objects.touching(first, last)
    return int(rows.filter(kind=Measure.Kind.WARNING).values("person").distinct().count())


def _left(first: date, last: date) -> int:
    rows = Tenure.objects.filter(ended_on__range=(first, last), ended_how__in=FORCED)
    return rows.values("person").distinct().count()


def _numbers() -> Iterator[str]:
    """Open every number again: it must read well, agree with the file and be nobody else's."""
    seen = set()
    for number, sex, born in Person.objects.values_list("id_number", "sex", "born_on").iterator():
        reading = identity.read(number, today=BUSINESS_DAY, sex=sex, born_on=born)
        if reading.problems or number in seen:
            yield f"身份证号不合规或重复（{identity.mask(number)}）。"
        seen.add(number)


def _single_posts() -> Iterator[str]:
    for day in (*(date(year, 12, 31) for year in YEARS[:2]), BUSINESS_DAY):
        if twice := _count(TWO_HOLDERS, day, day):
            yield f"{day} 有 {twice} 个村的书记或主任不止一人。"


def _scopes() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(PATHS)
        for table, wrong in cursor.fetchall():
            if wrong:
                yield f"{table} 有 {wrong} 行的区划路径不对。"


def _rounds() -> Iterator[str]:
    if over := _count(OVER_THE_CAP):
        yield f"有 {over} 个乡镇的优秀超过五分之一。"
    if ungraded := _count(UNGRADED):
        yield f"已审定的考核中有 {ungraded} 人没有等次。"
    unfinished = Round.objects.filter(year__lt=2018).exclude(status=RoundStatus.FINAL).count()
    if unfinished:
        yield f"往年考核有 {unfinished} 个乡镇没有办结。"
    eyes = Grade.objects.filter(chosen=True, reason="").count()
    if eyes:
        yield f"有 {eyes} 名并列选定的优秀没有写理由。"


def _decisions() -> Iterator[str]:
    """Make a sample of decisions again from their own rules and facts."""
    known = list(Decision.objects.order_by("pk").values_list("pk", flat=True))
    sample = known[:: max(1, len(known) // SAMPLE)]
    for decision, wrong in replayed(Decision.objects.filter(pk__in=sample)):
        if wrong:
            yield f"决定 {decision.pk}（{decision.subject_label}）{wrong}。"


def _count(sql: str, *values: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])
