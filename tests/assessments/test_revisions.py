"""A filed grade is corrected by a new decision that supersedes; what was decided stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Entry, Grade, Letter, Objection, Revision, Round
from assessments.queries import board
from assessments.queries.overview import lines_of
from assessments.services import deciding, entering, objections, revisions
from assessments.services.sittings import Sitting
from assessments.states import RoundStatus
from reports.timeline import assessed_years, timeline
from rulebook.models import Decision
from rulebook.queries import replayed
from tests.assessments import stage
from tests.cadres.factories import make_measure

pytestmark = pytest.mark.django_db
PLAIN = [96, 94, 92, 90, 88, 86, 84, 84, 82, 80]  # two seats, both taken
MET = Sitting("党委会纪要〔2019〕3 号", date(2018, 12, 31), "刘书记、彭委员")


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.BUSINESS_DAY = date(2018, 12, 31)


@pytest.fixture
def held(
    officer: Acting, clerk: Acting, committee: Acting, township: Division, village: Division
) -> Round:
    stage.people(village, 10)
    found = stage.opened(officer, township)
    return stage.brought(found, RoundStatus.FINAL, PLAIN, clerk, committee, officer)


def proposed(entry: Entry, grade: str, by: Acting, **said: Any) -> Revision:
    asked = {"kind": "score", "reason": "票数登记有误，已核对原始票", "paid": False} | said
    return revisions.propose_revision(entry=entry, grade=grade, by=by, **asked)


def decided(one: Revision, by: Acting) -> Revision:
    return revisions.decide_revision(revision=one, sitting=MET, by=by)


def corrected(entry: Entry, grade: str, clerk: Acting, committee: Acting, officer: Acting) -> Any:
    one = decided(proposed(entry, grade, clerk), committee)
    return revisions.file_revision(revision=one, by=officer)


def grade_of(entry: Entry) -> str:
    return Grade.objects.filter(entry=entry).in_force().get().grade


def test_a_correction_supersedes_and_shows_everywhere(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    top = stage.roster(held)[0]

    one = corrected(top, "competent", clerk, committee, officer)

    first, second = Grade.objects.filter(entry=top).order_by("revision")
    assert (first.grade, second.grade, second.revision) == ("excellent", "competent", 1)
    assert (second.decision, one.result) == (one.decision, second)
    assert one.decision.supersedes == first.decision
    assert (one.decision.prepared_by, one.decision.decided_by) == (clerk.user, committee.user)
    said = f"已更正：原优秀，现称职，第 {second.decision_id} 号决定"
    row = board(held).row_of(top.pk)
    assert (row.label, row.corrected) == ("称职", said)
    (line,) = lines_of([held], officer)
    assert (line.counts["excellent"], line.counts["corrected"]) == (1, 1)
    (year,) = assessed_years([top.person_id], officer)
    assert (year.label, year.corrected) == ("称职", said)
    told = timeline(tenures=[], measures=[], years=[year], changes=[], day=date(2018, 12, 31))
    assert {one.text for one in told} == {
        "2018 年度考核定为优秀",
        "2018 年度考核由优秀更正为称职",
    }
    assert {wrong for _, wrong in replayed(Decision.objects.all())} == {""}


def test_nothing_changes_before_the_county_files(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    top = stage.roster(held)[0]

    one = decided(proposed(top, "competent", clerk), committee)

    assert (one.status, grade_of(top)) == ("decided", "excellent")
    assert (one.sitting.number, one.sitting.attended) == (MET.number, MET.attended)


def test_its_letter_carries_the_next_number_and_is_served(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    top = stage.roster(held)[0]
    corrected(top, "competent", clerk, committee, officer)

    letter = Letter.objects.get(entry=top, revision=1)
    assert letter.number == "新市镇考核告〔2018〕11号"
    from_now = {letter.pk: stage.Service(date(2018, 12, 31), "in_person", top.name)}
    assert stage.notice.serve_letters(round=held, served=from_now, by=clerk) == 1


def test_a_seat_that_is_taken_is_not_given_twice(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    first, _, third, fourth, *_ = stage.roster(held)
    with pytest.raises(Refused, match="其他人已占优秀名额 2 个，加本人 3 个，名额 2 个，名额已满"):
        proposed(third, "excellent", clerk)

    corrected(first, "competent", clerk, committee, officer)
    assert Grade.objects.filter(round=held, grade="excellent").in_force().count() == 1
    one, other = proposed(third, "excellent", clerk), proposed(fourth, "excellent", clerk)
    decided(one, committee)

    with pytest.raises(Refused, match="名额已满"):
        decided(other, committee)
    revisions.file_revision(revision=one, by=officer)
    assert grade_of(third) == "excellent"


def test_who_is_barred_is_not_corrected_to_excellent(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    first, _, third, *_ = stage.roster(held)
    corrected(first, "competent", clerk, committee, officer)
    make_measure(third.person, date(2018, 5, 1))

    with pytest.raises(Refused, match="当年受警示、处分，不得评优"):
        proposed(third, "excellent", clerk)


def test_a_warning_after_the_decision_stops_the_filing(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    first, _, third, *_ = stage.roster(held)
    corrected(first, "competent", clerk, committee, officer)
    one = decided(proposed(third, "excellent", clerk), committee)
    make_measure(third.person, date(2018, 5, 1))

    with pytest.raises(Refused, match="不得评优"):
        revisions.file_revision(revision=one, by=officer)
    assert grade_of(third) == "competent"


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        (True, "多发的差额在当期列明，引用原决定和本决定；追回须另作决定"),
        (False, "按更正后的等次发放"),
        (None, "没有核实"),
    ],
)
def test_what_it_means_for_the_pay_is_said(
    held: Round, clerk: Acting, committee: Acting, paid: bool | None, said: str
) -> None:
    one = decided(proposed(stage.roster(held)[0], "competent", clerk, paid=paid), committee)

    sentences = [finding["sentence"] for finding in one.decision.outcome["findings"]]
    assert any("由 120% 变为 100%" in sentence and said in sentence for sentence in sentences)
    assert any("空出一个优秀名额" in sentence for sentence in sentences)


def test_nobody_decides_what_he_prepared_himself(
    held: Round, clerk: Acting, committee: Acting, hire: Callable[..., Acting], township: Division
) -> None:
    one = proposed(stage.roster(held)[0], "competent", committee)

    with pytest.raises(PermissionDenied, match="由您本人提出"):
        decided(one, committee)


@pytest.mark.parametrize(
    ("who", "step"),
    [("officer", "propose"), ("auditor", "propose"), ("clerk", "decide"), ("officer", "decide"),
     ("committee", "file"), ("clerk", "file"), ("city_officer", "file"), ("clerk", "refuse")],
)  # fmt: skip
def test_each_step_has_its_role(
    request: pytest.FixtureRequest,
    held: Round,
    clerk: Acting,
    committee: Acting,
    who: str,
    step: str,
) -> None:
    by, top = request.getfixturevalue(who), stage.roster(held)[0]
    one = None if step == "propose" else proposed(top, "competent", clerk)
    if step == "file":
        decided(one, committee)
    steps: dict[str, Callable[[], Any]] = {
        "propose": lambda: proposed(top, "competent", by),
        "decide": lambda: decided(one, by),
        "file": lambda: revisions.file_revision(revision=one, by=by),
        "refuse": lambda: revisions.refuse_revision(revision=one, reason="不改", by=by),
    }

    with pytest.raises(PermissionDenied):
        steps[step]()


def test_committee_and_county_may_refuse_in_their_turn(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    first, second, *_ = stage.roster(held)
    one = proposed(first, "competent", clerk)
    with pytest.raises(PermissionDenied, match="现在由"):
        revisions.refuse_revision(revision=one, reason="不改", by=officer)
    one = revisions.refuse_revision(revision=one, reason="原始票无误", by=committee)
    assert (one.status, one.review) == ("refused", "原始票无误")

    other = decided(proposed(second, "competent", clerk), committee)
    other = revisions.refuse_revision(revision=other, reason="材料不全", by=officer)
    assert (other.status, grade_of(second)) == ("refused", "excellent")
    with pytest.raises(Refused, match="已经决定不予更正"):
        revisions.file_revision(revision=other, by=officer)


def test_who_was_excused_gets_no_grade_by_a_correction(
    officer: Acting, clerk: Acting, committee: Acting, township: Division, village: Division
) -> None:
    stage.people(village, 10)
    found = stage.opened(officer, township)
    stage.entered(found, clerk, PLAIN)
    last = stage.roster(found)[9]
    entering.excuse(entry=last, reason="病假超过半年", by=clerk)
    deciding.submit_round(round=found, by=clerk)
    stage.filed(stage.decided(found, committee), clerk, officer)
    assert grade_of(last) == "none"

    with pytest.raises(Refused, match="不能更正为有等次"):
        proposed(Entry.objects.get(pk=last.pk), "competent", clerk)


def test_one_correction_at_a_time(held: Round, clerk: Acting) -> None:
    top = stage.roster(held)[0]
    proposed(top, "competent", clerk)

    with pytest.raises(Refused, match="已有一项更正正在办理"):
        proposed(top, "basic", clerk)


def test_before_filing_a_grade_is_decided_again_not_corrected(
    officer: Acting, clerk: Acting, committee: Acting, township: Division, village: Division
) -> None:
    stage.people(village, 10)
    found = stage.opened(officer, township)
    stage.brought(found, RoundStatus.REPORTED, PLAIN, clerk, committee, officer)

    with pytest.raises(Refused, match="退回重定就可以"):
        proposed(stage.roster(found)[0], "competent", clerk)


@pytest.mark.parametrize(
    ("place", "grade", "said"),
    [
        (2, "basic", "不得加重：不能由“称职”改为“基本称职”"),
        (0, "none", "不得加重"),
        (0, "excellent", "与原等次相同"),
    ],
)
def test_whoever_asks_for_a_review_comes_out_no_worse(
    settings: Any, held: Round, clerk: Acting, second_committee: Acting,
    place: int, grade: str, said: str,
) -> None:  # fmt: skip
    entry = stage.roster(held)[place]
    review = answered(settings, entry, clerk, second_committee)

    with pytest.raises(Refused, match=said):
        proposed(entry, grade, clerk, kind="objection", objection=review)


def answered(
    settings: Any, entry: Entry, clerk: Acting, by: Acting, outcome: str = "changed"
) -> Any:
    on = settings.BUSINESS_DAY = Letter.objects.get(entry=entry).served_on
    review = objections.register_review(entry=entry, raised_on=on, content="请复核", by=clerk)
    objections.accept_objection(objection=review, by=by)
    return objections.answer_objection(objection=review, outcome=outcome, answer="票数有误", by=by)


def test_a_review_that_was_right_is_carried_out_by_a_correction(
    settings: Any, held: Round, clerk: Acting, committee: Acting, second_committee: Acting,
    officer: Acting,
) -> None:  # fmt: skip
    low = stage.roster(held)[9]
    corrected(low, "basic", clerk, committee, officer)
    Letter.objects.filter(entry=low, revision=1).update(
        served_on=date(2018, 12, 31), manner="in_person", receiver=low.name
    )
    on = settings.BUSINESS_DAY
    review = objections.register_review(entry=low, raised_on=on, content="请复核", by=clerk)
    objections.accept_objection(objection=review, by=second_committee)
    review = objections.answer_objection(
        objection=review, outcome="changed", answer="票数有误", by=second_committee
    )

    one = proposed(low, "competent", clerk, kind="objection", objection=review)
    one = revisions.file_revision(revision=decided(one, committee), by=officer)

    assert (one.objection, one.result.revision, grade_of(low)) == (review, 2, "competent")
    assert board(held).row_of(low.pk).corrected.startswith("已更正：原称职，现称职")


def test_a_review_that_was_upheld_changes_nothing(
    settings: Any, held: Round, clerk: Acting, second_committee: Acting
) -> None:
    entry = stage.roster(held)[2]
    review = answered(settings, entry, clerk, second_committee, "upheld")

    with pytest.raises(Refused, match="没有变更或撤销"):
        proposed(entry, "competent", clerk, kind="objection", objection=review)
    with pytest.raises(Refused, match="从那件复核或申诉的页面提出"):
        proposed(entry, "basic", clerk, kind="objection")
    assert Objection.objects.count() == 1
