"""The grounds sheet of any decision: facts, findings, limits, tags, and what is not confirmed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from policy import book
from rulebook import grounds
from rulebook.fact_words import WORDS
from rulebook.models import Decision
from rulebook.other_effects import LABELS
from tests.assessments import stage as year
from tests.policy.golden_set import read
from tests.rulebook import stage


def page_of(client, decision, who="") -> str:
    url = reverse("rulebook:decision", args=[decision.pk])
    return client.get(url, {"who": who} if who else {}).content.decode()


def test_a_townships_sheet_lists_everybody_and_each_leads_to_his_part(client_of, clerk, round_):
    page = page_of(client_of(clerk), round_.proposal)

    assert "优秀名额 2 = 10 × 20% = 2。" in page
    assert "按当时的规则和事实重新计算，结果一致" in page
    for entry in year.roster(round_):
        assert f"?who={entry.pk}" in page
        assert entry.name in page


def test_a_persons_part_shows_facts_with_source_and_day(client_of, clerk, round_):
    entry = year.roster(round_)[0]

    page = page_of(client_of(clerk), round_.proposal, str(entry.pk))

    assert "述职会议民主测评票" in page
    assert "目标考核评分表" in page
    assert "2018-12-31" in page
    assert "村干部‘优秀’等次比例不超过乡镇（街道）村干部总数的20%" in page
    assert "ASSESS-EXCELLENT-CAP" in page


def test_the_closing_lines_name_figures_and_readings_nobody_has_confirmed(
    client_of, clerk, round_, city_officer, second_city_officer
):
    page = page_of(client_of(clerk), round_.proposal)
    assert "以下各项未经书面确认" in page
    assert "名额不是整数怎么取？舍去小数" in page

    stage.published(city_officer, second_city_officer, stage.READING)
    still = page_of(client_of(clerk), round_.proposal)
    assert "名额不是整数怎么取？舍去小数" in still  # it was decided before the letter came

    later = stage.stored(round_)
    assert "名额不是整数怎么取？舍去小数" not in page_of(client_of(clerk), later)


def test_a_decided_township_names_people_day_and_minutes(client_of, clerk, committee, round_):
    year.decided(round_, committee)

    page = page_of(client_of(clerk), round_.decision)

    assert "刘书记 2018-12-31" in page
    assert "党委会纪要〔2018〕32 号" in page
    assert "陈干事" in page


def test_a_settled_tie_shows_whom_the_committee_chose(
    client_of, clerk, committee, officer, township, village
):
    year.people(village, 10)
    found = year.opened(officer, township)
    year.submitted(found, clerk, [96, 94, 94, 90, 88, 86, 84, 84, 82, 80])
    chosen = year.roster(found)[1].pk
    year.decided(found, committee, {chosen})

    page = page_of(client_of(clerk), found.decision)

    assert page.count("并列中由党委会选定") == 2
    assert "优秀（并列中由党委会选定）" in page
    assert "称职（并列中由党委会选定）" in page


def test_another_township_does_not_learn_that_it_exists(client_of, neighbour, stranger, round_):
    url = reverse("rulebook:decision", args=[round_.proposal_id])

    for other in (neighbour, stranger):
        assert client_of(other).get(url).status_code == 404


def test_somebody_who_is_not_in_it_has_no_part(client_of, clerk, round_):
    url = reverse("rulebook:decision", args=[round_.proposal_id])

    assert client_of(clerk).get(url, {"who": "999999"}).status_code == 404


def test_the_plans_check_has_a_sheet_too(client_of, officer, round_):
    page = page_of(client_of(officer), round_.plan.check_decision)

    assert "考核方案核对依据单" in page
    assert "‘绩’占比不低于50%" in page


def test_the_command_prints_what_the_page_shows(round_):
    out = StringIO()
    call_command("policy", "explain", str(round_.proposal_id), stdout=out)
    said = out.getvalue()

    sheet = grounds.sheet(Decision.objects.get(pk=round_.proposal_id))
    assert all(finding.text in said for finding in sheet.findings)
    assert all(person.name in said for person in sheet.people)
    assert "以下各项未经书面确认" in said


def test_the_command_knows_no_foreign_decision(round_, stranger):
    with pytest.raises(CommandError, match="不在您的范围内"):
        call_command("policy", "explain", str(round_.proposal_id), by=stranger.username)


def test_every_fact_and_every_procedure_has_a_name():
    bodies = read("bodies.json")
    for one in read("records.json"):
        facts = bodies[one["facts_sha"]]
        rows = facts.get("rows", [])
        keys = set(facts) | {key for row in rows for key in row}
        assert keys - {"id", "rows"} <= WORDS.keys()
        assert one["procedure"].split("@")[0] in LABELS


def test_every_tag_of_a_cite_can_be_shown(round_):
    rules = round_.proposal.rules.body
    for key, held in rules["values"].items():
        cite = {"key": key, "value": held["rows"][0]["is"], "quote": "", "note": "", "rule": "r",
                "paragraph": "P1", "basis": held["rows"][0]["basis"], "source": ""}  # fmt: skip
        assert grounds.ground(cite, rules).limit.startswith(book.packaged().held.params[key].label)
