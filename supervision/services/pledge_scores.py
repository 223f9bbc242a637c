"""The year's end of a pledge: scored by the clerk, confirmed by the committee."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Answer, Refused
from accounts.clock import today
from audit.services import record
from supervision.models import Pledge, PledgeItem
from supervision.pledge_states import PledgeStatus
from supervision.queries.pledge_rules import figures
from supervision.rules import pledges as rules
from supervision.services.pledge_races import races_refused
from supervision.services.pledges import locked, person_of, tell

CENT = Decimal("0.01")
Scores = Mapping[int, Decimal | None]


@transaction.atomic
def save_scores(*, year: int, scores: Scores, by: Acting, shown: Scores | None = None) -> int:
    """Save scores by promise; what somebody else changed since it was shown is refused."""
    if not scores:
        return 0
    rows = PledgeItem.objects.visible_to(by).filter(pk__in=set(scores), pledge__year=year)
    items = list(rows.select_related("pledge").order_by("pk"))
    if len(items) < len(scores):
        raise Refused("有的承诺事项刚有变动，请刷新页面后再填。")
    pledges = locked({one.pledge_id for one in items}, by)
    _may_score(pledges, year, by).require()
    items = list(rows.select_related("pledge").order_by("pk"))  # as they are under the lock
    _refuse_bad(items, scores, scores if shown is None else shown)
    changed = [one for one in items if one.score != scores[one.pk]]
    for one in changed:
        one.score = scores[one.pk]
    with races_refused():
        PledgeItem.objects.bulk_update(changed, ["score"], batch_size=500)
        _begin(pledges)
    if changed:
        touched = {one.pledge_id for one in changed}
        mine = [one for one in pledges if one.pk in touched]
        tell("supervision.scores_saved", mine, by, year=year, items=len(changed))
    return len(changed)


@transaction.atomic
def hand_in_scores(*, pledges: Collection[int], by: Acting) -> int:
    """Put whole scores before the committee."""
    found = locked(pledges, by)
    years = {one.year for one in found}
    for year in years:
        _may_score([one for one in found if one.year == year], year, by).require()
    missing: dict[int, list[str]] = {}
    rows = PledgeItem.objects.filter(pledge__in=[one.pk for one in found], score=None)
    for pledge, topic in rows.order_by("place", "pk").values_list("pledge", "topic"):
        missing.setdefault(pledge, []).append(topic)
    answer = Answer()
    for one in found:
        answer &= rules.are_scored(one, missing.get(one.pk, []))
    answer.require()
    with races_refused():
        _begin(found)
        _set(found, scored_by=person_of(by), scored_on=today(), return_reason="")
    tell("supervision.scores_handed_in", found, by)
    return len(found)


@transaction.atomic
def confirm_scores(*, pledges: Collection[int], by: Acting) -> int:
    """Confirm what the clerk scored; from then on the score counts (township committee)."""
    found = locked(pledges, by)
    answer = Answer()
    for one in found:
        answer &= rules.may_confirm(one, by=by)
    answer.require()
    with races_refused():
        _set(found, status=PledgeStatus.SCORED, confirmed_by=person_of(by), confirmed_on=today())
    tell("supervision.scores_confirmed", found, by)
    return len(found)


@transaction.atomic
def return_scores(*, pledge: Pledge, reason: str, by: Acting) -> Pledge:
    """Have a pledge scored anew, with the reason (township committee)."""
    (pledge,) = locked([pledge.pk], by)
    (
        rules.may_return_scores(pledge, by=by)
        & rules.has_reason(reason, "请写明哪一项要重新评分、为什么。")
    ).require()
    was = pledge.status
    with races_refused():
        _set(
            [pledge], status=PledgeStatus.IN_PROGRESS, scored_by=None, scored_on=None,
            confirmed_by=None, confirmed_on=None, return_reason=reason.strip(),
        )  # fmt: skip
    record("supervision.scores_returned", by=by, about=pledge, was=was, reason=reason.strip())
    return pledge


def _may_score(pledges: Sequence[Pledge], year: int, by: Acting) -> Answer:
    score_from, answer = figures(year, today()).score_from, Answer()
    for one in pledges:
        answer &= rules.may_score(one, score_from=score_from, today=today(), by=by)
    return answer


def _refuse_bad(items: Sequence[PledgeItem], scores: Scores, shown: Scores) -> None:
    refused = []
    for one in items:
        value, before, whose = scores[one.pk], shown.get(one.pk), f"{one.pledge.name}“{one.topic}”"
        if value is not None and not (0 <= value <= 100 and value == value.quantize(CENT)):
            refused.append(f"{whose}得分 {value:f} 不对：应在 0 至 100 之间，最多两位小数。")
        elif shown is not scores and one.score not in (before, value):
            now = "空" if one.score is None else f"{one.score.normalize():f}"
            refused.append(f"{whose}刚由他人改为 {now}，请核对后再填。")
    if refused:
        raise Refused(*refused)


def _begin(pledges: Sequence[Pledge]) -> None:
    signed = [one for one in pledges if one.status == PledgeStatus.SIGNED]
    if signed:
        _set(signed, status=PledgeStatus.IN_PROGRESS)


def _set(pledges: Sequence[Pledge], **values: object) -> None:
    Pledge.objects.filter(pk__in=[one.pk for one in pledges]).update(**values)
