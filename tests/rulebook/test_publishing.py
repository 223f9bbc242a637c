"""A rule file is checked, put forward by one officer, published by another, and never edited."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from accounts.answer import Refused
from accounts.models import DivisionCode
from accounts.roles import Role
from accounts.session import acting_as
from assessments.queries.rulebook import rules_of
from audit.models import Event
from policy import snapshot
from rulebook import publishing
from rulebook.editions import book_in_force, marks
from rulebook.models import RuleFile, Ruling
from tests.rulebook import stage
from tests.rulebook.test_policy_command import policy

DAY = date(2018, 12, 31)


def share(known: date = DAY) -> str:
    return snapshot.text(rules_of(2018, known, ""), "grade.top_share")


@pytest.fixture
def coded(county):
    """Give the county the code by which the rulebook knows it."""
    return DivisionCode.objects.create(
        division=county, family=DivisionCode.Family.STATISTICS, code="430481000000",
        first_day=date(2000, 1, 1),
    )  # fmt: skip


def test_a_published_figure_is_in_force_and_a_proposed_one_is_not(
    city_officer, second_city_officer
):
    file = stage.proposed(city_officer)
    assert share() == "20%"

    publishing.rule_on_file(file=file, publish=True, reason="", by=second_city_officer)

    assert share() == "40%"
    assert len(marks()) == 1
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names[-2:] == ["rulebook.file_proposed", "rulebook.file_published"]


def test_nothing_published_counts_as_known_the_day_before(city_officer, second_city_officer):
    stage.published(city_officer, second_city_officer)

    assert share(date(2018, 12, 30)) == "20%"
    assert share(date(2018, 12, 31)) == "40%"


def test_a_declined_file_changes_nothing_and_says_why(city_officer, second_city_officer):
    file = stage.proposed(city_officer)
    with pytest.raises(Refused, match="理由"):
        publishing.rule_on_file(file=file, publish=False, reason=" ", by=second_city_officer)

    publishing.rule_on_file(file=file, publish=False, reason="文号不对", by=second_city_officer)

    assert share() == "20%"
    with pytest.raises(Refused, match="已经办理过"):
        publishing.rule_on_file(file=file, publish=True, reason="", by=second_city_officer)


def test_the_proposer_does_not_publish_himself(city_officer):
    file = stage.proposed(city_officer)

    with pytest.raises(PermissionDenied, match="另一位同志"):
        publishing.rule_on_file(file=file, publish=True, reason="", by=city_officer)


@pytest.mark.parametrize("claimed", ["himself", "somebody else"])
def test_the_database_too_asks_for_two_people(claimed, city_officer, second_city_officer):
    file = stage.proposed(city_officer)
    proposer = city_officer if claimed == "himself" else second_city_officer
    ruled_by = city_officer

    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(
            file=file, published=True, proposed_by=proposer.user, ruled_by=ruled_by.user,
            ruled_on=DAY,
        )  # fmt: skip


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["rulebook_rulefile", "rulebook_ruling"])
def test_nobody_changes_what_was_published(change, table, city_officer, second_city_officer):
    stage.published(city_officer, second_city_officer)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_faults_are_listed_as_ci_lists_them_and_nothing_is_kept(city_officer):
    broken = stage.CAP.replace('"40%"', "0.4").replace("ASSESS-EXCELLENT-CAP", "NO-RULE")

    with pytest.raises(Refused) as refused:
        publishing.propose_file(name="新版.yaml", text=broken, note="", by=city_officer)

    assert any(
        one.startswith("新版.yaml:5 values.0.is：写成了 0.4") for one in refused.value.objections
    )
    assert not RuleFile.objects.exists()


def test_a_document_of_tomorrow_is_refused(city_officer):
    with pytest.raises(Refused, match="在今天之后"):
        stage.proposed(city_officer, stage.CAP.replace("2018-12-01", "2019-01-01"))


def test_the_same_text_is_put_forward_once(city_officer):
    stage.proposed(city_officer)

    with pytest.raises(Refused, match="完全相同"):
        stage.proposed(city_officer, stage.CAP.replace("\n", "\r\n"))


def test_two_files_for_the_same_day_cannot_both_be_published(city_officer, second_city_officer):
    other = stage.CAP.replace("40%", "30%").replace("百分之四十", "百分之三十")
    first, second = stage.proposed(city_officer), stage.proposed(city_officer, other)
    publishing.rule_on_file(file=first, publish=True, reason="", by=second_city_officer)

    with pytest.raises(Refused, match="同键、同生效日、同知晓日"):
        publishing.rule_on_file(file=second, publish=True, reason="", by=second_city_officer)


def test_a_county_puts_its_own_stricter_figure_forward(coded, officer, city_officer):
    file = stage.proposed(officer, stage.COUNTY)
    publishing.rule_on_file(file=file, publish=True, reason="", by=city_officer)

    after = book_in_force().at(date(2019, 3, 31), date(2019, 3, 31), "430481")
    assert snapshot.value(after, "attendance.days") == 24


def test_a_county_says_nothing_for_the_city_nor_for_another(coded, officer, stranger_officer):
    with pytest.raises(PermissionDenied, match="本县"):
        stage.proposed(officer, stage.CAP)
    with pytest.raises(PermissionDenied, match="本县"):
        stage.proposed(stranger_officer, stage.COUNTY)


def test_a_laxer_county_is_refused_with_the_day(coded, officer):
    lax = stage.COUNTY.replace("attendance.days", "reserve.max_age").replace('"24"', '"40"')

    with pytest.raises(Refused, match="比全市 35 宽"):
        stage.proposed(officer, lax)


def test_an_entry_is_confirmed_by_document_and_day(client_of, city_officer, second_city_officer):
    sent = {"what": "entry:W-03", "document": '衡组函"〔2018〕3 号', "issued": "2018-12-15"}
    answer = client_of(city_officer).post(reverse("rulebook:confirm"), sent)
    file = RuleFile.objects.get()
    assert answer.url == reverse("rulebook:file", args=[file.pk])

    publishing.rule_on_file(file=file, publish=True, reason="", by=second_city_officer)

    entry = book_in_force().at(DAY, DAY)["catalogues"]["warning"]["entries"][2]
    assert (entry["confirmed"], entry["source"]) == (True, '衡组函"〔2018〕3 号')
    page = client_of(city_officer).get(reverse("rulebook:confirm")).content.decode()
    assert "entry:W-03" not in page
    assert "entry:W-04" in page


def test_a_file_sent_through_the_page_keeps_what_was_typed(client_of, city_officer):
    browser = client_of(city_officer)
    broken = stage.CAP.replace("grade.top_share", "grade.top")

    answer = browser.post(reverse("rulebook:file_new"), {"text": broken, "note": "试"})

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "贴入的内容.yaml:5 grade.top：全市没有定义这个键，应为params.yaml 里的键" in page
    assert "优秀等次不超过百分之四十" in page
    assert browser.post(reverse("rulebook:file_new"), {"text": stage.CAP}).status_code == 302


def test_a_colleague_publishes_on_the_page(client_of, city_officer, second_city_officer):
    file = stage.proposed(city_officer)
    url = reverse("rulebook:file_rule", args=[file.pk])

    assert client_of(city_officer).post(url, {"publish": "yes"}).status_code == 403
    assert client_of(second_city_officer).post(url, {"publish": "yes"}).status_code == 302
    assert share() == "40%"
    page = client_of(city_officer).get(reverse("rulebook:file", args=[file.pk])).content.decode()
    assert "已公布" in page
    assert "40%" in page


def test_the_command_line_publishes_nothing(machine):
    with acting_as(machine), pytest.raises(PermissionDenied):
        stage.proposed(machine)


def test_one_person_in_two_roles_is_still_one_person(hire, city, city_officer):
    file = stage.proposed(city_officer)
    again = hire(Role.CITY_OFFICER, city, user=city_officer.user)

    with pytest.raises(PermissionDenied):
        publishing.rule_on_file(file=file, publish=True, reason="", by=again)


def test_an_upgrade_is_checked_against_what_was_published(
    city_officer, second_city_officer, tmp_path
):
    stage.published(city_officer, second_city_officer)
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(stage.LETTER)
    bad.write_text(stage.CAP.replace("grade.top_share", "grade.top"))

    assert policy("check", "--published") == (0, "自带规则与已公布的 1 个文件合在一起没有错误。\n")
    assert policy("check", str(good)) == (0, "核对 1 个文件，0 个有错误。\n")
    code, said = policy("check", str(good), str(bad))
    assert code == 1
    assert said.startswith("bad.yaml:5 grade.top：全市没有定义这个键")


def test_a_file_waits_in_the_to_do_of_the_other_officer_alone(
    client_of, city_officer, second_city_officer, officer
):
    stage.proposed(city_officer)

    pages = [client_of(by).get("/").content.decode() for by in (city_officer, second_city_officer)]
    assert ["规则文件：全市数值" in page for page in pages] == [False, True]
    assert "规则文件" not in client_of(officer).get("/").content.decode()


def test_the_coverage_is_printed_for_every_rule():
    code, said = policy("coverage")

    assert code == 0
    assert "表 A 共 71 条，都有落处" in said
    assert "随后续模块：选任联审" in said
