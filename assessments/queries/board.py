"""A round as the grading page shows it: in order of score, with grades, gates and the cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from assessments.models import Entry, Grade, Proposal, Round
from assessments.queries.changing import corrected, grades_of
from assessments.queries.facts import case_of
from assessments.queries.gaps import Gaps, gaps_in
from assessments.queries.lacks import blocking, lacks
from assessments.queries.odd_votes import Odd, odd_votes
from assessments.states import GRADED, GradeLabel, Proposed, RoundStatus
from policy.reach import Reach, reach
from policy.record import sha
from rulebook.models import Decision

LAST: dict[str, int] = {Proposed.MISSING: 1, Proposed.NONE: 2}


@dataclass(frozen=True, slots=True)
class Tag:
    label: str
    level: str = ""


@dataclass(slots=True)
class BoardRow:
    """One cadre's line; `place` is his place by score, barred or not."""

    entry: Entry
    report_rating: str | None
    target_score: str | None
    composite: str | None
    exact: Decimal | None
    grade: str
    label: str
    fallback: str | None
    barred: bool
    findings: list[dict[str, Any]]
    proposal_id: int | None = None
    chosen: bool = False
    reason: str = ""
    place: int | None = None
    was_tied: bool = False
    corrected: str = ""
    deviates: bool = False
    proposed: str = ""  # what the rulebook proposed, where the committee decided otherwise
    tags: list[Tag] = field(default_factory=list)

    @property
    def is_tied(self) -> bool:
        return self.grade == Proposed.TIE


@dataclass(slots=True)
class Board:
    """The township's lines and sums. `cut` is the number of lines above the line of seats."""

    round: Round
    rows: list[BoardRow]
    result: dict[str, Any]
    findings: list[dict[str, Any]]
    lacks: list[str]
    title: str = ""  # of the rules
    gaps: Gaps = field(default_factory=Gaps)  # while it is entered
    odd_votes: dict[int, Odd] = field(default_factory=dict)  # until it is decided
    reach: Reach = field(default_factory=Reach)  # of what is missing while it is entered
    blocking: dict[str, list[str]] = field(default_factory=dict)
    is_stale: bool = False  # submitted, and the facts are no longer those of the proposal

    @property
    def seats(self) -> int:
        return self.round.seats

    @property
    def headcount(self) -> int:
        return self.round.headcount

    @property
    def seat_arithmetic(self) -> str:
        return str(self.result["seat_arithmetic"])

    @property
    def taken(self) -> int:
        return self._count("excellent")

    @property
    def left(self) -> int:
        return self.seats - self.taken

    @property
    def tied(self) -> list[BoardRow]:
        return [row for row in self.rows if row.is_tied]

    @property
    def to_choose(self) -> int:
        """Say how many of those who tie the committee may choose."""
        return int(self.result["left"]) if self.tied else 0

    @property
    def barred(self) -> list[BoardRow]:
        return [row for row in self.rows if row.barred and row.grade != Proposed.NONE]

    @property
    def missing(self) -> int:
        return self._count("missing")

    @property
    def pending(self) -> int:
        return self._count("pending")

    @property
    def cut(self) -> int:
        above = [place for place, row in enumerate(self.rows, 1) if row.grade == "excellent"]
        return max(above, default=0)

    @property
    def barred_above_cut(self) -> int:
        return sum(row.barred for row in self.rows[: self.cut])

    def row_of(self, entry_id: int) -> BoardRow | None:
        """Find a cadre's line."""
        return next((row for row in self.rows if row.entry.pk == entry_id), None)

    def _count(self, grade: str) -> int:
        return sum(row.grade == grade for row in self.rows)


def board(round: Round) -> Board:  # noqa: A002
    """Give the live proposal while the round is entered, afterwards what was proposed, decided."""
    if round.status == RoundStatus.ENTERING:
        return _live(round)
    return _stored(round)


def _live(round: Round) -> Board:  # noqa: A002
    case = case_of(round)
    outcome = case.decide()
    result, findings = outcome.result, [dict(one) for one in outcome.findings]
    kept = {pk: row["findings"] for pk, row in result["rows"].items()}
    rows = _rows(round, case.facts, result, kept)
    shown = Board(round, rows, result, findings, lacks(case, result))
    shown.title = case.rules["title"]
    shown.gaps = gaps_in(case, (row.entry for row in rows))
    shown.odd_votes = odd_votes((row.entry for row in rows), case.ballots)
    shown.reach = reach(case.rules, case.facts, result)
    shown.blocking = blocking(case.facts, result)
    return shown


def _stored(round: Round) -> Board:  # noqa: A002
    proposal = Decision.objects.select_related("facts", "rules").get(
        pk=cast(int, round.proposal_id)
    )
    facts, result = proposal.facts.body, proposal.outcome["result"]
    lines = {
        str(one.entry_id): one
        for one in Proposal.objects.filter(decision=proposal).only("entry_id", "findings")
    }
    rows = _rows(round, facts, result, {pk: one.findings for pk, one in lines.items()})
    for row in rows:
        row.proposal_id = lines[str(row.entry.pk)].pk
    if round.status in GRADED:
        _put_decided(round, rows)
    shown = Board(round, rows, result, proposal.outcome["findings"], [])
    shown.title = proposal.rules.body["title"]
    if round.status == RoundStatus.SUBMITTED:
        case = case_of(round)
        shown.is_stale = sha(case.facts) != proposal.facts.sha
        shown.odd_votes = odd_votes((row.entry for row in rows), case.ballots)
    return shown


def _rows(
    round: Round,  # noqa: A002
    facts: dict[str, Any],
    result: dict[str, Any],
    findings: dict[str, list[dict[str, Any]]],
) -> list[BoardRow]:
    entries = Entry.objects.filter(round=round).select_related("village", "team_village")
    by_id = {str(entry.pk): entry for entry in entries}
    rows = [
        _row(by_id[fact["id"]], fact, result["rows"][fact["id"]], findings[fact["id"]])
        for fact in facts["rows"]
    ]
    rows.sort(key=_order)
    _place(rows)
    return rows


def _row(
    entry: Entry, fact: dict[str, Any], got: dict[str, Any], findings: list[dict[str, Any]]
) -> BoardRow:
    return BoardRow(
        entry=entry,
        report_rating=_two_places(fact["report_rating"]),
        target_score=_two_places(fact["target_score"]),
        composite=got["composite"],
        exact=None if got["composite_exact"] is None else Decimal(got["composite_exact"]),
        grade=got["grade"],
        label=got["label"],
        fallback=got["fallback"],
        barred=got["barred"],
        findings=findings,
        tags=list(_tags(fact, got)),
    )


def _two_places(score: str | None) -> str | None:
    return None if score is None else f"{Decimal(score):.2f}"


def _order(row: BoardRow) -> tuple[int, Decimal]:
    return LAST.get(row.grade, 0), -(row.exact or Decimal(0))


def _place(rows: list[BoardRow]) -> None:
    """Number by exact score, the tied alike; for reading, the rulebook ranks for itself."""
    for index, row in enumerate(rows):
        if row.exact is not None:
            same = index and rows[index - 1].exact == row.exact
            row.place = rows[index - 1].place if same else index + 1


def _tags(fact: dict[str, Any], got: dict[str, Any]) -> Iterable[Tag]:
    codes = {one["code"] for one in got.get("findings", ()) if one["verdict"] == "barred"}
    if "grade.team" in codes or (got["barred"] and not fact["measures"]):
        yield Tag(f"班子{fact['team']}，不得优秀", "stop")
    if got["barred"] and fact["measures"]:
        kinds = "、".join(dict.fromkeys(one["kind"] for one in fact["measures"]))
        yield Tag(f"本年有{kinds}", "stop")
    if got["grade"] == Proposed.TIE:
        yield Tag("末位同分，待党委会定", "attention")
    if got["grade"] == Proposed.PENDING:
        yield Tag("有人缺分或班子未报，暂不能定", "attention")
    if got["grade"] == Proposed.MISSING:
        parts = (("report_rating", "缺述职测评票"), ("target_score", "缺目标考核分"))
        yield from (Tag(label) for column, label in parts if fact[column] is None)
    if got["grade"] == Proposed.NONE:
        yield Tag(fact["excused"] or f"任职 {fact['months']} 个整月，不定等次")


def _put_decided(round: Round, rows: list[BoardRow]) -> None:  # noqa: A002
    held = grades_of(Grade.objects.filter(round=round))
    for row in rows:
        grade = held[row.entry.pk][-1]
        row.was_tied = row.is_tied
        row.deviates, row.proposed = grade.deviates, row.label if grade.deviates else ""
        row.grade, row.label = grade.grade, GradeLabel(grade.grade).label
        row.chosen, row.reason = grade.chosen, grade.reason
        if row.was_tied:
            row.tags = [Tag("党委会选定", "ok") if grade.chosen else Tag("末位同分，未选定")]
        if said := corrected(held[row.entry.pk]):
            row.corrected = said
            row.tags.append(Tag(said, "attention"))
