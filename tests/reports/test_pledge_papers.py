"""目标承诺责任书: what was approved, to be signed; the same in every format."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from cadres.posts import Post
from reports.papers.pledges import file_of
from reports.produced import Kind
from tests.cadres.factories import make_person, make_tenure
from tests.reports import papers_read as read
from tests.reports.papers_said import FORMATS, in_file, on_page, squeezed
from tests.supervision import pledge_stage as stage

FACTS = (
    "村干部年度工作目标承诺责任书", "（2018 年度）", "曾国华", "杨仙村", "党员活动阵地改造完工",
    "乡镇验收单", "30.5", "2018.09.30", "100", "2018 年 1 月 12 日村民代表会议讨论",
    "中共耒阳市新市镇委员会", "2018 年 1 月 15 日批准", "承诺人：", "村党组织（盖章）：",
)  # fmt: skip
PAGE, FILE = reverse("reports:pledge_papers"), reverse("reports:pledge_file")


@pytest.fixture(autouse=True)
def january(settings):
    settings.BUSINESS_DAY = stage.JANUARY


@pytest.fixture
def cadre(township, village):
    person = make_person(township, "曾国华")
    make_tenure(person, village, Post.PARTY_SECRETARY)
    return person


def taken(browser, **asked) -> bytes:
    response = browser.get(FILE, {"year": 2018} | asked)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_every_format_says_what_was_promised(client_of, cadre, clerk, committee, township):
    stage.approved(clerk, committee)
    texts = {kind: in_file(taken(client_of(clerk), format=kind), kind) for kind in FORMATS}
    texts["page"] = on_page(file_of(township, 2018, clerk))

    facts = [squeezed(fact) for fact in FACTS]
    assert not [(name, fact) for name, text in texts.items() for fact in facts if fact not in text]
    event = Event.objects.filter(name="report.produced").first()
    assert (event.data["people"], event.data["rows"]) == ([cadre.pk], 1)
    assert cadre.id_number not in texts[Kind.PDF]


def test_what_is_not_approved_is_not_to_be_signed(client_of, cadre, clerk):
    stage.discussed(clerk)

    page = client_of(clerk).get(PAGE, {"year": 2018}).content.decode()

    assert "还没有可以签订的承诺" in page
    assert client_of(clerk).get(FILE, {"year": 2018}).status_code == 302
    assert not Event.objects.filter(name="report.produced").exists()


def test_each_reads_the_letters_of_his_own_townships(
    client_of, cadre, clerk, committee, officer, neighbour, stranger_officer, township
):
    stage.approved(clerk, committee)
    asked = {"year": 2018, "township": township.pk}

    assert "曾国华" in client_of(officer).get(PAGE, asked).content.decode()
    assert "曾国华" not in client_of(neighbour).get(PAGE, asked).content.decode()
    assert client_of(stranger_officer).get(PAGE, asked).status_code == 302
    assert client_of(neighbour).get(FILE, asked).status_code == 302


def test_a_letter_can_be_taken_alone(client_of, cadre, clerk, committee, township, village):
    make_tenure(make_person(township, "王学文"), village, Post.VC_DIRECTOR)
    first = next(one for one in stage.approved(clerk, committee) if one.name == "曾国华")

    assert len(read.pages(taken(client_of(clerk)))) == 2
    alone = taken(client_of(clerk), only=first.pk)
    assert len(read.pages(alone)) == 1
    assert "王学文" not in read.text(alone)


def test_many_letters_are_no_more_questions(cadre, clerk, committee, township, village):
    for _ in range(6):
        make_tenure(make_person(township), village, Post.VC_MEMBER)
    stage.approved(clerk, committee)

    def asked(only=None) -> int:
        with CaptureQueriesContext(connection) as captured:
            file_of(township, 2018, clerk, only)
        return len(captured)

    assert asked() == asked(stage.found(clerk)[0].pk)
