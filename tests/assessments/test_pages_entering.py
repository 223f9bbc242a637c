"""Entry pages: what is typed is saved cell by cell; nothing typed is lost when it is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.conf import settings as configured
from django.urls import reverse

from assessments.models import Entry, Tally, TeamResult
from assessments.services import entering
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403

pytestmark = pytest.mark.django_db
NOTHING = (None,) * 4


@pytest.fixture
def voting(opened, clerk):
    """Give the round with both villages' meetings: 100 expected, 90 ballots back."""
    stage.met(opened, clerk)
    return opened


def url(page, found):
    return reverse(f"assessments:{page}", args=[found.pk])


def typed(entry, values, shown="|||"):
    """Give what the browser sends for one row of the ballots."""
    cells = stage.ballots(stage.groups(entry.round)[0], values)
    sent = {f"c-{entry.pk}-{key}": value for key, value in cells.items()}
    return {f"was-{entry.pk}": shown} | sent


def scored(entry, values, shown="||||"):
    names = ("virtue", "ability", "diligence", "performance", "probity")
    cells = {f"c-{entry.pk}-{name}": value for name, value in zip(names, values, strict=True)}
    return {f"was-{entry.pk}": shown, **cells}


def test_the_clerk_enters_ballots(client_of, clerk, voting):
    first = stage.roster(voting)[0]

    response = client_of(clerk).post(
        url("ballots", voting), typed(first, ["12", "8", "0", "0"]), follow=True
    )

    assert "1 人的测评票已保存" in response.content.decode()
    assert stage.tally(first) == (12, 8, 0, 0)
    assert "92.00" in response.content.decode()  # (12 × 100 + 8 × 80) / 20
    assert "弃权或作废 70 张" in response.content.decode()


def test_full_width_digits_are_read(client_of, clerk, voting):
    first = stage.roster(voting)[0]

    client_of(clerk).post(url("ballots", voting), typed(first, ["１２", " 8", "0", "0　"]))

    assert stage.tally(first) == (12, 8, 0, 0)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["12", "-1", "0", "0"], "请填 0 以上的整数"),
        (["12", "x", "0", "0"], "请填 0 以上的整数"),
        (["12", "1.5", "0", "0"], "请填 0 以上的整数"),
        (["80", "60", "0", "0"], "多于收回 90 张"),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell_and_everything_typed_stays(
    client_of, clerk, voting, values, said
):
    first, second = stage.roster(voting)[:2]
    sent = typed(first, values) | typed(second, ["7", "5", "4", "4"])

    page = client_of(clerk).post(url("ballots", voting), sent).content.decode()

    assert said in page
    assert "没有保存" in page
    assert 'value="7"' in page
    assert f'value="{values[1]}"' in page
    assert not Tally.objects.exists()


def test_a_row_with_an_empty_cell_is_kept_and_says_what_to_type(client_of, clerk, voting):
    first = stage.roster(voting)[0]

    page = client_of(clerk).post(
        url("ballots", voting), typed(first, ["12", "", "0", "0"]), follow=True
    )

    assert "有空格，没有人投的填 0" in page.content.decode()
    assert stage.tally(first) == (12, None, 0, 0)


def test_ballots_wait_for_their_village_meeting(client_of, clerk, opened):
    first = stage.roster(opened)[0]

    page = client_of(clerk).post(url("ballots", opened), typed(first, ["1", "0", "0", "0"]))

    assert f"请先录入{first.village.name}述职会议的到会和收回票数" in page.content.decode()
    assert not Tally.objects.exists()


def test_a_page_without_changes_saves_nothing(client_of, clerk, entered):
    before = list(Entry.objects.order_by("pk").values())

    response = client_of(clerk).post(url("targets", entered), {}, follow=True)

    assert "没有新的改动" in response.content.decode()
    assert list(Entry.objects.order_by("pk").values()) == before


def test_target_scores_are_saved_and_summed(client_of, clerk, opened):
    first = stage.roster(opened)[0]

    response = client_of(clerk).post(
        url("targets", opened), scored(first, ["9.5", "9", "9", "48", "19"]), follow=True
    )

    first.refresh_from_db()
    assert first.virtue == Decimal("9.5")
    assert "94.50" in response.content.decode()


def test_more_points_than_the_plan_gives_are_refused(client_of, clerk, opened):
    first = stage.roster(opened)[0]

    page = client_of(clerk).post(
        url("targets", opened), scored(first, ["12", "9", "9", "48", "19"])
    )

    assert "应在 0 至 10 分之间" in page.content.decode()
    assert 'value="48"' in page.content.decode()
    first.refresh_from_db()
    assert first.performance is None


def test_only_what_was_changed_on_this_page_is_written(client_of, clerk, opened):
    first = stage.roster(opened)[0]
    client = client_of(clerk)
    entering.save_targets(round=opened, points={first.pk: {"ability": Decimal(7)}}, by=clerk)

    client.post(url("targets", opened), scored(first, ["9", "", "", "", ""]))  # shown before

    first.refresh_from_db()
    assert (first.virtue, first.ability) == (9, 7)


def test_a_cell_that_a_colleague_changed_meanwhile_is_not_overwritten(client_of, clerk, opened):
    first = stage.roster(opened)[0]
    entering.save_targets(round=opened, points={first.pk: {"virtue": Decimal(7)}}, by=clerk)

    page = client_of(clerk).post(url("targets", opened), scored(first, ["9", "", "", "", ""]))

    assert "刚由他人改为" in page.content.decode()
    first.refresh_from_db()
    assert first.virtue == 7


def test_team_results_are_chosen_per_village(client_of, clerk, opened, village):
    sent = {f"was-{village.pk}": "", f"c-{village.pk}-result": "fair"}

    response = client_of(clerk).post(url("teams", opened), sent, follow=True)

    assert "1 个村的班子结果已保存" in response.content.decode()
    assert TeamResult.objects.get(village=village).result == "fair"


def test_an_unknown_team_result_is_refused(client_of, clerk, opened, village):
    sent = {f"was-{village.pk}": "", f"c-{village.pk}-result": "perfect"}

    page = client_of(clerk).post(url("teams", opened), sent).content.decode()

    assert "请从列表中选择" in page
    assert not TeamResult.objects.exists()


def test_after_submission_the_pages_can_only_be_read(client_of, clerk, submitted):
    first = stage.roster(submitted)[0]
    client = client_of(clerk)

    for page in ("meeting", "ballots", "targets", "teams"):
        assert "只能看，不能改" in client.get(url(page, submitted)).content.decode()
    page = client.post(url("targets", submitted), scored(first, ["1", "1", "1", "1", "1"]))

    assert "录入内容不再改动" in page.content.decode()
    assert Entry.objects.get(pk=first.pk).virtue == 10


@pytest.mark.parametrize(
    ("person", "status"),
    [("neighbour", 404), ("stranger", 404), ("officer", 403), ("auditor", 403)],
)
@pytest.mark.parametrize("page", ["meeting", "ballots", "targets", "teams"])
def test_others_do_not_enter(client_of, request, opened, person, status, page):
    client = client_of(request.getfixturevalue(person))
    first = stage.roster(opened)[0]

    response = client.post(url(page, opened), typed(first, ["1", "1", "1", "1"]))

    assert response.status_code == status
    assert not Tally.objects.exists()


def test_a_grid_of_a_hundred_and_fifty_cadres_can_be_sent(client_of, clerk, opened, village):
    stage.more_people(village, 140)
    client = client_of(clerk)
    client.post(url("refresh", opened))
    sent = {}
    for entry in stage.roster(opened):
        sent |= scored(entry, ["9", "9", "9", "48", "19"])

    response = client.post(url("targets", opened), sent, follow=True)

    assert len(sent) == 150 * 6 < configured.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert "150 人的目标考核分已保存" in response.content.decode()


def totals(found, *totals):
    """Give what the browser sends where the cadres of a roster have these totals."""
    rows = zip(stage.roster(found), totals, strict=False)
    sent = (typed(entry, [str(total), "0", "0", "0"]) for entry, total in rows)
    return {key: value for row in sent for key, value in row.items()}


def test_a_total_unlike_that_of_the_village_is_saved_and_pointed_out(client_of, clerk, voting):
    client = client_of(clerk)

    page = client.post(url("ballots", voting), totals(voting, 44, 44, 80, 44), follow=True)
    board = client.get(url("board", voting)).content.decode()

    assert page.content.decode().count("与本村其他人票数不同（44 张），请核对") == 1
    odd = stage.roster(voting)[2]
    assert stage.tally(odd) == (80, 0, 0, 0)
    assert f"{odd.name}（{odd.village.name}，80 张，本村其他人 44 张）" in board


def test_totals_alike_in_each_village_are_not_pointed_out(client_of, clerk, voting):
    sent = totals(voting, *[44] * 5, *[60] * 5)

    page = client_of(clerk).post(url("ballots", voting), sent, follow=True).content.decode()

    assert "票数不同" not in page


def test_where_two_differ_both_are_pointed_out(client_of, clerk, voting):
    sent = totals(voting, 44, 80)

    page = client_of(clerk).post(url("ballots", voting), sent, follow=True).content.decode()

    assert "（44 张），请核对" in page
    assert "（80 张），请核对" in page


@pytest.mark.parametrize("page", ["ballots", "targets", "teams"])
def test_the_first_row_that_lacks_something_can_be_jumped_to(client_of, clerk, entered, page):
    client = client_of(clerk)
    first, second = stage.roster(entered)[:2]
    for entry in (first, second):
        Entry.objects.filter(pk=entry.pk).update(virtue=None)
        Tally.objects.filter(entry=entry).update(basic=None)
    entering.excuse(entry=first, reason="病假", by=clerk)
    TeamResult.objects.filter(village=second.village).delete()

    shown = client.get(url(page, entered)).content.decode()

    row = shown.split('<tr id="missing">')[1].split("</tr>")[0]
    wanted = second.village if page == "teams" else second
    assert f'name="was-{wanted.pk}"' in row


def test_an_excuse_needs_a_reason_and_is_taken_back_by_a_button(client_of, clerk, opened):
    first = stage.roster(opened)[0]
    client = client_of(clerk)

    asked = client.post(url("excuse", first), {"reason": ""}).content.decode()
    client.post(url("excuse", first), {"reason": "病假超过半年"})
    first.refresh_from_db()
    excused = first.excused
    client.post(url("excuse", first), {"restore": "1"})
    first.refresh_from_db()

    assert "请写明理由" in asked
    assert "选填" not in asked
    assert (excused, first.excused) == ("病假超过半年", "")


def test_after_submission_nobody_is_asked_for_an_excuse(client_of, clerk, submitted):
    first = stage.roster(submitted)[0]

    page = client_of(clerk).get(url("excuse", first)).content.decode()

    assert "已经提交党委会，录入内容不再改动" in page
    assert 'name="reason"' not in page


def test_whoever_left_the_roster_is_not_excused(client_of, clerk, opened):
    first = stage.roster(opened)[0]
    Entry.objects.filter(pk=first.pk).update(on_roster=False)
    client = client_of(clerk)

    looked = client.get(url("excuse", first)).content.decode()
    sent = client.post(url("excuse", first), {"reason": "病假"}).content.decode()

    for page in (looked, sent):
        assert "已不在这份名册上" in page


def test_after_submission_the_step_that_waits_is_the_current_one(client_of, clerk, submitted):
    page = client_of(clerk).get(url("meeting", submitted)).content.decode()

    current = page.split('aria-current="step"')[1].split("</li>")[0]
    assert "审定" in current


def test_a_step_that_lacks_something_is_not_called_not_reached(client_of, clerk, opened):
    page = client_of(clerk).get(url("meeting", opened)).content.decode()

    step = page.split("目标考核</a>")[1].split("</li>")[0]
    assert "缺 10 人" in step
    assert "未到" not in step


def test_a_team_result_that_is_missing_names_whom_it_blocks(client_of, clerk, entered, village):
    TeamResult.objects.filter(village=village).delete()

    page = client_of(clerk).get(url("teams", entered)).content.decode()

    waiting = [one for one in stage.roster(entered) if one.village_id == village.pk][:2]
    names = "、".join(f"{one.posts}{one.name}" for one in waiting)
    assert f"{names}暂不能定优秀" in page
    assert (
        f"班子结果未报：{village.name}。优秀名额 2 个，已能定 0 个，其余 2 个要等这些结果" in page
    )


def test_with_every_team_reported_nobody_is_blocked(client_of, clerk, entered):
    page = client_of(clerk).get(url("teams", entered)).content.decode()

    assert "暂不能定优秀" not in page
    assert "班子结果未报" not in page
