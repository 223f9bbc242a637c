"""The pages after the decision: the next step is found, refusals are said, nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Grade, Letter, Objection, Revision, Round
from assessments.services import deciding
from reports import todo
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403


def url(page, found):
    return reverse(f"assessments:{page}", args=[found.pk])


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(acting):
    """Give what waits about the grades of 2018."""
    return [line.title for line in todo.of(acting) if "2018 年度" in line.title]


@pytest.fixture
def noticed(decided, clerk):
    return stage.posted(decided, clerk)


@pytest.fixture
def told(noticed, clerk, settings):
    stage.told(noticed, clerk)
    settings.BUSINESS_DAY = noticed.feedback_on
    return noticed


@pytest.fixture
def filed(reported, officer, settings):
    settings.BUSINESS_DAY = reported.reported_on
    deciding.file_round(round=reported, by=officer)
    reported.refresh_from_db()
    return reported


def test_the_clerk_posts_what_was_decided(client_of, clerk, decided):
    client = client_of(clerk)
    assert "公示 2018 年度考核等次" in titles(clerk)

    asked = shown(client, url("notice_post", decided))
    sent = {"on": "2018-12-31", "place": "各村村务公开栏"}
    page = client.post(url("notice_post", decided), sent, follow=True).content.decode()

    assert "公示期 5 个工作日" in asked
    assert "公示已登记" in page
    assert "2019-01-08" in page
    assert "公示到 2019-01-08 为止" in page  # why the letters wait, beside the button
    assert titles(clerk) == ["2018 年度考核正在公示"]


def test_a_wrong_day_is_said_on_the_form(client_of, clerk, decided):
    sent = {"on": "2018-12-01", "place": "各村村务公开栏"}

    page = client_of(clerk).post(url("notice_post", decided), sent).content.decode()

    assert "早于审定日期" in page
    assert 'value="2018-12-01"' in page


def test_an_objection_goes_from_the_clerk_to_the_committee_and_back(
    client_of, clerk, committee, noticed
):
    entry = stage.roster(noticed)[0]
    desk, head = client_of(clerk), client_of(committee)
    sent = {"raised_on": "2018-12-31", "entry": entry.pk, "content": "得分偏高，请核查"}

    page = desk.post(url("objection_new", noticed), sent, follow=True).content.decode()
    assert "乡镇党委应在 2019-01-03 以前答复" in page
    assert "匿名" in page
    one = Objection.objects.get()
    (line,) = [line for line in todo.of(committee) if "公示异议" in line.title]
    assert line.when == "还有 3 天"
    head.post(url("objection_accept", one))
    answer = {"outcome": "upheld", "answer": "票数与原始票一致"}
    head.post(url("objection_answer", one), answer)
    assert "送达新市镇 2018 年度公示异议的答复" in titles(clerk)
    desk.post(url("answer_serve", one), {"served_on": "2018-12-31"})

    one.refresh_from_db()
    assert (one.status, one.outcome, one.handled_by) == ("served", "upheld", committee.user)


def test_what_was_objected_stands_on_no_other_page(client_of, clerk, auditor, noticed):
    content = "得分偏高请核查并保密"
    sent = {"raised_on": "2018-12-31", "raised_by": "刘告知", "content": content}
    desk = client_of(clerk)
    desk.post(url("objection_new", noticed), sent)
    one = Objection.objects.get()

    assert content in shown(client_of(auditor), url("objection", one))
    entry = url("entry", stage.roster(noticed)[0])
    for address in (url("notice", noticed), url("board", noticed), entry, "/"):
        page = shown(desk, address)
        assert content not in page
        assert "刘告知" not in page


def test_a_late_objection_reads_what_is_possible_instead(client_of, clerk, told):
    sent = {"raised_on": "2019-01-08", "content": "得分偏高"}
    looked = shown(client_of(clerk), url("objection_new", told))
    assert "可以申请复核" in looked
    assert 'name="content"' not in looked

    page = client_of(clerk).post(url("objection_new", told), sent).content.decode()

    assert "公示已经期满" in page
    assert "可以申请复核" in page
    assert "得分偏高" in page


def test_the_clerk_issues_serves_and_reports(client_of, clerk, noticed, settings):
    client = client_of(clerk)
    settings.BUSINESS_DAY = noticed.notice_until + timedelta(days=1)
    assert titles(clerk) == ["2018 年度考核公示期满，反馈本人"]

    page = client.post(url("feedback", noticed), follow=True).content.decode()
    assert "新市镇考核告〔2018〕10号" in page
    assert "还没有送达 10 人" in page
    assert titles(clerk) == ["送达 10 份 2018 年度结果告知书"]
    page = client.post(url("letters_serve", noticed), ticked(noticed), follow=True)
    assert "10 份告知书的送达已登记" in page.content.decode()
    assert titles(clerk) == ["把 2018 年度考核结果报县"]
    page = client.post(url("report", noticed), follow=True).content.decode()

    assert "已报县，等待县委组织部备案" in page
    assert Round.objects.get(pk=noticed.pk).status == "reported"


def ticked(found, **common):
    """Give the grid of service as typed: every line ticked, day and manner on top."""
    letters = list(Letter.objects.filter(round=found).order_by("pk"))
    sent = {"form-TOTAL_FORMS": len(letters), "form-INITIAL_FORMS": len(letters)}
    sent |= {"all-on": str(date(2019, 1, 9)), "all-manner": "in_person"} | common
    for place, letter in enumerate(letters):
        sent |= {
            f"form-{place}-letter": letter.pk,
            f"form-{place}-pick": "on",
            f"form-{place}-receiver": letter.entry.name,
        }
    return sent


def test_the_grid_of_service_keeps_what_was_typed_when_one_line_is_wrong(client_of, clerk, told):
    name = stage.roster(told)[0].name
    sent = ticked(told) | {"form-0-manner": "left", "form-0-note": "", "form-1-note": "由其妻转交"}

    page = client_of(clerk).post(url("letters_serve", told), sent).content.decode()

    assert "拒绝签收、留置送达的，请在备注写明见证人和经过" in page
    assert name in page
    assert "由其妻转交" in page
    assert not Letter.objects.filter(served_on__isnull=False).exists()


def test_the_county_reads_what_it_checks(client_of, officer, reported):
    page = shown(client_of(officer), url("file", reported))

    for said in (
        "10 × 20% = 2",
        "共 0 件",
        "制发 10 份，送达 10 份",
        "2018-12-31 在各村村务公开栏公示",
    ):
        assert said in page


def test_the_county_files_those_it_ticks_and_reads_which_could_not(
    client_of, officer, clerk, neighbour, committee, sibling_committee, village, sibling_village,
    reported,
):  # fmt: skip
    stage.people(sibling_village, 5)
    client = client_of(officer)
    client.post(reverse("assessments:open_rounds", args=[reported.plan_id]))
    other = Round.objects.get(township=sibling_village.parent)
    stage.submitted(other, neighbour, CLEAR[:5])  # noqa: F405

    sent = {"round": [reported.pk, other.pk, "x"]}
    page = client.post(reverse("assessments:filing_chosen"), sent, follow=True).content.decode()

    assert "1 个乡镇已备案，办结：新市镇" in page
    assert "遥田镇没有备案" in page
    assert Round.objects.get(pk=reported.pk).status == "final"
    assert Round.objects.get(pk=other.pk).status == "submitted"


def test_a_correction_goes_through_three_desks(client_of, clerk, committee, officer, filed):
    top = stage.roster(filed)[0]
    sent = {"grade": "competent", "kind": "score", "paid": "paid", "reason": "票数登记有误"}
    assert "提出等次更正" in shown(client_of(clerk), url("entry", top))

    page = client_of(clerk).post(url("revise", top), sent, follow=True).content.decode()
    assert "更正已提出，等待乡镇党委审定" in page
    assert "空出一个优秀名额" in page
    one = Revision.objects.get()
    assert f"审定{top.name} 2018 年度等次更正" in titles(committee)
    met = {"number": "纪要 3 号", "held_on": "2019-01-09", "attended": "刘书记、彭委员"}
    client_of(committee).post(url("revision_decide", one), met)
    assert f"备案{top.name} 2018 年度等次更正" in titles(officer)
    page = client_of(officer).post(url("revision_file", one), follow=True).content.decode()
    assert "新等次生效" in page
    assert titles(clerk) == ["送达 1 份 2018 年度等次更正告知书"]

    grade = Grade.objects.get(entry=top, revision=1)
    said = f"已更正：原优秀，现称职，第 {grade.decision_id} 号决定"
    client = client_of(clerk)
    person = reverse("reports:person", args=[top.person_id])
    for address in (url("board", filed), url("entry", top), person):
        assert said in shown(client, address)
    assert "已更正 1 人" in shown(client, "/assessments/")
    assert "已更正 1 人" in shown(client_of(officer), "/assessments/")
    assert "等次更正依据单" in shown(client, reverse("rulebook:decision", args=[grade.decision_id]))


@pytest.mark.parametrize(
    ("person", "page", "code"),
    [
        ("committee", "notice_post", 403),
        ("neighbour", "notice", 404),
        ("officer", "letters_serve", 403),
        ("stranger_officer", "letters", 404),
        ("committee", "objection_new", 403),
    ],
)
def test_others_may_not(client_of, request, noticed, person, page, code):
    response = client_of(request.getfixturevalue(person)).get(url(page, noticed))

    assert response.status_code == code


def test_the_lists_take_no_more_queries_for_more_rows(client_of, clerk, officer, told, filed_many):
    client = client_of(clerk)
    for address in (url("letters", told), url("notice", told), reverse("assessments:revisions")):
        shown(client, address)
        few = queries(client, address)
        filed_many()
        assert queries(client, address) == few


@pytest.fixture
def filed_many(told, clerk):
    """Give a function that adds objections to the round, twelve a time."""

    def more():
        for number in range(12):
            Objection.objects.create(
                round=told, scope_path=told.scope_path, attempt=1, kind="notice",
                entry=stage.roster(told)[number % 10], content="请核查",
                raised_on=date(2018, 12, 31), filed_by=clerk.user,
            )  # fmt: skip

    return more


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        shown(client, address)
    return len(captured)
