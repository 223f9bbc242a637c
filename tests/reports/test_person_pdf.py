"""一人一档 on paper: what the page shows to its reader, numbers masked, and known to the log."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from cadres.identity import mask
from cadres.masking import mask_account
from cadres.models import Document
from cadres.posts import Post
from tests.assessments import stage
from tests.cadres.factories import (
    made_up_number,
    make_education,
    make_experience,
    make_measure,
    make_person,
    make_relative,
    make_reward,
    make_team,
    make_tenure,
)
from tests.reports import papers_read as read

OVERHEAD = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")
NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=909)
PHONE, ACCOUNT = "13907340199", "6230901818001234567"
PURPOSE = "办理医保参保登记"


@pytest.fixture
def day(settings) -> date:
    settings.BUSINESS_DAY = date(2018, 12, 31)
    return settings.BUSINESS_DAY


@pytest.fixture
def person(day, township, village):
    return make_person(
        township, "曾国华", id_number=NUMBER, phone=PHONE, bank="耒阳农商银行",
        bank_account=ACCOUNT, native_place="湖南耒阳",
    )  # fmt: skip


@pytest.fixture
def full(person, village):
    """Give the same person with something in every part of the file."""
    team = make_team(village)
    make_tenure(person, village, Post.VC_DIRECTOR, team=team, approved_by="新市镇选举委员会")
    make_tenure(person, village, Post.PARTY_SECRETARY, team=team, source="returned")
    make_measure(person, taken_on=date(2018, 10, 8), until=date(2019, 1, 7))
    make_education(person, major="种植")
    make_experience(person, text="在广东务工")
    make_relative(person, title="岳父", name="李光辉", work="纠陂村党支部书记", holds_office=True)
    make_reward(person)
    photo = read.make_photo(person.scope_path)
    Document.objects.create(
        person=person, scope_path=person.scope_path, dossier_class="education", title="毕业证书",
        file=photo, added_by="陈干事", added_on=date(2018, 3, 1),
    )  # fmt: skip
    person.photo = photo
    person.save()
    return person


@pytest.fixture
def paper(client_of, clerk):
    """Give a function that downloads the paper; its bytes."""

    def get(person, acting=None):
        response = client_of(acting or clerk).get(f"/cadres/{person.pk}/file.pdf")
        assert response.status_code == 200
        return b"".join(response.streaming_content)

    return get


def test_the_paper_tells_every_part_of_the_file(paper, full):
    text = read.text(paper(full))

    for part in (
        "曾国华", "书记、主任", "警示或处分影响期内", "1975-03-08（43岁）", "新市镇选举委员会",
        "第十届", "衡阳师范学院", "种植", "在广东务工", "李光辉", "纠陂村党支部书记",
        "担任公职或村干部", "优秀共产党员", "警示谈话", "影响期内", "毕业证书", "任杨仙村主任",
        "返乡人员", "数据截至2018-12-31", "从德、能、勤、绩、廉五个方面进行考核", "ASSESS-5DIM",
    ):  # fmt: skip
        assert part in text, part
    assert "没有考核记录" in text


def test_a_file_with_nothing_in_it_says_so(paper, person):
    text = read.text(paper(person))

    for part in ("不在任", "没有任职记录", "没有简历记录", "没有家庭成员记录", "没有归档材料"):
        assert part in text


def test_a_decided_grade_stands_on_the_paper(
    paper, day, officer, clerk, committee, township, village
):
    stage.people(village)
    found = stage.submitted(stage.opened(officer, township), clerk, [92, 88, 86, 84, 82])
    entry = stage.roster(found)[0]
    assert "未定" in read.text(paper(entry.person))

    stage.decided(found, committee)

    text = read.text(paper(entry.person))
    assert "2018年度考核定为优秀" in text
    assert "未定" not in text


def test_every_page_carries_number_maker_and_place_in_the_whole(paper, full):
    pages = read.pages(paper(full))

    reference = Event.objects.get(name="report.produced").data["reference"]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        said = "".join(page.split())
        assert f"编号{reference}" in said
        assert f"第{number}页共{len(pages)}页" in said
        assert "陈干事（耒阳市·新市镇乡镇组织干事）" in said
        assert said.count("陈干事") > 10  # across the sheet


def test_all_fonts_are_embedded_and_the_photo_is_there(paper, full):
    content = paper(full)

    assert all(embedded for _, embedded in read.fonts(content))
    assert [image.name for page in read.opened(content).pages for image in page.images]


@pytest.mark.parametrize("who", ["clerk", "committee", "officer", "city_officer", "auditor"])
def test_numbers_are_masked_for_everybody(paper, person, request, who):
    text = read.text(paper(person, request.getfixturevalue(who)))

    for masked in (mask(NUMBER), "139****0199", mask_account(ACCOUNT)):
        assert masked in text
    for number in (NUMBER, PHONE, ACCOUNT):
        assert number not in text


def test_the_log_knows_the_paper_and_whom_it_shows(paper, client_of, clerk, person):
    content = paper(person)

    event = Event.objects.get(name="report.produced")
    assert event.data["sha256"] == hashlib.sha256(content).hexdigest()
    assert (event.data["title"], event.data["people"]) == ("曾国华 一人一档", [person.pk])
    assert event.object_id == str(person.pk)
    assert event.data["edition"] == "《村干部管理办法（试行）》2018-12-31 适用的版本"
    assert event.data["reference"] in read.text(content)
    assert NUMBER not in str(event.__dict__)


def test_the_file_is_saved_under_its_own_name_and_never_shown_inline(client_of, clerk, person):
    response = client_of(clerk).get(f"/cadres/{person.pk}/file.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%9B%BE")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("who", ["neighbour", "stranger", "stranger_officer", "department"])
def test_out_of_scope_is_not_found_and_nothing_is_produced(client_of, person, request, who):
    browser = client_of(request.getfixturevalue(who))

    for address in ("file.pdf", "file/numbers/", "appointment/"):
        assert browser.get(f"/cadres/{person.pk}/{address}").status_code == 404
    assert not Event.objects.filter(name="report.produced").exists()


def test_many_records_are_no_more_questions(paper, client_of, clerk, full, village):
    few = queries(client_of(clerk), full)
    for year in range(1990, 2002):
        make_tenure(full, village, Post.CLERK, date(year, 1, 1), ended_on=date(year, 12, 31),
                    ended_how="moved")  # fmt: skip
        make_experience(full, date(year, 1, 1))
        make_relative(full)
        make_reward(full)
        make_education(full)

    assert queries(client_of(clerk), full) == few


def queries(browser, person) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(f"/cadres/{person.pk}/file.pdf").status_code == 200
    return len([q for q in captured if not any(word in q["sql"] for word in OVERHEAD)])


# --- numbers in full -----------------------------------------------------------------------------


@pytest.fixture
def ask(client_of, person):
    """Give a function that asks for the paper with the numbers in full."""

    def post(acting, purpose=PURPOSE):
        address = f"/cadres/{person.pk}/file/numbers/"
        return client_of(acting).post(address, {"purpose": purpose})

    return post


@pytest.mark.parametrize("who", ["clerk", "officer"])
def test_whoever_works_with_numbers_gets_them_for_a_purpose(ask, person, request, who):
    acting = request.getfixturevalue(who)

    text = read.text(b"".join(ask(acting).streaming_content))

    for number in (NUMBER, PHONE, ACCOUNT):
        assert number in text
    unmasked = Event.objects.get(name="cadre.unmasked")
    made = Event.objects.get(name="report.produced")
    assert unmasked.data == {"purpose": PURPOSE}
    assert made.data["purpose"] == PURPOSE
    assert made.actor == unmasked.actor == acting.username


@pytest.mark.parametrize("purpose", ["", "   ", "看看"])
def test_without_a_purpose_nothing_is_produced(ask, clerk, purpose):
    response = ask(clerk, purpose)

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert not Event.objects.filter(name__in=["report.produced", "cadre.unmasked"]).exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("committee", 403), ("auditor", 403), ("city_officer", 403), ("neighbour", 404)],
)
def test_others_do_not_get_them(ask, request, who, status):
    assert ask(request.getfixturevalue(who)).status_code == status
    assert not Event.objects.filter(name="report.produced").exists()


def test_the_page_offers_the_papers_to_those_who_may(client_of, clerk, auditor, person):
    for acting, offered in ((clerk, True), (auditor, False)):
        text = client_of(acting).get(f"/cadres/{person.pk}/").content.decode()
        assert f"/cadres/{person.pk}/file.pdf" in text
        assert f"/cadres/{person.pk}/appointment/" in text
        assert (f"/cadres/{person.pk}/file/numbers/" in text) is offered
