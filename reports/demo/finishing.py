"""Carry the demo's open year to its end: each step by a service, as whoever does it in an office.

Nothing decides by itself. The clerks enter what is missing, post, tell and report; the committees
decide, choose among those who tie and answer objections; the county files. Days go by in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.acting import Acting, acting_in, command_line
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import RoleGrant
from accounts.roles import Role
from accounts.session import acting_as
from assessments.models import Letter, Objection, Round
from assessments.services import deciding, notice, objections
from assessments.services.sittings import Sitting
from assessments.states import ObjectionStatus, RoundStatus
from reports.demo.chance import chance, some
from reports.demo.filling import fill
from reports.demo.settling import REASONS
from reports.demo.telling import PLACE, UPHELD
from reports.demo.timetable import standing_on

DAY = timedelta(days=1)
ATTENDED = "党委书记、副书记、组织委员、纪委书记等 7 人"
CLERK, COMMITTEE, OFFICER = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE, Role.COUNTY_OFFICER
Step = Callable[[Round], None]


@dataclass(slots=True)
class Finishing:
    """A year that is carried on, and the townships that are left to people."""

    year: int
    seed: int
    leave: Collection[str] = ()
    day: date = field(default_factory=today)
    grants: dict[tuple[str, int | None], RoleGrant] = field(default_factory=dict)

    def run(self, say: Callable[[str], None]) -> dict[str, int]:
        """Take each township from where it stands to its file; count the steps taken."""
        self._know_everybody()
        counts = {}
        for name, status, step, wait in self._steps():
            rounds = self._standing(status)
            self.day = self._day(rounds, wait)
            with standing_on(self.day):
                for one in rounds:
                    step(one)
            counts[name] = len(rounds)
            say(f"{self.day} {name}：{len(rounds)} 个乡镇")
        return counts

    def _steps(self) -> tuple[tuple[str, RoundStatus, Step, int], ...]:
        return (
            ("录入并提交", RoundStatus.ENTERING, self.submit, 0),
            ("党委会审定", RoundStatus.SUBMITTED, self.decide, 0),
            ("公示", RoundStatus.DECIDED, self.post, 1),
            ("反馈本人", RoundStatus.NOTICE, self.tell, 1),
            ("报县", RoundStatus.FEEDBACK, self.report, 2),
            ("备案", RoundStatus.REPORTED, self.file, 2),
        )

    def _know_everybody(self) -> None:
        with acting_as(command_line()):
            held = RoleGrant.objects.in_force(today()).select_related("user", "division__parent")
            # The first one to come is the one who acts.
            self.grants = {(one.role, one.division_id): one for one in held.order_by("-pk")}

    def _standing(self, status: RoundStatus) -> list[Round]:
        with acting_as(command_line()) as by:
            found = Round.objects.visible_to(by).filter(year=self.year, status=status)
            joined = found.exclude(township__name__in=self.leave)
            return list(joined.select_related("township", "plan").order_by("township__path"))

    def _day(self, rounds: Collection[Round], wait: int) -> date:
        """Let days go by: so many, and past the last day of every notice."""
        ends = [one.notice_until for one in rounds if one.notice_until]
        return max([self.day, *ends]) + wait * DAY

    def of(self, role: Role, one: Round) -> Acting:
        """Give whoever acts for a round's township, or for its county, in a role."""
        place = one.plan.county_id if role is OFFICER else one.township_id
        return acting_in(self.grants[role, place])

    def submit(self, one: Round) -> None:
        """Enter what is missing and put the proposal before the committee."""
        with acting_as(self.of(CLERK, one)) as by:
            fill(one, chance(self.seed, "finish", self.year, one.scope_path), by)
            deciding.submit_round(round=one, by=by)

    def decide(self, one: Round) -> None:
        """Decide; what has changed since it was submitted goes back to the clerk first."""
        try:
            self._decide(one)
        except Refused as refused:
            if refused.objections != (deciding.STALE,):
                raise
            with acting_as(self.of(COMMITTEE, one)) as by:
                deciding.return_round(round=one, reason="提交以后情况有变，请重新提交。", by=by)
            self.submit(one)
            self._decide(one)

    def _decide(self, one: Round) -> None:
        dice = chance(self.seed, "choice", self.year, one.scope_path)
        number = f"{one.township.name}党委会纪要〔{today().year}〕{dice.randint(50, 59)}号"
        with acting_as(self.of(COMMITTEE, one)) as by:
            result = deciding.proposal_of(one).outcome.result
            tied = result["tied"]
            deciding.decide_round(
                round=one,
                chosen=list(map(int, some(dice, tied, result["left"]))) if tied else [],
                reason=dice.choice(REASONS) if tied else "",
                sitting=Sitting(number=number, held_on=today(), attended=ATTENDED),
                by=by,
            )

    def post(self, one: Round) -> None:
        """Hang out what was decided."""
        with acting_as(self.of(CLERK, one)) as by:
            notice.post_notice(round=one, on=today(), place=PLACE, by=by)

    def tell(self, one: Round) -> None:
        """Answer what was objected to, then give each cadre his letter."""
        self._answer(one)
        with acting_as(self.of(CLERK, one)) as by:
            notice.start_feedback(round=one, by=by)

    def _answer(self, one: Round) -> None:
        with acting_as(self.of(COMMITTEE, one)) as by:
            raised = Objection.objects.visible_to(by).filter(round=one, kind=Objection.Kind.NOTICE)
            for found in raised.open():
                if found.status == ObjectionStatus.FILED:
                    found = objections.accept_objection(objection=found, by=by)
                objections.answer_objection(
                    objection=found, outcome=Objection.Outcome.UPHELD, answer=UPHELD, by=by
                )

    def report(self, one: Round) -> None:
        """Register the receipts and report to the county."""
        with acting_as(self.of(CLERK, one)) as by:
            letters = Letter.objects.visible_to(by).filter(
                round=one, attempt=one.attempt, revision=0, served_on=None
            )
            served = {
                letter.pk: notice.Service(
                    on=today() - DAY, manner=Letter.Manner.IN_PERSON, receiver=letter.entry.name
                )
                for letter in letters.select_related("entry")
            }
            notice.serve_letters(round=one, served=served, by=by)
            notice.report_round(round=one, by=by)

    def file(self, one: Round) -> None:
        """Put it on record, as the county."""
        with acting_as(self.of(OFFICER, one)) as by:
            deciding.file_round(round=one, by=by)
