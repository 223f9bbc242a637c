"""Who may prepare, decide and file the correction of a filed grade."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.acting import Acting
from accounts.answer import YES, Answer, only_if, unless
from accounts.rules import acts_as
from assessments.models import Entry, Objection, Revision
from assessments.rules import CLERK, COMMITTEE, OFFICER
from assessments.rules.objections import NOTICE
from assessments.states import (
    REVISION_MOVES,
    GradeLabel,
    ObjectionStatus,
    RevisionStatus,
    RoundStatus,
)
from policy.record import Outcome

BEST_FIRST = (
    GradeLabel.EXCELLENT, GradeLabel.COMPETENT, GradeLabel.BASIC, GradeLabel.INCOMPETENT,
    GradeLabel.NONE,
)  # fmt: skip
SETTLED = (ObjectionStatus.ANSWERED, ObjectionStatus.SERVED)
TURNED = (Objection.Outcome.CHANGED, Objection.Outcome.REVOKED)
NO_MOVE: dict[str, str] = {
    RevisionStatus.PROPOSED: "还没有由党委会审定，审定以后才能备案。",
    RevisionStatus.DECIDED: "已由党委会审定，等待县委组织部备案。",
    RevisionStatus.FILED: "已经备案生效，不再改动。",
    RevisionStatus.REFUSED: "已经决定不予更正，不再办理。",
}


def may_propose(entry: Entry, *, by: Acting) -> Answer:
    """A filed grade is corrected from the township that decided it; before, it is returned."""
    return (
        acts_as(by, CLERK, COMMITTEE)
        & unless(
            entry.round.status == RoundStatus.FINAL,
            f"{entry.round}还没有备案，等次要改的，退回重定就可以，不用办理更正。",
        )
        & unless(entry.on_roster, f"{entry.name}不在这份名册上，没有等次可以更正。")
    )


def is_no_worse(was: str, now: str, objection: Objection | None) -> Answer:
    """Whoever asks for a review comes out of it no worse (C8)."""
    if objection is None:
        return YES
    worse = BEST_FIRST.index(GradeLabel(now)) > BEST_FIRST.index(GradeLabel(was))
    words = f"不能由“{GradeLabel(was).label}”改为“{GradeLabel(now).label}”"
    return unless(not worse, f"因复核、申诉更正的，不得加重：{words}。")


def follows(kind: str, entry: Entry, objection: Objection | None) -> Answer:
    """A correction after a review or appeal names it, and it was answered in his favour."""
    if objection is None:
        said = "因复核、申诉更正的，请从那件复核或申诉的页面提出。"
        return unless(kind != Revision.Kind.OBJECTION, said)
    own = objection.entry_id == entry.pk and objection.attempt == entry.round.attempt
    fits = own and objection.kind != NOTICE and objection.status in SETTLED
    return unless(
        fits and objection.outcome in TURNED,
        f"这件{objection.get_kind_display()}没有变更或撤销{entry.name}的等次，不能据此更正。",
    )


def is_gradable(name: str, grade: str, *, ungraded: bool) -> Answer:
    """Who served too few months, or was excused, gets no grade by way of a correction either."""
    said = f"{name}本年任职月数不够，或已办理本年度不定等次，不能更正为有等次。"
    return unless(not ungraded or grade == GradeLabel.NONE, said)


def is_allowed(outcome: Outcome) -> Answer:
    """The rulebook holds a correction to the cap and the gates of the year itself."""
    if outcome.result["allowed"]:
        return YES
    against = ("failed", "barred", "unknown")
    return Answer(objections=tuple(_sentences(outcome, against)))


def _sentences(outcome: Outcome, verdicts: Iterable[str]) -> list[str]:
    return [
        one["sentence"]
        for one in outcome.findings
        if one["verdict"] in verdicts and one["code"] != "change.pay"
    ]


def may_decide(found: Revision, *, by: Acting) -> Answer:
    """The committee decides what another person prepared (domain.md 1: four eyes)."""
    own = by.user is not None and by.user.pk == found.prepared_by_id
    return (
        acts_as(by, COMMITTEE)
        & only_if(not own, "这项更正由您本人提出，须由党委会的另一位同志审定。")
        & may_move(found, RevisionStatus.DECIDED)
    )


def may_file(found: Revision, *, by: Acting) -> Answer:
    """The county files what the committee decided."""
    return acts_as(by, OFFICER) & may_move(found, RevisionStatus.FILED)


def may_refuse(found: Revision, *, by: Acting) -> Answer:
    """Whoever has it before him may say no: the committee, then the county."""
    turn = OFFICER if found.status == RevisionStatus.DECIDED else COMMITTEE
    answer = acts_as(by, COMMITTEE, OFFICER) & may_move(found, RevisionStatus.REFUSED)
    said = f"这项更正{found.get_status_display()}，现在由{turn.label}办理。"
    return answer & only_if(by.has(turn) or not answer, said)


def may_move(found: Revision, to: RevisionStatus) -> Answer:
    """Only the moves of `states.REVISION_MOVES` exist."""
    now = RevisionStatus(found.status)
    return unless(to in REVISION_MOVES[now], f"{found}{NO_MOVE[now]}")
