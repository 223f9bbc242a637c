"""What a township's clerk enters beside the ballots: targets, team results, excuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments import rules
from assessments.models import Entry, Round, TeamResult
from assessments.queries.elsewhere import teams_of
from assessments.services.cells import (
    Cells,
    CellsRefused,
    Key,
    changes,
    entries_on,
    flat,
    labels,
    manner,
)
from assessments.services.locks import locked_round
from assessments.services.races import races_refused
from assessments.states import Dimension, Form, TeamGrade
from audit.services import record

CENT = Decimal("0.01")
RESULT = "result"


@transaction.atomic
def save_targets(
    *,
    round: Round,  # noqa: A002
    points: Mapping[int, Mapping[str, Decimal | None]],
    by: Acting,
    expected: Mapping[int, Mapping[str, Decimal | None]] | None = None,
    how: str = "",
) -> int:
    """Save target points by entry id and aspect; give the number of cells that changed."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_enter(round, by=by).require()
    entries = entries_on(round, points)
    wanted = changes(
        _stored(entries),
        flat(points, Dimension.values),
        None if expected is None else flat(expected, Dimension.values),
        labels(entries, dict(Dimension.choices)),
    )
    _refuse_bad_points(entries, wanted, maxima_of(round))
    for (pk, aspect), value in wanted.items():
        setattr(entries[pk], aspect, value)
    touched = [entries[pk] for pk in sorted({pk for pk, _ in wanted})]
    if touched:
        with races_refused():
            Entry.objects.bulk_update(touched, Dimension.values)
        record(
            "assessments.points_saved",
            by=by,
            about=round,
            cadres=len(touched),
            cells=len(wanted),
            **manner(how),
        )
    return len(wanted)


@transaction.atomic
def save_teams(
    *,
    round: Round,  # noqa: A002
    results: Mapping[int, str | None],
    by: Acting,
    expected: Mapping[int, str | None] | None = None,
    how: str = "",
) -> int:
    """Save team results by village id; give the number that changed."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_enter(round, by=by).require()
    villages = _teams_on(round, results)
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
        record("assessments.teams_saved", by=by, about=round, villages=len(wanted), **manner(how))
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


def _teams_on(round: Round, asked: Iterable[int]) -> dict[int, Division]:  # noqa: A002
    wanted = set(asked)
    found = {one.pk: one for one in teams_of(round).filter(pk__in=wanted)}
    if wanted - found.keys():
        raise Refused("名册有变动，有的村已不在这份名册上。请刷新页面后再填。")
    return found


def _stored(entries: Mapping[int, Entry]) -> Cells:
    return {
        (pk, aspect): getattr(entry, aspect)
        for pk, entry in entries.items()
        for aspect in Dimension.values
    }


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
