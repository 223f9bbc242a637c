"""What stands against posting the notice, ending it, serving the letters and reporting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.acting import Acting
from accounts.answer import Answer, unless
from accounts.rules import acts_as
from assessments.models import Letter, Round
from assessments.queries.lacks import named
from assessments.rules import CLERK, may_move
from assessments.states import RoundStatus

NO_HOLIDAYS = "{} 年的节假日安排还没有导入，公示期满日算不出，请市委组织部先补节假日安排。"


def may_post(round: Round, *, by: Acting) -> Answer:  # noqa: A002
    """The clerk posts what the committee has decided."""
    return acts_as(by, CLERK) & may_move(round, RoundStatus.NOTICE)


def is_posting(
    round: Round,  # noqa: A002
    *,
    on: date,
    until: date | None,
    place: str,
    today: date,
) -> Answer:
    """A notice hangs from a day after the decision and not to come, at a place that is named."""
    decided = round.decided_on or today
    return (
        unless(on <= today, f"公示日期 {on} 还没有到，请在张贴以后登记。")
        & unless(on >= decided, f"公示日期 {on} 早于审定日期 {decided}，请核对。")
        & unless(bool(place.strip()), "请写明公示地点，例如各村村务公开栏。")
        & unless(until is not None, NO_HOLIDAYS.format(on.year))
    )


def may_end_notice(
    round: Round,  # noqa: A002
    *,
    standing: Sequence[str],
    today: date,
    by: Acting,
) -> Answer:
    """Feedback begins after the notice's last day, when nothing raised in it stands open."""
    answer = acts_as(by, CLERK) & may_move(round, RoundStatus.FEEDBACK)
    until = round.notice_until
    if until is not None and today <= until:
        answer &= Answer(objections=(f"公示到 {until} 为止，期满以后（次日起）才能反馈本人。",))
    return answer & Answer(objections=tuple(standing))


def may_serve(letter: Letter, *, by: Acting) -> Answer:
    """The clerk registers service while the township gives feedback; of a revision, after it."""
    found = letter.round
    own = RoundStatus.FINAL if letter.revision else RoundStatus.FEEDBACK
    current = letter.attempt == found.attempt
    return (
        acts_as(by, CLERK)
        & unless(current, f"{letter.number}是上一次审定的告知书，已经不用送达。")
        & unless(
            found.status == own and not (letter.revision and letter.served_on),
            f"{found}{found.get_status_display()}，{letter.number}的送达情况不再登记。",
        )
    )


def is_service(
    letter: Letter, *, on: date | None, manner: str, receiver: str, note: str, today: date
) -> Answer:
    """A service has its day, its manner and a receiver; a refusal to sign has a witness."""
    who = letter.entry.name
    answer = unless(on is not None and bool(manner), f"{who}的送达日期和送达方式要一起填。")
    if on is not None:
        answer &= unless(on <= today, f"{who}的送达日期 {on} 还没有到，请在送达以后登记。")
        answer &= unless(
            on >= letter.issued_on,
            f"{who}的送达日期 {on} 早于制发日期 {letter.issued_on}，请核对。",
        )
    left, post = manner == Letter.Manner.LEFT, manner == Letter.Manner.POST
    return (
        answer
        & unless(left or bool(receiver.strip()), f"请填写{who}告知书的签收人。")
        & unless(
            not left or bool(note.strip()),
            f"{who}拒绝签收、留置送达的，请在备注写明见证人和经过。",
        )
        & unless(not post or bool(note.strip()), f"{who}的告知书是邮寄的，请在备注写明邮件号。")
    )


def may_report(round: Round, *, unserved: Sequence[str], by: Acting) -> Answer:  # noqa: A002
    """The clerk reports to the county when everybody has been told his grade."""
    answer = acts_as(by, CLERK) & may_move(round, RoundStatus.REPORTED)
    if not unserved:
        return answer
    who = f"结果告知书还没有送达 {len(unserved)} 人：{named(list(unserved))}。"
    return answer & Answer(objections=(f"{who}全部送达后才能报县。",))
