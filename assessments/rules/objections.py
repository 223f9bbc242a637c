"""Who may object, when, and how it is handled: notice objections, reviews and appeals (C8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.acting import Acting
from accounts.answer import YES, Answer, only_if, unless
from accounts.roles import Role
from accounts.rules import acts_as
from assessments.models import Objection, Round
from assessments.rules import CLERK, COMMITTEE, OFFICER
from assessments.states import OBJECTION_MOVES, UNANSWERED, ObjectionStatus, RoundStatus

NOTICE, REVIEW, APPEAL = Objection.Kind
TOLD = (RoundStatus.FEEDBACK, RoundStatus.REPORTED, RoundStatus.FINAL)
# Who registers and who handles each kind: the clerk receives for his township's committee.
REGISTERS: dict[str, Role] = {NOTICE: CLERK, REVIEW: CLERK, APPEAL: OFFICER}
HANDLES: dict[str, Role] = {NOTICE: COMMITTEE, REVIEW: COMMITTEE, APPEAL: OFFICER}
NO_MOVE: dict[str, str] = {
    ObjectionStatus.FILED: "还没有受理，请先受理再答复。",
    ObjectionStatus.ACCEPTED: "已经受理，不用再办；请写明处理结果和答复。",
    ObjectionStatus.REJECTED: "已经决定不予受理，不再办理。",
    ObjectionStatus.ANSWERED: "已经答复，等待送达。",
    ObjectionStatus.SERVED: "答复已经送达，不再办理。",
}


@dataclass(frozen=True, slots=True)
class Term:
    """The days within which somebody may ask: from, until; None where one is not known."""

    first: date | None
    last: date | None


def may_register(kind: str, *, by: Acting) -> Answer:
    """The clerk registers what his township answers, the county's officer the appeals."""
    return acts_as(by, REGISTERS[kind])


def is_raised(round: Round, kind: str, term: Term, *, on: date, today: date) -> Answer:  # noqa: A002
    """Something is raised on a day that has come, within its term."""
    answer = unless(on <= today, f"提出日期 {on} 还没有到，请核对。")
    return answer & (_in_notice if kind == NOTICE else _in_term)(round, kind, term, on)


def may_object(round: Round, *, today: date, by: Acting) -> Answer:  # noqa: A002
    """A notice objection can still be registered after the last day, if it was raised in time."""
    first, last = round.noticed_on, round.notice_until
    on = min(today, last) if last else today
    term = Term(first, last)
    return may_register(NOTICE, by=by) & is_raised(round, NOTICE, term, on=on, today=today)


def _in_notice(round: Round, kind: str, term: Term, on: date) -> Answer:  # noqa: A002
    later = "公示期满以后不再受理公示异议；本人收到结果告知书后可以申请复核。"
    if round.status in TOLD:
        return Answer(objections=(f"{round}的公示已经期满。{later}",))
    if round.status != RoundStatus.NOTICE or term.first is None or term.last is None:
        return Answer(objections=(f"{round}现在没有公示，公示期间才能登记公示异议。",))
    return unless(on >= term.first, f"提出日期 {on} 早于公示日期 {term.first}，请核对。") & unless(
        on <= term.last, f"公示到 {term.last} 为止，{on} 提出的已经过期。{later}"
    )


def _in_term(round: Round, kind: str, term: Term, on: date) -> Answer:  # noqa: A002
    label = Objection.Kind(kind).label
    before = "结果告知书送达本人" if kind == REVIEW else "复核答复送达本人"
    if term.first is None:
        return Answer(objections=(f"{before}以后才能申请{label}，请先登记送达。",))
    answer = unless(on >= term.first, f"提出日期 {on} 早于送达日期 {term.first}，请核对。")
    late = (
        f"{before}后 {term.last} 为申请{label}的最后一天，{on} 提出的已经过期，不能登记。"
        "确有错误的，由乡镇党委主动办理等次更正。"
    )
    return answer & unless(term.last is None or on <= term.last, late)


def is_first(earlier: Objection | None) -> Answer:
    """A grade is reviewed once; whoever is not content appeals."""
    if earlier is None:
        return YES
    if earlier.status in UNANSWERED:
        return Answer(
            objections=(
                f"{earlier.raised_on} 提出的{earlier.get_kind_display()}正在办理，请先办完。",
            )
        )
    next_step = (
        "对答复不服的，可以向县委组织部申诉。"
        if earlier.kind == REVIEW
        else "县里的答复是最终答复。"
    )
    return Answer(objections=(f"对这个等次已经办过一次{earlier.get_kind_display()}。{next_step}",))


def may_handle(found: Objection, to: ObjectionStatus, *, by: Acting) -> Answer:
    """The committee answers for its township, the county appeals; the first handlers step back."""
    answer = acts_as(by, HANDLES[found.kind])
    if found.kind != NOTICE and _is_of_first(found, by):
        said = "原来提交、审定这个等次的人要回避，请由另一位同志办理。"
        answer &= only_if(False, said)  # noqa: FBT003
    return answer & may_move(found, to)


def may_serve(found: Objection, *, by: Acting) -> Answer:
    """Whoever registered for the body that answered serves its answer."""
    return acts_as(by, REGISTERS[found.kind]) & may_move(found, ObjectionStatus.SERVED)


def may_extend(found: Objection, *, today: date, by: Acting) -> Answer:
    """An appeal's term is extended once, while it runs."""
    last = found.due_on
    return (
        acts_as(by, HANDLES[found.kind])
        & unless(found.kind == APPEAL, f"{found.get_kind_display()}的答复期限不能延长。")
        & unless(found.extended_to is None, f"已经延长到 {found.extended_to}，只能延长一次。")
        & unless(found.status in UNANSWERED, NO_MOVE[found.status])
        & unless(last is None or today <= last, f"答复期限 {last} 已过，不能再延长，请尽快答复。")
    )


def may_move(found: Objection, to: ObjectionStatus) -> Answer:
    """Only the moves of `states.OBJECTION_MOVES` exist."""
    now = ObjectionStatus(found.status)
    said = NO_MOVE[now]
    if (now, to) == (ObjectionStatus.ACCEPTED, ObjectionStatus.SERVED):
        said = "已经受理，还没有答复，答复以后才能送达。"
    return unless(to in OBJECTION_MOVES[now], f"这件{found.get_kind_display()}{said}")


def _is_of_first(found: Objection, by: Acting) -> bool:
    """Say whether this person prepared or decided the attempt that is objected to."""
    held = found.round
    if held.attempt != found.attempt or by.user is None:
        return False
    return by.user.pk in (held.prepared_by_id, held.decided_by_id)
