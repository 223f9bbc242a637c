"""The grading board and the cadre's grounds, as each role sees them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Round
from assessments.states import RoundStatus
from assessments.views import grounds
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403
from tests.cadres.factories import make_measure


def board_url(found):
    return reverse("assessments:board", args=[found.pk])


def shown(client, url):
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def test_the_board_shows_each_number_with_its_arithmetic(client_of, clerk, entered):
    page = shown(client_of(clerk), board_url(entered))

    assert "10 × 20% = 2" in page
    assert "2 人并列，选 1 人" in page
    assert "以上 1 人占用优秀名额 1 / 2" in page
    assert page.count("末位同分，待党委会定") == 2


def test_a_row_tells_why(client_of, clerk, entered):
    first = stage.roster(entered)[0]

    page = shown(client_of(clerk), board_url(entered) + f"?who={first.pk}")

    assert f"{first.name} · 为什么是“优秀”" in page
    assert "综合 96" in page
    assert "ASSESS-TARGET-60" in page
    assert "原文" in page


@pytest.mark.parametrize("who", ["", "0", "abc", "99999999999999999999", "²"])
def test_a_wrong_row_shows_no_grounds_and_no_error(client_of, clerk, entered, who):
    page = shown(client_of(clerk), board_url(entered) + f"?who={who}")

    assert "点选左边一行" in page


def test_the_clerk_cannot_submit_while_something_is_missing(client_of, clerk, opened):
    client = client_of(clerk)

    page = shown(client, board_url(opened))
    client.post(reverse("assessments:submit", args=[opened.pk]))

    assert "disabled" in page
    assert "缺述职测评票 10 人" in page
    assert Round.objects.get(pk=opened.pk).status == RoundStatus.ENTERING


def test_the_clerk_submits_and_the_page_says_who_did(client_of, clerk, entered):
    client = client_of(clerk)

    response = client.post(reverse("assessments:submit", args=[entered.pk]), follow=True)

    page = response.content.decode()
    assert "已提交党委会，等待审定" in page
    assert "陈干事 2018-12-31 提交" in page
    assert Round.objects.get(pk=entered.pk).status == RoundStatus.SUBMITTED


@pytest.mark.parametrize(
    ("person", "button"),
    [("clerk", ""), ("committee", "去审定"), ("officer", ""), ("auditor", "")],
)
def test_the_buttons_follow_role_and_state(client_of, request, submitted, person, button):
    page = shown(client_of(request.getfixturevalue(person)), board_url(submitted))

    for label in ("去审定", "去备案", ">提交党委会"):
        assert (label in page) == (label == button)


def test_the_neighbour_and_the_stranger_find_no_board(client_of, neighbour, stranger, opened):
    for person in (neighbour, stranger):
        assert client_of(person).get(board_url(opened)).status_code == 404


def test_the_neighbour_cannot_submit(client_of, neighbour, entered):
    response = client_of(neighbour).post(reverse("assessments:submit", args=[entered.pk]))

    assert response.status_code == 404
    assert Round.objects.get(pk=entered.pk).status == RoundStatus.ENTERING


def test_the_roster_is_refreshed_and_the_page_names_who_came(client_of, clerk, opened, village):
    (new,) = stage.people(village.__class__.objects.get(name="新市社区"), 1)

    response = client_of(clerk).post(reverse("assessments:refresh", args=[opened.pk]), follow=True)

    assert f"新增 {new.name}" in response.content.decode()
    assert len(stage.roster(opened)) == 11


def test_the_grounds_of_a_cadre_stand_on_one_page(client_of, clerk, decided):
    first = stage.roster(decided)[0]

    page = shown(client_of(clerk), reverse("assessments:entry", args=[first.pk]))

    for words in ("依据单", "党委会纪要〔2018〕32 号", "刘书记", "陈干事", "ASSESS-EXCELLENT-CAP"):
        assert words in page


def test_the_board_takes_as_many_queries_for_sixty_as_for_ten(
    client_of, clerk, officer, opened, village, second_village
):
    client = client_of(clerk)
    shown(client, board_url(opened))  # warms caches that live longer than a request
    ten = queries(client, board_url(opened))
    for place in (village, second_village):
        stage.more_people(place, 25)
    client.post(reverse("assessments:refresh", args=[opened.pk]))
    assert len(stage.roster(opened)) == 60
    shown(client, board_url(opened))  # the message of the refresh

    assert queries(client, board_url(opened)) == ten


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        shown(client, url)
    return len(captured)


def test_the_cut_says_how_many_above_it_are_barred(client_of, clerk, opened):
    first = stage.roster(opened)[0]
    make_measure(first.person)
    stage.entered(opened, clerk, CLEAR)  # noqa: F405

    page = shown(client_of(clerk), board_url(opened))

    assert "以上 2 人（不含不得优秀 1 人）占用优秀名额 2 / 2" in page


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("综合 91.3636363636363636 = 91", "综合 91.363636… = 91"),
        ("综合 91.363636 = 91", "综合 91.363636 = 91"),
        ("10 × 20% = 2", "10 × 20% = 2"),
    ],
)
def test_long_figures_are_cut_for_reading(sentence, said):
    finding = {"sentence": sentence, "code": "x", "verdict": "met", "cites": []}

    assert grounds.shown([finding])[0]["text"] == said


def test_proposed_excellence_is_called_proposed(client_of, clerk, entered):
    assert "建议优秀" in shown(client_of(clerk), board_url(entered))


def test_decided_excellence_is_called_decided(client_of, clerk, decided):
    page = shown(client_of(clerk), board_url(decided))

    assert "已定优秀" in page
    assert "建议优秀" not in page
