"""From submission to filing: who decides, who returns, who files, and what each is told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessments.models import Grade, Round
from assessments.states import RoundStatus
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403

MINUTES = "党委会纪要〔2018〕32 号"
SITTING = {"minutes": MINUTES, "held_on": "2018-12-31", "attended": "刘书记、彭委员"}


def url(page, found):
    return reverse(f"assessments:{page}", args=[found.pk])


def status_of(found):
    return Round.objects.get(pk=found.pk).status


def test_the_committee_chooses_among_those_who_tie(client_of, committee, submitted):
    second = stage.roster(submitted)[1]
    client = client_of(committee)

    asked = client.get(url("decide", submitted)).content.decode()
    sent = {"chosen": [second.pk], "reason": "年度任务完成得更好"} | SITTING
    told = client.post(url("decide", submitted), sent, follow=True).content.decode()

    assert "剩余 1 个名额，2 人并列，请选 1 人" in asked
    assert "等次已审定，请组织干事张榜公示" in told
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
    sent = SITTING | {"chosen": chosen, "reason": reason, "minutes": minutes}

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
    refused = client.post(url("decide", submitted), SITTING | {"reason": "好"})

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


def test_the_county_files_and_it_is_final(client_of, officer, reported):
    client = client_of(officer)

    listed = client.get(reverse("assessments:filing")).content.decode()
    summary = client.get(url("file", reported)).content.decode()
    told = client.post(url("file", reported), follow=True).content.decode()

    assert "新市镇" in listed
    assert "10 × 20% = 2" in summary
    assert "已备案，办结" in told
    assert status_of(reported) == RoundStatus.FINAL


def test_the_county_returns_what_was_reported(client_of, officer, reported):
    client_of(officer).post(url("return", reported), {"reason": "名册漏一人"})

    assert status_of(reported) == RoundStatus.ENTERING


def test_what_is_not_decided_is_not_filed(client_of, officer, submitted):
    told = client_of(officer).post(url("file", submitted), follow=True).content.decode()

    assert "还没有审定，乡镇审定、公示、反馈并报县以后才能备案" in told
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


def test_the_unchosen_reads_what_was_decided(client_of, committee, submitted):
    _, one, other, *_ = stage.roster(submitted)
    stage.decided(submitted, committee, {other.pk})
    client = client_of(committee)
    said = f"党委会在并列的 2 人中选定{other.name}，理由：年度任务完成得更好；会议纪要：{MINUTES}；"

    for page in (url("entry", one), url("board", submitted) + f"?who={one.pk}"):
        assert f"{said}本人按“称职”确定。" in client.get(page).content.decode()
    chosen = client.get(url("entry", other)).content.decode()
    assert f"{said}本人按“优秀”确定。" in chosen
    first = client.get(url("entry", stage.roster(submitted)[0])).content.decode()
    assert "并列的" not in first


TURNS = {
    ("entering", "committee"): (200, "还在乡镇录入，没有可退回的等次"),
    ("entering", "officer"): (200, "还在乡镇录入，没有可退回的等次"),
    ("submitted", "officer"): (403, "现在由乡镇党委退回"),
    ("decided", "officer"): (403, "还没有报县，现在由乡镇党委退回"),
    ("notice", "officer"): (403, "还在公示，现在由乡镇党委退回"),
    ("feedback", "officer"): (403, "还没有报县，现在由乡镇党委退回"),
    ("reported", "committee"): (403, "要退回的，请县委组织部办理"),
    ("final", "committee"): (200, "已备案办结，不能退回，也不能再改"),
    ("final", "officer"): (200, "已备案办结，不能退回，也不能再改"),
}


@pytest.mark.parametrize(("status", "person"), TURNS)
def test_who_cannot_return_reads_why_instead_of_a_form(
    client_of, request, opened, clerk, committee, officer, status, person
):
    bring(opened, status, clerk, committee, officer)

    response = client_of(request.getfixturevalue(person)).get(url("return", opened))

    page = response.content.decode()
    code, said = TURNS[status, person]
    assert response.status_code == code
    assert page.count(said) == 1
    assert 'name="reason"' not in page


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("entering", "还没有提交党委会，请乡镇组织干事先提交。"),
        ("decided", "已由党委会审定，不用再定。"),
        ("notice", "已由党委会审定，正在公示，不用再定。"),
        ("final", "已备案办结，不能再改；确有错误的，由乡镇党委办理等次更正。"),
    ],
)
def test_what_is_not_before_the_committee_shows_no_form(
    client_of, opened, clerk, committee, officer, status, said
):
    bring(opened, status, clerk, committee, officer)

    page = client_of(committee).get(url("decide", opened)).content.decode()

    assert page.count(said) == 1
    assert 'name="minutes"' not in page


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("submitted", "已经提交党委会，不用再交。"),
        ("decided", "已由党委会审定，不用再交。"),
        ("reported", "已经报县，不用再交。"),
        ("final", "已备案办结，不能再改；确有错误的，由乡镇党委办理等次更正。"),
    ],
)
def test_what_is_submitted_is_not_submitted_again(
    client_of, opened, clerk, committee, officer, status, said
):
    bring(opened, status, clerk, committee, officer)

    page = client_of(clerk).post(url("submit", opened), follow=True).content.decode()

    assert page.count(said) == 1
    assert status_of(opened) == status


def test_the_gaps_are_named_once_when_submitting_is_refused(client_of, clerk, opened):
    page = client_of(clerk).post(url("submit", opened), follow=True).content.decode()

    assert "没有提交，缺什么写在“提交党委会”旁边" in page
    assert page.count("缺述职测评票 10 人") == 1


def test_the_returner_is_told_where_the_reason_stands(client_of, committee, submitted):
    told = client_of(committee).post(url("return", submitted), {"reason": "名册漏人"}, follow=True)

    assert "已退回，乡镇组织干事的待办里写明了理由" in told.content.decode()


def test_the_button_that_files_stands_above_the_list_with_its_warning(client_of, officer, reported):
    page = client_of(officer).get(url("file", reported)).content.decode()

    assert page.index("备案后不能再改") < page.index("<thead>")
    assert page.index(">备案办结<") < page.index("<thead>")


def bring(found, status, clerk, committee, officer):
    """Bring a round with a clear order as far as this status."""
    stage.brought(found, status, CLEAR, clerk, committee, officer)  # noqa: F405
