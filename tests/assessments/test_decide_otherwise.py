"""A committee decides other than proposed: where it may, with which reason, on which minutes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Grade, Minutes, Round
from assessments.queries import board
from assessments.services.deciding import Change, decide_round, return_round, submit_round
from assessments.services.entering import excuse
from assessments.states import RoundStatus
from cadres.filecheck import Checked
from cadres.models import FileKind, StoredFile
from rulebook.grounds import sheet
from rulebook.models import Decision
from rulebook.queries import replayed
from tests.assessments.stage import DAY, entered, opened, people, roster, sitting, submitted
from tests.cadres.factories import make_measure

pytestmark = pytest.mark.django_db
PLAIN = [96, 94, 92, 90, 88, 86, 84, 82, 80, 80]  # two seats, four reach the line
TIED = [96, 94, 94, 90, 88, 86, 84, 82, 80, 80]
WHY = "年底信访件处置不力"


@pytest.fixture(autouse=True)
def last_day_of_the_year(settings: Any) -> None:
    settings.BUSINESS_DAY = DAY


@pytest.fixture
def held(officer: Acting, township: Division, village: Division) -> Round:
    people(village, 10)
    return opened(officer, township)


def decide(held: Round, by: Acting, changed: dict[int, tuple[str, str]], **other: Any) -> Round:
    given = {"chosen": set(), "reason": "", "sitting": sitting()} | other
    changes = {roster(held)[place].pk: Change(*said) for place, said in changed.items()}
    return decide_round(round=held, changed=changes, by=by, **given)


def grades(held: Round) -> list[str]:
    found = Grade.objects.filter(round=held).in_force().order_by("entry_id")
    return list(found.values_list("grade", flat=True))


def test_one_is_graded_lower_with_a_reason_and_the_seat_stays_empty(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, PLAIN)

    decide(held, committee, {0: ("competent", WHY)})

    held.refresh_from_db()
    first = roster(held)[0]
    assert grades(held)[:3] == ["competent", "excellent", "competent"]
    grade = Grade.objects.get(entry=first)
    assert (grade.deviates, grade.reason, grade.chosen) == (True, WHY, False)
    assert Grade.objects.filter(deviates=True).count() == 1
    said = {str(first.pk): {"grade": "competent", "reason": WHY}}
    assert held.decision.choices == {"chosen": [], "changed": said}
    assert {wrong for _, wrong in replayed(Decision.objects.all())} == {""}


def test_a_freed_seat_goes_to_one_who_reaches_the_line(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, PLAIN)

    decide(held, committee, {0: ("competent", WHY), 3: ("excellent", "集体经济增收突出")})

    assert grades(held)[:4] == ["competent", "excellent", "competent", "excellent"]


def test_a_freed_seat_goes_to_those_who_tie(held: Round, clerk: Acting, committee: Acting) -> None:
    submitted(held, clerk, TIED)
    _, one, other, *_ = roster(held)

    decide(held, committee, {0: ("competent", WHY)}, chosen={one.pk, other.pk}, reason="都完成得好")

    assert grades(held)[:3] == ["competent", "excellent", "excellent"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({2: ("excellent", "更好")}, "已没有空出的名额"),
        ({0: ("basic", WHY)}, "相差 2 档，至多 1 档"),
        ({8: ("excellent", "更好"), 0: ("competent", WHY)}, "没有达到优秀线"),
        ({4: ("competent", "更好")}, "与建议相同"),
        ({4: ("none", "更好")}, "只能改定为"),
        ({4: ("tie", "更好")}, "只能改定为"),
        ({4: ("basic", "  ")}, "每个人都要写明理由"),
        ({0: ("competent", WHY), 2: ("excellent", "好"), 3: ("excellent", "好")}, "没有空出的名额"),
    ],
)
def test_what_is_not_open_is_refused_and_nothing_is_decided(
    held: Round, clerk: Acting, committee: Acting, changed: Any, sentence: str
) -> None:
    submitted(held, clerk, PLAIN)

    with pytest.raises(Refused, match=sentence):
        decide(held, committee, changed)

    held.refresh_from_db()
    assert held.status == RoundStatus.SUBMITTED
    assert not Grade.objects.exists()
    assert not Minutes.objects.exists()


def test_nobody_barred_is_raised(held: Round, clerk: Acting, committee: Acting) -> None:
    make_measure(roster(held)[0].person)
    submitted(held, clerk, PLAIN)

    with pytest.raises(Refused, match="不得改定为优秀"):
        decide(held, committee, {0: ("excellent", "更好"), 1: ("competent", WHY)})


def test_nobody_without_a_grade_is_given_one(held: Round, clerk: Acting, committee: Acting) -> None:
    entered(held, clerk, PLAIN)
    excuse(entry=roster(held)[0], reason="病假超过半年", by=clerk)
    submit_round(round=held, by=clerk)
    held.refresh_from_db()

    with pytest.raises(Refused, match="本年度不定等次，不能改定"):
        decide(held, committee, {0: ("competent", "更好")})


def test_one_who_ties_is_chosen_and_not_changed_to_the_top(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, TIED)

    with pytest.raises(Refused, match="请在并列里选定"):
        decide(held, committee, {1: ("excellent", "更好")}, reason="更好")


def test_one_of_another_round_is_not_changed(held: Round, clerk: Acting, committee: Acting) -> None:
    submitted(held, clerk, PLAIN)

    with pytest.raises(Refused, match="已不在这份名册上"):
        decide_round(
            round=held, chosen=set(), reason="", sitting=sitting(), by=committee,
            changed={roster(held)[-1].pk + 999: Change("basic", WHY)},
        )  # fmt: skip


def test_the_board_and_the_sheet_say_where_the_committee_departed(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, PLAIN)
    decide(held, committee, {0: ("competent", WHY)})
    held.refresh_from_db()
    first = roster(held)[0]

    row = board(held).row_of(first.pk)
    written = sheet(held.decision, str(first.pk))

    assert row is not None
    assert (row.label, row.proposed, row.reason, row.deviates) == ("称职", "优秀", WHY, True)
    assert written is not None
    assert written.outcome == f"称职（与建议不同：建议优秀，理由：{WHY}）"
    assert written.same


def test_the_minutes_are_kept_with_their_sheet(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, PLAIN)
    scan = Checked("纪要.pdf", FileKind.PDF, b"%PDF-1.4")
    told = sitting("纪要 9 号", recused="王镇长（其弟为考核对象）", scan=scan)

    decide(held, committee, {}, sitting=told)

    held.refresh_from_db()
    kept = Minutes.objects.get()
    assert (held.sitting, held.minutes) == (kept, "纪要 9 号")
    assert (kept.held_on, kept.recused) == (DAY, "王镇长（其弟为考核对象）")
    assert (kept.scope_path, kept.kept_by) == (held.scope_path, committee.user)
    file = StoredFile.objects.get()
    assert (kept.file, file.sha256[:8], file.scope_path) == (file, file.sha256[:8], held.scope_path)
    assert len(file.sha256) == 64


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"number": "  "}, "请填写会议纪要编号"),
        ({"held_on": DAY + timedelta(days=1)}, "还没有到"),
        ({"held_on": date(2018, 12, 30)}, "早于提交日期 2018-12-31"),
        ({"attended": " "}, "请填写到会人员"),
    ],
)
def test_a_sitting_that_cannot_have_decided_this_is_refused(
    held: Round, clerk: Acting, committee: Acting, said: dict[str, Any], sentence: str
) -> None:
    submitted(held, clerk, PLAIN)

    with pytest.raises(Refused, match=sentence):
        decide(held, committee, {}, sitting=sitting(**said))

    assert not Grade.objects.exists()


def test_a_returned_round_lets_go_of_its_sitting_and_the_minutes_stay(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, PLAIN)
    decide(held, committee, {})

    return_round(round=held, reason="名册漏一人", by=committee)

    held.refresh_from_db()
    assert (held.sitting, held.minutes) == (None, "")
    assert Minutes.objects.count() == 1
