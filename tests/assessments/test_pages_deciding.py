"""From submission to filing: who decides, who returns, who files, and what each is told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessments.models import Grade, Round
from assessments.states import RoundStatus
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403

MINUTES = "党委会纪要〔2018〕32 号"


def url(page, found):
    return reverse(f"assessments:{page}", args=[found.pk])


def status_of(found):
    return Round.objects.get(pk=found.pk).status


def test_the_committee_chooses_among_those_who_tie(client_of, committee, submitted):
    second = stage.roster(submitted)[1]
    client = client_of(committee)

    asked = client.get(url("decide", submitted)).content.decode()
    sent = {"chosen": [second.pk], "reason": "年度任务完成得更好", "minutes": MINUTES}
    told = client.post(url("decide", submitted), sent, follow=True).content.decode()

    assert "剩余 1 个名额，2 人并列，请选 1 人" in asked
    assert "等次已审定，等待县委组织部备案" in told
    assert status_of(submitted) == RoundStatus.DECIDED
    assert Grade.objects.get(entry=second).grade == "excellent"
    assert Grade.objects.filter(grade="excellent").count() == 2


@pytest.mark.parametrize(
    ("choose", "reason", "minutes", "said"),
    [
        ([1, 2], "都好", MINUTES, "优秀名额只剩 1 个"),
        ([1], "", MINUTES, "请写明选定"),
        ([1], "更好", "", "会议纪要编号"),
        ([5], "更好", MINUTES, "选择一个有效的选项"),
    ],
)
def test_a_wrong_choice_is_refused_and_what_was_typed_stays(
    client_of, committee, submitted, choose, reason, minutes, said
):
    chosen = [stage.roster(submitted)[place].pk for place in choose]
    sent = {"chosen": chosen, "reason": reason, "minutes": minutes}

    page = client_of(committee).post(url("decide", submitted), sent).content.decode()

    assert said in page
    assert reason in page
    assert minutes in page
    assert status_of(submitted) == RoundStatus.SUBMITTED
    assert not Grade.objects.exists()


def test_whoever_prepared_is_told_why_he_cannot_decide(client_of, hire, clerk, township, submitted):
    both = hire("township_committee", township, user=clerk.user)
    client = client_of(both)

    page = client.get(url("decide", submitted)).content.decode()
    refused = client.post(url("decide", submitted), {"minutes": MINUTES, "reason": "好"})

    assert "须由党委会的另一位同志审定" in page
    assert "disabled" in page
    assert refused.status_code == 403
    assert status_of(submitted) == RoundStatus.SUBMITTED


def test_the_committee_returns_and_the_clerk_reads_why(client_of, clerk, committee, submitted):
    reason = "纠陂村班子结果与通报不一致"

    client_of(committee).post(url("return", submitted), {"reason": reason})

    assert status_of(submitted) == RoundStatus.ENTERING
    assert reason in client_of(clerk).get(url("board", submitted)).content.decode()
    assert reason in client_of(clerk).get("/").content.decode()


def test_a_return_needs_a_reason(client_of, committee, submitted):
    page = client_of(committee).post(url("return", submitted), {"reason": " "}).content.decode()

    assert "error-summary" in page
    assert status_of(submitted) == RoundStatus.SUBMITTED


def test_the_county_files_and_it_is_final(client_of, officer, decided):
    client = client_of(officer)

    listed = client.get(reverse("assessments:filing")).content.decode()
    summary = client.get(url("file", decided)).content.decode()
    told = client.post(url("file", decided), follow=True).content.decode()

    assert "新市镇" in listed
    assert "10 × 20% = 2" in summary
    assert "已备案，办结" in told
    assert status_of(decided) == RoundStatus.FINAL


def test_the_county_returns_what_was_decided(client_of, officer, decided):
    client_of(officer).post(url("return", decided), {"reason": "名册漏一人"})

    assert status_of(decided) == RoundStatus.ENTERING


def test_what_is_not_decided_is_not_filed(client_of, officer, submitted):
    told = client_of(officer).post(url("file", submitted), follow=True).content.decode()

    assert "不能变为" in told
    assert status_of(submitted) == RoundStatus.SUBMITTED


@pytest.mark.parametrize(
    ("person", "page", "code"),
    [
        ("clerk", "decide", 403),
        ("officer", "decide", 403),
        ("auditor", "decide", 403),
        ("sibling_committee", "decide", 404),
        ("clerk", "return", 403),
        ("neighbour", "return", 404),
        ("auditor", "return", 403),
        ("clerk", "file", 403),
        ("committee", "file", 403),
        ("stranger_officer", "file", 404),
        ("committee", "submit", 403),
        ("stranger", "submit", 404),
    ],
)
def test_others_may_not(client_of, request, submitted, person, page, code):
    sent = {"reason": "好", "minutes": MINUTES}

    response = client_of(request.getfixturevalue(person)).post(url(page, submitted), sent)

    assert response.status_code == code
    assert status_of(submitted) == RoundStatus.SUBMITTED
