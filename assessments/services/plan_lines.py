"""The lines of a plan: its indicators and voter groups, as typed and as stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from accounts.answer import Refused
from assessments.models import Indicator, Plan, VoterGroup

ONE_GROUP = "参会人员"  # who rates where a county does not tell voters apart
KEPT = ("topic", "evidence", "scoring", "library_code", "points")


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator as typed."""

    form: str
    dimension: str
    name: str
    points: Decimal
    topic: str = ""
    evidence: str = ""
    scoring: str = ""
    library_code: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.form, self.dimension, self.name


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One voter group as typed; its mean counts by its weight, in percent."""

    name: str
    weight: Decimal


def lines_of(plan: Plan) -> list[IndicatorLine]:
    """Give a plan's indicators as lines, in their order."""
    return [
        IndicatorLine(
            one.form,
            one.dimension,
            one.name,
            one.points,
            topic=one.topic,
            evidence=one.evidence,
            scoring=one.scoring,
            library_code=one.library_code,
        )
        for one in plan.indicators.all()
    ]


def groups_of(plan: Plan) -> list[GroupLine]:
    """Give a plan's voter groups as lines, in their order."""
    return [GroupLine(one.name, one.weight) for one in plan.voter_groups.all()]


def refuse_bad_lines(plan: Plan, cutoff_on: date, lines: Sequence[IndicatorLine]) -> None:
    """Refuse lines that cannot be stored or told apart."""
    wrong = []
    if cutoff_on.year != plan.year:
        wrong.append(f"在册截止日 {cutoff_on} 不在 {plan.year} 年内，请改为当年的日期。")
    if twice := sorted({line.name for line in lines if [x.key for x in lines].count(line.key) > 1}):
        wrong.append(f"指标“{'、'.join(twice)}”在同一方面写了两次，请合并为一行。")
    if empty := [line.name for line in lines if not 0 < line.points <= 100]:
        wrong.append(f"指标“{'、'.join(empty)}”的分值应大于 0、不超过 100。")
    if wrong:
        raise Refused(*wrong)


def refuse_bad_groups(groups: Sequence[GroupLine]) -> None:
    """Refuse groups that cannot be stored or told apart; their sum is for the check to judge."""
    wrong = []
    if twice := [name for name, times in Counter(one.name for one in groups).items() if times > 1]:
        wrong.append(f"投票人类别“{'、'.join(twice)}”写了两次，请合并为一行。")
    if empty := [one.name for one in groups if not 0 < one.weight <= 100]:
        wrong.append(f"投票人类别“{'、'.join(empty)}”的权重应大于 0、不超过 100。")
    if not groups:
        wrong.append(f"至少要有一类投票人。不分类的，填“{ONE_GROUP}”、权重 100。")
    if wrong:
        raise Refused(*wrong)


def write_lines(plan: Plan, lines: Sequence[IndicatorLine]) -> int:
    """Make the plan's indicators equal to these lines; give the number that changed."""
    stored = {(one.form, one.dimension, one.name): one for one in plan.indicators.all()}
    wanted = {line.key: (place, line) for place, line in enumerate(lines)}
    gone = [one.pk for key, one in stored.items() if key not in wanted]
    new, moved = [], []
    for key, (place, line) in wanted.items():
        one = stored.get(key)
        if one is None:
            new.append(_indicator(plan, place, line))
        elif _differs(one, place, line):
            _take(one, place, line)
            moved.append(one)
    if gone:
        plan.indicators.filter(pk__in=gone).delete()
    Indicator.objects.bulk_update(moved, ["place", *KEPT])
    Indicator.objects.bulk_create(new)
    return len(gone) + len(new) + len(moved)


def write_groups(plan: Plan, groups: Iterable[GroupLine]) -> int:
    """Make the plan's voter groups equal to these; give the number that changed."""
    stored = {one.name: one for one in plan.voter_groups.all()}
    wanted = {line.name: (place, line) for place, line in enumerate(groups)}
    gone = [one.pk for name, one in stored.items() if name not in wanted]
    new, moved = [], []
    for name, (place, line) in wanted.items():
        one = stored.get(name)
        if one is None:
            held = asdict(line) | {"place": place}
            new.append(VoterGroup(plan=plan, scope_path=plan.scope_path, **held))
        elif (one.place, one.weight) != (place, line.weight):
            one.place, one.weight = place, line.weight
            moved.append(one)
    if gone:
        plan.voter_groups.filter(pk__in=gone).delete()
    VoterGroup.objects.bulk_update(moved, ["place", "weight"])
    VoterGroup.objects.bulk_create(new)
    return len(gone) + len(new) + len(moved)


def _differs(one: Indicator, place: int, line: IndicatorLine) -> bool:
    return one.place != place or any(getattr(one, name) != getattr(line, name) for name in KEPT)


def _take(one: Indicator, place: int, line: IndicatorLine) -> None:
    one.place = place
    for name in KEPT:
        setattr(one, name, getattr(line, name))


def _indicator(plan: Plan, place: int, line: IndicatorLine) -> Indicator:
    return Indicator(plan=plan, scope_path=plan.scope_path, place=place, **asdict(line))
