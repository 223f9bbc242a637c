"""The pages of transfers, duplicates and corrections: what each reader is shown, and not shown."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.session import acting_as
from cadres import services
from cadres.identity import mask
from cadres.masking import told_apart
from cadres.models import Correction, Duplicate, Person, Transfer
from cadres.queries.editions import edition_of
from tests.cadres import cases
from tests.cadres.cases import NUMBER, RIGHT
from tests.cadres.factories import make_person, make_tenure


def page(browser: Client, name: str, /, *args, **asked) -> str:
    response = browser.get(reverse(f"cadres:{name}", args=args), asked)
    assert response.status_code == 200
    return response.content.decode()


def post(browser: Client, name: str, /, *args, **sent):
    return browser.post(reverse(f"cadres:{name}", args=args), sent, follow=True)


def said(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def there(day, sibling, sibling_village):
    person = make_person(sibling, "罗海燕", id_number=NUMBER)
    make_tenure(person, sibling_village)
    return person


@pytest.fixture
def asked(there, clerk):
    return cases.transfer(clerk, NUMBER)


@pytest.fixture
def far(day, other_township, clerk):
    make_person(other_township, "肖志强", id_number=NUMBER)
    return cases.transfer(clerk, NUMBER)


# --- transfers -----------------------------------------------------------------------------------


def test_the_clerk_reads_the_state_and_nothing_of_where(asked, clerk, client_of):
    browser = client_of(clerk)

    for text in (page(browser, "transfers"), page(browser, "transfer", asked.pk)):
        assert "待县委组织部办理" in text
        assert mask(NUMBER) in text
        assert NUMBER not in text
        assert "遥田" not in text
        assert "坛山" not in text


def test_the_county_sees_the_file_and_what_is_held_there(asked, officer, client_of):
    text = page(client_of(officer), "transfer", asked.pk)

    assert "遥田镇" in text
    assert "坛山村" in text
    assert "同意转入" in text
    assert NUMBER not in text


def test_another_name_is_pointed_out(asked, there, officer, client_of):
    assert "姓名不一致" not in page(client_of(officer), "transfer", asked.pk)
    Person.objects.filter(pk=there.pk).update(name="罗海英")

    assert "姓名不一致" in page(client_of(officer), "transfer", asked.pk)


def test_the_county_sees_nothing_of_another_county_and_passes_it_on(
    far, officer, city_officer, client_of
):
    browser = client_of(officer)
    text = page(browser, "transfer", far.pk)
    for hidden in ("肖志强", "衡南", "车江", "同意转入"):
        assert hidden not in text

    text = said(post(browser, "transfer_pass", far.pk))
    assert "已报市委组织部办理" in text
    assert "待市委组织部办理" in text
    assert "车江" in page(client_of(city_officer), "transfer", far.pk)


def test_granting_needs_a_reason_and_loses_nothing(asked, there, officer, client_of, township):
    browser = client_of(officer)

    text = said(post(browser, "transfer_decide", asked.pk, decision="grant", reason=""))
    assert "理由" in text
    assert "checked" in text
    there.refresh_from_db()
    assert there.unit != township

    text = said(post(browser, "transfer_decide", asked.pk, decision="grant", reason="已调入你镇"))
    assert "档案已转到新市镇" in text
    there.refresh_from_db()
    assert there.unit == township


def test_where_there_is_nothing_to_give_a_forged_yes_gives_nothing(far, officer, client_of):
    post(client_of(officer), "transfer_decide", far.pk, decision="grant", reason="硬要转入")

    far.refresh_from_db()
    assert far.status == Transfer.Status.REFUSED
    assert Person.objects.get().unit.name == "车江街道"


def test_a_second_decision_is_told_on_the_page(asked, officer, second_officer, client_of):
    post(client_of(officer), "transfer_decide", asked.pk, decision="refuse", reason="不是同一人")

    again = post(
        client_of(second_officer), "transfer_decide", asked.pk, decision="grant", reason="已调入"
    )
    assert "办理过" in said(again)


def test_the_former_unit_keeps_the_tenure_without_the_name(
    asked, officer, neighbour, clerk, client_of
):
    post(client_of(officer), "transfer_decide", asked.pk, decision="grant", reason="已调入你镇")

    text = page(client_of(neighbour), "transferred")
    assert "坛山村" in text
    assert "档案已转出" in text
    assert "罗海燕" not in text
    assert "没有已转出人员" in page(client_of(clerk), "transferred")


# --- duplicates ----------------------------------------------------------------------------------


def test_from_the_queue_to_the_merged_file(pair, clerk, officer, client_of):
    browser, other = client_of(clerk), client_of(officer)
    first, second = pair
    assert reverse("cadres:compare", args=[first.pk]) in page(browser, "duplicates")

    text = page(browser, "compare", first.pk, **{"with": second.pk})
    assert "不同" in text
    for person in pair:
        assert person.id_number not in text

    sent = {"with": second.pk, "verdict": f"keep-{first.pk}", "reason": "与本人核对"}
    assert "等待另一位同志复核" in said(post(browser, "judge", first.pk, **sent))
    verdict = Duplicate.objects.get()
    assert "待复核" in page(other, "duplicates")

    text = said(post(other, "verdict_review", verdict.pk, decision="confirm", review=""))
    assert "已复核" in text
    second.refresh_from_db()
    assert second.merged_into == first


def test_a_verdict_without_choice_or_reason_is_asked_for_again(pair, clerk, client_of):
    answer = post(client_of(clerk), "judge", pair[0].pk, **{"with": pair[1].pk, "reason": ""})

    assert "没有提出" in said(answer)
    assert not Duplicate.objects.exists()


@pytest.mark.parametrize("wanted", ["", "x", "0", "99999999", "１"])
def test_a_file_to_compare_with_that_is_none_is_not_found(pair, clerk, client_of, wanted):
    sent = {"with": wanted, "verdict": "not_same", "reason": "不是"}

    url = reverse("cadres:judge", args=[pair[0].pk])
    assert client_of(clerk).post(url, sent).status_code == 404


def test_a_file_out_of_sight_is_no_file_to_compare_with(across, clerk, client_of):
    sent = {"with": across[1].pk, "verdict": "not_same", "reason": "不是"}
    browser = client_of(clerk)

    assert browser.post(reverse("cadres:judge", args=[across[0].pk]), sent).status_code == 404
    assert "没有可以比较的档案" in page(browser, "compare", across[0].pk, **{"with": across[1].pk})


def test_returning_needs_a_reason(pair, clerk, officer, client_of):
    verdict = cases.verdict(clerk, *pair)
    browser = client_of(officer)

    assert "写明理由" in said(post(browser, "verdict_review", verdict.pk, decision="return"))
    text = said(
        post(browser, "verdict_review", verdict.pk, decision="return", review="请附核对情况")
    )
    assert "已退回" in text


def test_a_merged_file_is_on_no_list(pair, clerk, officer, client_of):
    cases.confirm(officer, cases.judge(clerk, pair, keep=pair[0]))
    browser = client_of(clerk)

    listed = browser.get(reverse("cadres:list"), {"holding": "all"}).content.decode()
    assert listed.count("曾国华") == 1
    found = browser.get(reverse("cadres:list"), {"q": pair[1].id_number}, follow=True)
    assert f'id="row-{pair[0].pk}"' in found.content.decode()
    assert "已并入" in found.content.decode()


# --- corrections ---------------------------------------------------------------------------------


def test_from_the_verified_file_to_the_corrected_one(unverified, clerk, officer, client_of):
    browser, other = client_of(clerk), client_of(officer)
    assert "已核定曾秀英的档案" in said(post(other, "verify", unverified.pk))

    form = page(browser, "correction_new", unverified.pk)
    assert NUMBER not in form
    assert mask(NUMBER) in form
    sent = {
        "name": "曾秀英", "id_number": RIGHT, "party_joined_on": "1995-07-01",
        "education": "31", "reason": "户口簿如此",
    }  # fmt: skip
    assert "等待县委组织部审核" in said(post(browser, "correction_new", unverified.pk, **sent))
    asked = Correction.objects.get()

    text = page(other, "correction", asked.pk)
    assert RIGHT not in text
    assert all(number in text for number in told_apart(NUMBER, RIGHT))
    sent = {"decision": "confirm", "edition": edition_of(unverified)}
    assert "已更正档案" in said(post(other, "correction_review", asked.pk, **sent))
    unverified.refresh_from_db()
    assert unverified.id_number == RIGHT


def test_what_was_typed_wrongly_stays_on_the_form(verified, clerk, client_of):
    sent = {"name": "曾", "education": "31", "reason": "户口簿如此"}

    text = said(post(client_of(clerk), "correction_new", verified.pk, **sent))

    assert "至少两个字" in text
    assert "户口簿如此" in text


def test_a_stale_request_is_shown_and_approved_only_as_seen(unverified, clerk, officer, client_of):
    asked = cases.correction(clerk, unverified, education="21")
    browser = client_of(officer)
    seen = edition_of(unverified)
    with acting_as(clerk):
        services.correct_person(person=unverified, by=clerk, education="20")

    sent = {"decision": "confirm", "edition": seen}
    text = said(post(browser, "correction_review", asked.pk, **sent))
    assert "请看清后再审核一次" in text
    assert "已变动" in text
    sent["edition"] = edition_of(unverified)
    assert "已更正档案" in said(post(browser, "correction_review", asked.pk, **sent))


@pytest.mark.parametrize("edition", ["", "x", "-1", "9" * 30])
def test_a_forged_edition_is_none_that_was_seen(unverified, clerk, officer, client_of, edition):
    asked = cases.correction(clerk, unverified, education="21")
    Person.objects.filter(pk=unverified.pk).update(education="20")

    sent = {"decision": "confirm", "edition": edition}
    text = said(post(client_of(officer), "correction_review", asked.pk, **sent))
    assert "请看清后再审核一次" in text


def test_who_asked_takes_it_back(verified, clerk, client_of):
    asked = cases.correction(clerk, verified, education="21")

    assert "已撤回" in said(post(client_of(clerk), "correction_withdraw", asked.pk))
    assert "办结" in said(post(client_of(clerk), "correction_withdraw", asked.pk))


def test_a_file_that_cannot_be_verified_says_why(unverified, officer, client_of):
    Person.objects.filter(pk=unverified.pk).update(education="")

    assert "学历还没有填写" in said(post(client_of(officer), "verify", unverified.pk))


# --- queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["transfers", "duplicates", "corrections", "transferred"])
def test_a_list_costs_the_same_for_many(day, name, clerk, township, village, sibling, client_of):
    browser, url, counts = client_of(clerk), reverse(f"cadres:{name}"), []
    for turn in range(12):
        first = cases.twin(township, 901 + 2 * turn, name=f"周{turn}号")
        cases.twin(township, 902 + 2 * turn, name=first.name)
        cases.correction(clerk, first)
        cases.transfer(clerk)
        make_tenure(make_person(sibling), village)
        if turn in (2, 11):
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(url).status_code == 200
            counts.append(len(captured))

    assert counts[0] == counts[1]
