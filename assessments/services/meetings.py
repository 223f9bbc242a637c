"""The villages' report meetings: when, led by whom, who came, how many ballots went out and in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from assessments import rules
from assessments.models import Meeting, Round, Tally, Turnout, VoterGroup
from assessments.queries.ballots import COUNTS, Came
from assessments.queries.lacks import named
from assessments.services.cells import (
    Cells,
    CellsRefused,
    Key,
    Rows,
    changes,
    flat,
    labels,
    manner,
    villages_on,
)
from assessments.services.locks import locked_round
from assessments.services.races import races_refused
from audit.services import record

HEAD = {"held_on": "会议日期", "host": "主持人"}
CAME = {"expected": "应到", "present": "实到", "handed_out": "发出票", "returned": "收回票"}
HOST, MOST = 60, 9999
# Which count may not exceed which, and what to look at where it does.
IN_ORDER = (
    ("present", "expected", "实到 {0} 人，多于应到 {1} 人，请核对签到册。"),
    ("handed_out", "present", "发出 {0} 张票，多于实到 {1} 人，请核对发票数。"),
    ("returned", "handed_out", "收回 {0} 张票，多于发出 {1} 张，请核对票数。"),
)


@dataclass(slots=True)
class Held:
    """The meetings of some villages, with room for those that are not there yet."""

    round: Round
    groups: list[VoterGroup]
    meetings: dict[int, Meeting]
    turnouts: dict[Key, Turnout]  # by village and group

    @classmethod
    def of(cls, found: Round, villages: Iterable[int]) -> Held:
        """Read what is there of the villages' meetings."""
        groups = list(found.plan.voter_groups.all())
        own = {"round": found, "scope_path": found.scope_path}
        met = {one.village_id: one for one in found.meetings.filter(village__in=villages)}
        for pk in villages:
            met.setdefault(pk, Meeting(village_id=pk, **own))
        rows = Turnout.objects.filter(round=found, meeting__village__in=villages)
        came = {
            (one.meeting.village_id, str(one.group_id)): one
            for one in rows.select_related("meeting")
        }
        for pk, meeting in met.items():
            for group in groups:
                came.setdefault((pk, str(group.pk)), Turnout(meeting=meeting, group=group, **own))
        return cls(found, groups, met, came)

    def stored(self) -> Cells:
        """Give every cell of these meetings as it stands."""
        cells: Cells = {
            (pk, name): getattr(one, name) for pk, one in self.meetings.items() for name in HEAD
        }
        for (pk, group), turnout in self.turnouts.items():
            cells |= {(pk, f"{group}-{name}"): getattr(turnout, name) for name in CAME}
        return cells

    def write(self, wanted: Cells) -> None:
        """Put the new values into the rows, not yet into the database."""
        for (pk, column), value in wanted.items():
            group, _, name = column.rpartition("-")
            row = self.turnouts[pk, group] if group else self.meetings[pk]
            setattr(row, name, value)

    def save(self, wanted: Cells) -> None:
        """Save the meetings and turnouts that changed."""
        villages = {pk for pk, _ in wanted}
        touched = {(pk, column.rpartition("-")[0]) for pk, column in wanted}
        with races_refused():
            meetings = [self.meetings[pk] for pk in sorted(villages)]
            Meeting.objects.bulk_create([one for one in meetings if one.pk is None])
            Meeting.objects.bulk_update(
                [self.meetings[pk] for pk, group in sorted(touched) if not group], list(HEAD)
            )
            came = [self.turnouts[key] for key in sorted(touched) if key[1]]
            for one in came:
                one.meeting = one.meeting  # its number is known only now
            Turnout.objects.bulk_create([one for one in came if one.pk is None])
            Turnout.objects.bulk_update([one for one in came if one.pk is not None], list(CAME))


def columns_of(groups: Iterable[VoterGroup]) -> dict[str, str]:
    """Give the columns of the grid of meetings; with one group its name says nothing."""
    listed = list(groups)
    several = len(listed) > 1
    return HEAD | {
        f"{group.pk}-{name}": f"{group.name} {label}" if several else label
        for group in listed
        for name, label in CAME.items()
    }


@transaction.atomic
def save_meetings(
    *,
    round: Round,  # noqa: A002
    meetings: Rows,
    by: Acting,
    expected: Rows | None = None,
    how: str = "",
) -> int:
    """Save meetings by village id and column; give the number of cells that changed.

    All of them or none. A meeting too few came to is kept as it was, and said to be unusable.
    """
    round = locked_round(round, by)  # noqa: A001
    rules.may_enter(round, by=by).require()
    villages = villages_on(round, meetings)
    held = Held.of(round, villages)
    columns = columns_of(held.groups)
    wanted = changes(
        held.stored(),
        flat(meetings, columns),
        None if expected is None else flat(expected, columns),
        labels(villages, columns),
    )
    held.write(wanted)
    _refuse_bad(held, wanted, villages)
    if wanted:
        held.save(wanted)
        touched = len({pk for pk, _ in wanted})
        record(
            "assessments.meeting_saved",
            by=by,
            about=round,
            villages=touched,
            cells=len(wanted),
            **manner(how),
        )
    return len(wanted)


def _refuse_bad(held: Held, wanted: Cells, villages: Mapping[int, Division]) -> None:
    refused = dict(_bad_heads(held.round, wanted, villages)) | dict(_bad_counts(wanted, villages))
    if not refused:
        refused |= _out_of_order(held, wanted, villages)
    if not refused:
        refused |= _below_the_votes(held, wanted, villages)
    if refused:
        raise CellsRefused(refused)


def _bad_heads(
    found: Round, wanted: Cells, villages: Mapping[int, Division]
) -> Iterable[tuple[Key, str]]:
    for (pk, column), value in wanted.items():
        if column == "held_on" and isinstance(value, date):
            answer = rules.is_meeting_day(found.year, on=value, today=today())
            if answer.objections:
                yield (pk, column), f"{villages[pk].name}{answer.objections[0]}"
        elif column == "host" and len(value) > HOST:
            yield (pk, column), f"{villages[pk].name}主持人最多 {HOST} 个字。"


def _bad_counts(wanted: Cells, villages: Mapping[int, Division]) -> Iterable[tuple[Key, str]]:
    for (pk, column), value in wanted.items():
        if column not in HEAD and value is not None and not 0 <= value <= MOST:
            label = CAME[column.rpartition("-")[2]]
            yield (pk, column), f"{villages[pk].name}{label}数应是 0 至 {MOST} 的整数。"


def _out_of_order(held: Held, wanted: Cells, villages: Mapping[int, Division]) -> dict[Key, str]:
    refused: dict[Key, str] = {}
    for (pk, group), one in held.turnouts.items():
        for less, more, sentence in IN_ORDER:
            few, many = getattr(one, less), getattr(one, more)
            if few is None or many is None or few <= many:
                continue
            said = f"{villages[pk].name}{_of(held, one.group)}：{sentence.format(few, many)}"
            keys = ((pk, f"{group}-{name}") for name in (less, more))
            refused |= {key: said for key in keys if key in wanted}
    return refused


def _below_the_votes(held: Held, wanted: Cells, villages: Mapping[int, Division]) -> dict[Key, str]:
    """Refuse to count fewer ballots than have been entered already."""
    counted = _most_votes(held.round, {pk for pk, _ in wanted})
    refused: dict[Key, str] = {}
    for (pk, group), one in held.turnouts.items():
        came = Came(one.expected, one.present, one.handed_out, one.returned)
        least, names = counted.get((pk, group), (0, []))
        if not least or came.most is None or least <= came.most:
            continue
        said = (
            f"{villages[pk].name}{_of(held, one.group)}：{came.most} 张（人）少于已录入的票数，"
            f"{named(names)}的票数合计最多 {least} 张。请先更正票数，再改这里。"
        )
        keys = ((pk, f"{group}-{name}") for name in CAME)
        refused |= {key: said for key in keys if key in wanted}
    return refused


def _most_votes(found: Round, villages: set[int]) -> dict[Key, tuple[int, list[str]]]:
    """Give, by village and group, the highest total entered and who has it."""
    rows = Tally.objects.filter(
        round=found, entry__village__in=villages, entry__on_roster=True
    ).values_list("entry__village_id", "group_id", "entry__name", *COUNTS)
    found_: dict[Key, tuple[int, list[str]]] = {}
    for village, group, name, *counts in rows:
        total = sum(count or 0 for count in counts)
        most, names = found_.get((village, str(group)), (0, []))
        if total > most:
            found_[village, str(group)] = total, [name]
        elif total == most:
            names.append(name)
    return found_


def _of(held: Held, group: VoterGroup) -> str:
    return f" {group.name}" if len(held.groups) > 1 else ""
