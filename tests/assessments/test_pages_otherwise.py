"""The committee's page: a row for each change, the minutes with their sheet; the board tells it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Grade, Minutes, Round
from assessments.services.rounds import refresh_roster
from assessments.states import RoundStatus
from audit.models import Event
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403
from tests.cadres.dossier import pdf

SITTING = {
    "minutes": "党委会纪要〔2018〕32 号", "held_on": "2018-12-31", "attended": "刘书记、彭委员",
    "recused": "",
}  # fmt: skip
WHY = "年底信访件处置不力"
SLOWEST = 5  # seconds: far above the half second it takes alone, since tests share a machine


@pytest.fixture
def clear(opened: Round, clerk: Any) -> Round:
    """Give a submitted round in which nobody ties."""
    return stage.submitted(opened, clerk, CLEAR)  # noqa: F405


def url(page: str, found: Any) -> str:
    return reverse(f"assessments:{page}", args=[found.pk])


def changes(*rows: tuple[Any, str, str]) -> dict[str, Any]:
    sent = {"change-TOTAL_FORMS": len(rows), "change-INITIAL_FORMS": 0}
    for place, (pk, grade, reason) in enumerate(rows):
        names = ("cadre", "grade", "reason")
        sent |= dict(zip((f"change-{place}-{n}" for n in names), (pk, grade, reason), strict=True))
    return sent


def test_the_page_is_calm_until_somebody_is_to_be_changed(client_of, committee, clear):
    page = client_of(committee).get(url("decide", clear)).content.decode()

    assert "改定某人" in page
    assert "change-0-cadre" not in page
    assert "至多相差 1 档" in page
    assert 'value="2018-12-31"' in page


def test_a_row_is_added_without_a_script_and_nothing_typed_is_lost(client_of, committee, clear):
    second = stage.roster(clear)[1]
    sent = SITTING | changes() | {"more": str(second.pk)}

    page = client_of(committee).post(url("decide", clear), sent).content.decode()

    assert f'<option value="{second.pk}" selected>' in page
    assert "党委会纪要〔2018〕32 号" in page
    assert "error-summary" not in page
    assert Round.objects.get(pk=clear.pk).status == RoundStatus.SUBMITTED


def test_a_second_row_keeps_the_first(client_of, committee, clear):
    first = stage.roster(clear)[0]
    sent = SITTING | changes((first.pk, "competent", WHY)) | {"more": ""}

    page = client_of(committee).post(url("decide", clear), sent).content.decode()

    assert f'<option value="{first.pk}" selected>' in page
    assert WHY in page
    assert "change-1-cadre" in page


def test_what_the_committee_changed_stands_on_board_entry_and_sheet(
    client_of, clerk, committee, clear
):
    first = stage.roster(clear)[0]
    sent = SITTING | changes((first.pk, "competent", WHY), ("", "", ""))

    told = client_of(committee).post(url("decide", clear), sent, follow=True).content.decode()

    assert "等次已审定" in told
    assert Grade.objects.get(entry=first).grade == "competent"
    said = f"与建议不同：建议优秀，理由：{WHY}"
    client, clear = client_of(clerk), Round.objects.get(pk=clear.pk)
    assert said in client.get(url("board", clear)).content.decode()
    assert said in client.get(url("board", clear) + f"?who={first.pk}").content.decode()
    assert said in client.get(url("entry", first)).content.decode()
    sheet = reverse("rulebook:decision", args=[clear.decision_id])
    assert said in client.get(f"{sheet}?who={first.pk}").content.decode()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((0, "", WHY), "请选择等次"),
        ((0, "competent", ""), "请写明与建议不同的理由"),
        (("", "competent", WHY), "请选择姓名"),
        ((2, "excellent", "更好"), "已没有空出的名额"),
        ((0, "basic", WHY), "至多 1 档"),
        (("99999999", "basic", WHY), "选择一个有效的选项"),
    ],
)
def test_a_wrong_row_is_refused_and_stays(client_of, committee, clear, row, said):
    who, grade, reason = row
    pk = stage.roster(clear)[who].pk if isinstance(who, int) else who

    page = (
        client_of(committee)
        .post(url("decide", clear), SITTING | changes((pk, grade, reason)))
        .content.decode()
    )

    assert said in page
    assert reason in page
    assert Round.objects.get(pk=clear.pk).status == RoundStatus.SUBMITTED


def test_one_person_is_changed_once(client_of, committee, clear):
    first = stage.roster(clear)[0].pk
    twice = changes((first, "competent", WHY), (first, "competent", "再写一遍"))

    page = client_of(committee).post(url("decide", clear), SITTING | twice).content.decode()

    assert "同一人改定了两次" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"held_on": "2019-01-01"}, "还没有到"),
        ({"held_on": "2018-12-30"}, "早于提交日期"),
        ({"held_on": "31/12"}, "日期"),
        ({"attended": ""}, "到会人员"),
    ],
)
def test_a_sitting_that_cannot_be_is_told(client_of, committee, clear, said, sentence):
    page = client_of(committee).post(url("decide", clear), SITTING | said).content.decode()

    assert "error-summary" in page
    assert sentence in page
    assert not Minutes.objects.exists()


def test_the_signed_minutes_are_handed_to_whoever_reads(
    client_of, committee, officer, auditor, neighbour, clear
):
    scan = SimpleUploadedFile("纪要.pdf", pdf(), content_type="application/pdf")
    client_of(committee).post(url("decide", clear), SITTING | {"scan": scan})

    kept = Minutes.objects.get()
    assert len(kept.file.sha256) == 64
    for person in (committee, officer, auditor):
        board = client_of(person).get(url("board", clear)).content.decode()
        assert url("minutes_file", kept) in board
        answer = client_of(person).get(url("minutes_file", kept))
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_of(neighbour).get(url("minutes_file", kept)).status_code == 404
    assert Event.objects.filter(name="assessments.minutes_downloaded").count() == 3


def test_a_file_that_is_not_what_it_says_is_refused(client_of, committee, clear):
    scan = SimpleUploadedFile("纪要.pdf", b"<html>x</html>", content_type="application/pdf")

    page = client_of(committee).post(url("decide", clear), SITTING | {"scan": scan})

    assert "error-summary" in page.content.decode()
    assert not Minutes.objects.exists()


def test_minutes_without_a_sheet_have_nothing_to_download(client_of, committee, clear):
    client_of(committee).post(url("decide", clear), SITTING)

    assert client_of(committee).get(url("minutes_file", Minutes.objects.get())).status_code == 404


def test_the_board_says_what_is_missing_and_how_many_seats_hang_on_it(client_of, clerk, opened):
    stage.entered(opened, clerk, CLEAR)  # noqa: F405
    second = stage.roster(opened)[1]
    stage.rated(opened, clerk, {second.pk: (None, None, None, None)})

    page = client_of(clerk).get(url("board", opened)).content.decode()

    assert "还有1 人缺分；可能影响 1 个优秀名额，补齐以前这些名额待定。" in page


@pytest.mark.parametrize("people", [12, 120])
@pytest.mark.parametrize("status", ["entering", "submitted", "decided", "final"])
def test_the_board_takes_at_most_fifteen_queries(
    client_of, clerk, committee, officer, opened, village, second_village, people, status
):
    more = people - 10
    for place in (village, second_village):
        stage.more_people(place, more // 2)
    refresh_roster(round=opened, by=clerk)
    scores = [96, 94, *[80] * (people - 2)]
    opened.refresh_from_db()
    stage.brought(opened, status, scores, clerk, committee, officer)
    if status == "entering":
        stage.entered(opened, clerk, scores)
    client = client_of(clerk)
    client.get(url("board", opened))

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url("board", opened))
    seconds = time.perf_counter() - began

    assert answer.status_code == 200
    assert answer.content.decode().count("<tr id=") == people
    # Savepoints and the settings that a request inside a test's transaction puts back are no
    # questions; session and role are.
    asked = [one["sql"] for one in captured if " FROM " in one["sql"]]
    assert len(asked) <= 15, asked
    assert seconds < SLOWEST
