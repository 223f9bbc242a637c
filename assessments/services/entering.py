"""What a township's clerk enters: the meeting, votes, targets, team results, excuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from assessments import rules
from assessments.models import Entry, Round, TeamResult
from assessments.queries.facts import BALLOTS
from assessments.queries.lacks import named
from assessments.queries.rulebook import code_of, rules_of
from assessments.services.cells import Cells, CellsRefused, Key, changes
from assessments.services.locks import locked_round
from assessments.services.races import races_refused
from assessments.states import Dimension, Form, GradeLabel, TeamGrade
from audit.services import record

CENT = Decimal("0.01")
MEETING = ("meeting_on", "expected", "present")
COLUMN_OF = {ballot: f"votes_{ballot}" for ballot in BALLOTS}
RESULT = "result"


@dataclass(frozen=True, slots=True)
class Votes:
    """One cadre's ballots; None is not typed yet, never nought."""

    excellent: int | None = None
    competent: int | None = None
    basic: int | None = None
    incompetent: int | None = None


@transaction.atomic
def save_meeting(
    *,
    round: Round,  # noqa: A002
    meeting_on: date,
    expected: int,
    present: int,
    by: Acting,
) -> Round:
    """Record the report meeting whose ballots are entered."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_enter(round, by=by).require()
    asked = rules_of(round.year, today(), code_of(round.plan.county, today()))
    rules.is_meeting(
        round.year, on=meeting_on, expected=expected, present=present, today=today(), rules=asked
    ).require()
    _refuse_too_few(round, present)
    values = dict(zip(MEETING, (meeting_on, expected, present), strict=True))
    changed = [name for name, value in values.items() if getattr(round, name) != value]
    if changed:
        for name in changed:
            setattr(round, name, values[name])
        round.save(update_fields=changed)
        said = {"meeting_on": meeting_on.isoformat(), "expected": expected, "present": present}
        record("assessments.meeting_saved", by=by, about=round, meeting=said)
    return round


@transaction.atomic
def save_votes(
    *,
    round: Round,  # noqa: A002
    votes: Mapping[int, Votes | None],
    by: Acting,
    expected: Mapping[int, Votes | None] | None = None,
) -> int:
    """Save ballots by entry id; give the number of cells that changed. All of them or none."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_enter(round, by=by).require()
    if round.present is None:
        raise Refused("请先录入述职会议的应到、实到人数：票数按实到人数核对。")
    entries = _entries(round, votes)
    wanted = changes(
        _stored(entries, COLUMN_OF),
        _ballots(votes),
        None if expected is None else _ballots(expected),
        _labels(entries, {ballot: f"{GradeLabel(ballot).label}票" for ballot in BALLOTS}),
    )
    _write(entries, wanted, COLUMN_OF)
    _refuse_bad_votes(entries, wanted, round.present)
    return _save_entries("votes", round, entries, wanted, COLUMN_OF, by)


@transaction.atomic
def save_targets(
    *,
    round: Round,  # noqa: A002
    points: Mapping[int, Mapping[str, Decimal | None]],
    by: Acting,
    expected: Mapping[int, Mapping[str, Decimal | None]] | None = None,
) -> int:
    """Save target points by entry id and aspect; give the number of cells that changed."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_enter(round, by=by).require()
    entries = _entries(round, points)
    columns = {aspect: aspect for aspect in Dimension.values}
    wanted = changes(
        _stored(entries, columns),
        _flat(points, Dimension.values),
        None if expected is None else _flat(expected, Dimension.values),
        _labels(entries, dict(Dimension.choices)),
    )
    _refuse_bad_points(entries, wanted, maxima_of(round))
    _write(entries, wanted, columns)
    return _save_entries("targets", round, entries, wanted, columns, by)


@transaction.atomic
def save_teams(
    *,
    round: Round,  # noqa: A002
    results: Mapping[int, str | None],
    by: Acting,
    expected: Mapping[int, str | None] | None = None,
) -> int:
    """Save team results by village id; give the number that changed."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_enter(round, by=by).require()
    villages = _villages(round, results)
    held = {one.village_id: one for one in round.team_results.filter(village__in=results)}
    wanted = changes(
        {(pk, RESULT): held[pk].result if pk in held else None for pk in results},
        {(pk, RESULT): result or None for pk, result in results.items()},
        None if expected is None else {(pk, RESULT): r or None for pk, r in expected.items()},
        {(pk, RESULT): f"{village.name}班子结果" for pk, village in villages.items()},
    )
    _refuse_bad_results(villages, wanted)
    _write_results(round, held, wanted)
    if wanted:
        record("assessments.teams_saved", by=by, about=round, villages=len(wanted))
    return len(wanted)


@transaction.atomic
def excuse(*, entry: Entry, reason: str, by: Acting) -> Entry:
    """Take a cadre out of this year's grading with a reason, or back in with none."""
    round = locked_round(Round(pk=entry.round_id), by)  # noqa: A001
    entry = Entry.objects.visible_to(by).get(pk=entry.pk)
    entry.round = round
    rules.may_excuse(entry, by=by).require()
    reason = reason.strip()
    if entry.excused != reason:
        entry.excused = reason
        entry.save(update_fields=["excused"])
        name = "assessments.cadre_excused" if reason else "assessments.excuse_withdrawn"
        record(name, by=by, about=entry, reason=reason)
    return entry


def maxima_of(round: Round) -> dict[str, Decimal]:  # noqa: A002
    """Give each aspect's highest points by the round's plan."""
    lines = round.plan.indicators.filter(form=Form.TARGET).order_by()
    sums = lines.values("dimension").annotate(most=Sum("points"))
    return {aspect: Decimal(0) for aspect in Dimension.values} | {
        line["dimension"]: line["most"] for line in sums
    }


def _entries(round: Round, asked: Iterable[int]) -> dict[int, Entry]:  # noqa: A002
    wanted = set(asked)
    found = {one.pk: one for one in round.entries.filter(pk__in=wanted, on_roster=True)}
    if wanted - found.keys():
        raise Refused("名册有变动，有人已不在这份名册上。请刷新页面后再填。")
    return found


def _villages(round: Round, asked: Iterable[int]) -> dict[int, Division]:  # noqa: A002
    wanted = set(asked)
    on_roster = round.entries.filter(on_roster=True).values("village")
    found = {
        one.pk: one
        for one in Division.objects.filter(pk__in=wanted & {row["village"] for row in on_roster})
    }
    if wanted - found.keys():
        raise Refused("名册有变动，有的村已不在这份名册上。请刷新页面后再填。")
    return found


def _stored(entries: Mapping[int, Entry], columns: Mapping[str, str]) -> Cells:
    return {
        (pk, name): getattr(entry, column)
        for pk, entry in entries.items()
        for name, column in columns.items()
    }


def _ballots(votes: Mapping[int, Votes | None]) -> Cells:
    return {
        (pk, ballot): count
        for pk, row in votes.items()
        for ballot, count in asdict(row or Votes()).items()
    }


def _flat(rows: Mapping[int, Mapping[str, Any]], known: Iterable[str]) -> Cells:
    allowed = set(known)
    return {
        (pk, column): value
        for pk, row in rows.items()
        for column, value in row.items()
        if column in allowed
    }


def _labels(entries: Mapping[int, Entry], columns: Mapping[str, str]) -> dict[Key, str]:
    return {
        (pk, column): f"{entry.name} {label}"
        for pk, entry in entries.items()
        for column, label in columns.items()
    }


def _write(entries: Mapping[int, Entry], wanted: Cells, columns: Mapping[str, str]) -> None:
    for (pk, column), value in wanted.items():
        setattr(entries[pk], columns[column], value)


def _save_entries(
    what: str,
    round: Round,  # noqa: A002
    entries: Mapping[int, Entry],
    wanted: Cells,
    columns: Mapping[str, str],
    by: Acting,
) -> int:
    touched = [entries[pk] for pk in sorted({pk for pk, _ in wanted})]
    if touched:
        with races_refused():
            Entry.objects.bulk_update(touched, list(columns.values()))
        record(
            f"assessments.{what}_saved", by=by, about=round, cadres=len(touched), cells=len(wanted)
        )
    return len(wanted)


def _refuse_bad_votes(entries: Mapping[int, Entry], wanted: Cells, present: int) -> None:
    """Refuse negative counts, and more ballots than people; `entries` hold the new counts."""
    refused: dict[Key, str] = {
        (pk, ballot): f"{entries[pk].name} {GradeLabel(ballot).label}票应是 0 以上的整数。"
        for (pk, ballot), count in wanted.items()
        if count is not None and count < 0
    }
    for pk in {pk for pk, _ in wanted}:
        total = _total(entries[pk])
        if total > present:
            said = f"{entries[pk].name}：票数合计 {total}，多于实到 {present} 人，请核对票数。"
            refused |= {(pk, ballot): said for ballot in BALLOTS if (pk, ballot) in wanted}
    if refused:
        raise CellsRefused(refused)


def _total(entry: Entry) -> int:
    return sum(getattr(entry, column) or 0 for column in COLUMN_OF.values())


def _refuse_too_few(round: Round, present: int) -> None:  # noqa: A002
    over = [one for one in round.entries.filter(on_roster=True) if _total(one) > present]
    if over:
        names = named([one.name for one in over])
        most = max(_total(one) for one in over)
        raise Refused(
            f"实到 {present} 人少于已录入的票数：{names}的票数合计最多 {most} 张。"
            "请先更正票数，再改实到人数。"
        )


def _refuse_bad_points(
    entries: Mapping[int, Entry], wanted: Cells, maxima: Mapping[str, Decimal]
) -> None:
    refused: dict[Key, str] = {}
    for (pk, aspect), value in wanted.items():
        most, label = maxima[aspect], Dimension(aspect).label
        if value is None:
            continue
        if not 0 <= value <= most:
            said = f"{entries[pk].name}“{label}” {value:f} 分，"
            refused[pk, aspect] = f"{said}应在 0 至 {most.normalize():f} 分之间，请核对评分表。"
        elif value != value.quantize(CENT):
            refused[pk, aspect] = f"{entries[pk].name}“{label}”最多填两位小数。"
    if refused:
        raise CellsRefused(refused)


def _refuse_bad_results(villages: Mapping[int, Division], wanted: Cells) -> None:
    allowed = "、".join(TeamGrade.labels)
    refused = {
        (pk, column): f"{villages[pk].name}班子结果只能是：{allowed}。"
        for (pk, column), result in wanted.items()
        if result is not None and result not in TeamGrade.values
    }
    if refused:
        raise CellsRefused(refused)


def _write_results(round: Round, held: Mapping[int, TeamResult], wanted: Cells) -> None:  # noqa: A002
    new, moved, gone = [], [], []
    for (pk, _), result in wanted.items():
        if result is None:
            gone.append(held[pk].pk)
        elif pk in held:
            held[pk].result = result
            moved.append(held[pk])
        else:
            new.append(
                TeamResult(round=round, scope_path=round.scope_path, village_id=pk, result=result)
            )
    with races_refused():
        if gone:
            round.team_results.filter(pk__in=gone).delete()
        TeamResult.objects.bulk_update(moved, ["result"])
        TeamResult.objects.bulk_create(new)
