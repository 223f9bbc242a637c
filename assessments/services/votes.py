"""The ballots of a township's cadres, by group of voters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from accounts.acting import Acting
from assessments import rules
from assessments.models import Entry, Round, Tally, VoterGroup
from assessments.queries.ballots import COUNTS, Came, Counted, counted
from assessments.services.cells import (
    Cells,
    CellsRefused,
    Key,
    Rows,
    changes,
    entries_on,
    flat,
    labels,
    manner,
)
from assessments.services.locks import locked_round
from assessments.services.races import races_refused
from assessments.states import GradeLabel
from audit.services import record

Tallies = dict[Key, Tally]  # by entry and group


def columns_of(groups: Iterable[VoterGroup]) -> dict[str, str]:
    """Give the columns of the grid of ballots; with one group its name says nothing."""
    listed = list(groups)
    several = len(listed) > 1
    return {
        f"{group.pk}-{ballot}": f"{group.name} {label}" if several else label
        for group in listed
        for ballot, label in ((one, GradeLabel(one).label) for one in COUNTS)
    }


@transaction.atomic
def save_votes(
    *,
    round: Round,  # noqa: A002
    votes: Rows,
    by: Acting,
    expected: Rows | None = None,
    how: str = "",
) -> int:
    """Save ballots by entry id and column; give the number of cells that changed.

    All of them or none; None is not typed yet, never nought.
    """
    round = locked_round(round, by)  # noqa: A001
    rules.may_enter(round, by=by).require()
    entries = entries_on(round, votes)
    groups = list(round.plan.voter_groups.all())
    columns = columns_of(groups)
    tallies = _tallies(round, entries, groups)
    wanted = changes(
        _stored(tallies),
        flat(votes, columns),
        None if expected is None else flat(expected, columns),
        labels(entries, {key: f"{label}票" for key, label in columns.items()}),
    )
    _write(tallies, wanted)
    _refuse_bad(round, entries, groups, tallies, wanted)
    if wanted:
        _save(tallies, wanted)
        touched = len({pk for pk, _ in wanted})
        record(
            "assessments.ballots_saved",
            by=by,
            about=round,
            cadres=touched,
            cells=len(wanted),
            **manner(how),
        )
    return len(wanted)


def _tallies(found: Round, entries: Mapping[int, Entry], groups: Iterable[VoterGroup]) -> Tallies:
    """Give a tally for each cadre and group, new ones where there is none yet."""
    rows = Tally.objects.filter(round=found, entry__in=entries)
    held = {(one.entry_id, str(one.group_id)): one for one in rows}
    for pk in entries:
        for group in groups:
            held.setdefault(
                (pk, str(group.pk)),
                Tally(round=found, scope_path=found.scope_path, entry_id=pk, group=group),
            )
    return held


def _stored(tallies: Tallies) -> Cells:
    return {
        (pk, f"{group}-{ballot}"): getattr(one, ballot)
        for (pk, group), one in tallies.items()
        for ballot in COUNTS
    }


def _write(tallies: Tallies, wanted: Cells) -> None:
    for (pk, column), value in wanted.items():
        group, _, ballot = column.partition("-")
        setattr(tallies[pk, group], ballot, value)


def _save(tallies: Tallies, wanted: Cells) -> None:
    keys = sorted({(pk, column.partition("-")[0]) for pk, column in wanted})
    touched = [tallies[key] for key in keys]
    with races_refused():
        Tally.objects.bulk_create([one for one in touched if one.pk is None])
        Tally.objects.bulk_update([one for one in touched if one.pk is not None], list(COUNTS))


def _refuse_bad(
    found: Round,
    entries: Mapping[int, Entry],
    groups: list[VoterGroup],
    tallies: Tallies,
    wanted: Cells,
) -> None:
    """Refuse negative counts, and more ballots than came back; `tallies` hold the new counts."""
    refused: dict[Key, str] = {
        (pk, column): f"{entries[pk].name} {_ballot(column)}票应是 0 以上的整数。"
        for (pk, column), count in wanted.items()
        if count is not None and count < 0
    }
    held = counted([found]) if wanted else Counted()
    names = {str(one.pk): f" {one.name}" if len(groups) > 1 else "" for one in groups}
    for pk, group in {(pk, column.partition("-")[0]) for pk, column in wanted}:
        entry = entries[pk]
        came = held.came.get((found.pk, entry.village_id, int(group)), Came())
        total = sum(getattr(tallies[pk, group], one) or 0 for one in COUNTS)
        if said := _too_many(came, total, entry.village.name):
            keys = ((pk, f"{group}-{ballot}") for ballot in COUNTS)
            sentence = f"{entry.name}{names[group]}：{said}"
            refused |= {key: sentence for key in keys if key in wanted}
    if refused:
        raise CellsRefused(refused)


def _too_many(came: Came, total: int, village: str) -> str:
    if came.expected == 0 and total:
        return f"{village}应到 0 人，没有这类投票人，请先核对述职会议。"
    if came.most is None:
        return f"请先录入{village}述职会议的到会和收回票数：票数按收回的票核对。"
    if total <= came.most:
        return ""
    if came.returned is not None:
        return f"票数合计 {total}，多于收回 {came.most} 张，请核对票数。"
    if came.handed_out is not None:
        return f"票数合计 {total}，多于发出 {came.most} 张，请核对票数。"
    return f"票数合计 {total}，多于实到 {came.most} 人，请核对票数。"


def _ballot(column: str) -> str:
    return GradeLabel(column.partition("-")[2]).label
