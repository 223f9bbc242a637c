"""Other figures on frozen facts: who changes grade, what it costs, and nothing real is written."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from accounts.answer import Refused
from accounts.session import acting_as
from assessments.models import Grade
from rulebook import tasks, trying, variants
from rulebook.editions import book_in_force
from rulebook.models import WhatIf
from rulebook.trials import field_of, outcomes
from tests.assessments import stage as year
from tests.rulebook import stage

BASE = Decimal(12_000)


def summary(by, place, *lines: str) -> dict:
    asked = [variants.variant(book_in_force(), line) for line in lines]
    return trying.summary_of(by, place, 2018, BASE, asked)["variants"]


def finished(trial: WhatIf, by) -> WhatIf:
    tasks.try_out(trial.pk, by.grant_id)
    trial.refresh_from_db()
    return trial


def test_a_wider_cap_makes_two_more_excellent_and_costs_so_much(round_, officer, county):
    (one,) = summary(officer, county, "grade.top_share=40%")

    assert one["changed"] == 2
    assert [(who["was"], who["now"]) for who in one["people"]] == [("称职", "优秀")] * 2
    assert one["excellent"] == [2, 4]
    assert one["villages"] == 1
    assert Decimal(one["money"][1]) - Decimal(one["money"][0]) == 2 * Decimal(2400)
    assert one["counties"][0]["name"] == "耒阳市"
    assert one["towns"][0]["seats"] == [2, 4]


def test_the_same_cap_changes_nobody(round_, officer, county):
    (one,) = summary(officer, county, "grade.top_share=20%")

    assert one["changed"] == one["villages"] == one["paid"] == 0
    assert one["money"][0] == one["money"][1]


def test_another_rate_changes_money_and_no_grade(round_, officer, county):
    (one,) = summary(officer, county, "pay.rate.excellent=115%")

    assert one["changed"] == 0
    assert one["paid"] == 2
    assert Decimal(one["money"][1]) - Decimal(one["money"][0]) == -2 * Decimal(600)


def test_a_plan_that_would_no_longer_do_is_named_and_so_are_the_defaults(round_, officer, county):
    (one,) = summary(officer, county, "plan.performance_min=60%")

    (checks,) = one["others"]
    assert (checks["stored"], checks["changed"]) == (1, 1)
    assert checks["subjects"][0]["was"] == "是"
    assert any("两表合成“绩”占 50%，应为不低于 60%" in said for said in one["conflicts"])


def test_figures_without_stored_decisions_say_so(round_, officer, county):
    (one,) = summary(officer, county, "attendance.days=20")

    assert one["others"][0]["stored"] == 0


def test_a_settled_tie_stays_settled_and_an_open_one_is_not_guessed(
    officer, clerk, committee, county, township, village
):
    year.people(village, 10)
    found = year.opened(officer, township)
    year.submitted(found, clerk, [96, 94, 94, 90, 88, 86, 84, 84, 82, 80])
    (open_,) = summary(officer, county, "pay.rate.excellent=115%")
    assert open_["towns"][0]["tied"] == [2, 2]
    assert open_["excellent"] == [2, 2]
    # whoever is chosen, two seats are paid as such
    assert Decimal(open_["money"][0]) == 2 * Decimal(14400) + 8 * Decimal(12000)

    year.decided(found, committee, {year.roster(found)[1].pk})

    (settled,) = summary(officer, county, "grade.top_share=30%")
    assert settled["towns"][0]["tied"] == [0, 0]
    assert [who["name"] for who in settled["people"]] == [year.roster(found)[2].name]
    assert settled["money"][0] == open_["money"][0]


def test_the_grades_as_they_were_are_those_the_committee_decided(
    round_, committee, officer, county
):
    year.decided(round_, committee)
    with acting_as(officer):
        field = field_of(officer, county, 2018)
        (was,) = outcomes(field, (), BASE)

    decided = dict(Grade.objects.filter(round=round_).values_list("entry_id", "grade"))
    assert was.grades == {str(pk): grade for pk, grade in decided.items()}


def test_a_trial_on_the_page_runs_in_steps_and_writes_nothing_real(
    round_, client_of, officer, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(trying.current_app, "send_task", lambda name, args, **_: sent.append(args))
    form = {"division": officer.division.pk, "year": 2018, "base_pay": "12000",
            "share": "15/20/25 %",
            "performance": "60", "excellent_pay": "115 %", "days": "20"}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(officer).post(reverse("rulebook:whatif"), form)
    trial = WhatIf.objects.get()
    assert answer.url == reverse("rulebook:trial", args=[trial.pk])
    assert sent == [[trial.pk, officer.grant_id]]
    page = client_of(officer).get(answer.url).content.decode()
    assert 'max="7"' in page
    assert "正在推演" in page
    before = _everything_but_trials()

    finished(trial, officer)

    assert _everything_but_trials() == before
    assert (trial.done, trial.total, len(trial.summary["variants"])) == (7, 7, 6)
    page = client_of(officer).get(answer.url, {"v": "3"}).content.decode()
    assert "优秀比例上限 25%" in page
    assert "考核方案核对" in client_of(officer).get(answer.url, {"v": "4"}).content.decode()


def _everything_but_trials() -> dict[str, list]:
    models = [m for m in apps.get_models() if m is not WhatIf and m._meta.app_label in
              ("rulebook", "assessments", "cadres")]  # fmt: skip
    return {m._meta.label: list(m._base_manager.order_by("pk").values_list()) for m in models}


def test_a_finished_trial_is_not_done_again(round_, officer, county):
    trial = finished(stage.trial(officer, county), officer)
    kept = trial.summary

    finished(trial, officer)
    trying.restart_trial(trial=trial, by=officer)

    trial.refresh_from_db()
    assert (trial.summary, trial.done) == (kept, trial.total)


def test_a_trial_that_cannot_be_worked_out_says_why_and_can_be_had_again(
    round_, client_of, officer, county, monkeypatch
):
    def broken(*_: object) -> None:
        raise ValueError("任永胜 述职测评 120 超出 0 至 100，请核对后重填。")

    monkeypatch.setattr(tasks, "field_of", broken)
    trial = finished(stage.trial(officer, county), officer)

    assert "超出 0 至 100" in trial.failure
    assert trial.summary is None
    url = reverse("rulebook:trial", args=[trial.pk])
    assert "重新推演" in client_of(officer).get(url).content.decode()

    monkeypatch.undo()
    client_of(officer).post(reverse("rulebook:trial_again", args=[trial.pk]))
    assert finished(trial, officer).failure == ""
    assert trial.summary


def test_a_trial_of_somebody_who_has_left_says_so(round_, officer, county, settings):
    trial = stage.trial(officer, county)
    settings.BUSINESS_DAY = date(2031, 1, 1)

    finished(trial, officer)

    assert "已到期" in trial.failure


def test_without_a_broker_the_trial_waits(
    round_, officer, county, monkeypatch, django_capture_on_commit_callbacks
):
    def nobody(*_: object, **__: object) -> None:
        raise trying.OperationalError

    monkeypatch.setattr(trying.current_app, "send_task", nobody)
    with django_capture_on_commit_callbacks(execute=True):
        trial = stage.trial(officer, county)

    assert WhatIf.objects.get(pk=trial.pk).done == 0


def test_a_trial_is_seen_only_inside_its_division(
    round_, client_of, officer, city_officer, stranger_officer, city, county
):
    mine, whole = stage.trial(officer, county), stage.trial(city_officer, city)

    def seen(by, trial) -> int:
        return client_of(by).get(reverse("rulebook:trial", args=[trial.pk])).status_code

    assert [seen(by, mine) for by in (officer, city_officer, stranger_officer)] == [200, 200, 404]
    assert [seen(by, whole) for by in (officer, city_officer)] == [404, 200]


def test_the_database_hides_a_foreign_trial_too(round_, officer, stranger_officer, county):
    stage.trial(officer, county)

    with acting_as(stranger_officer), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rulebook_whatif")
        assert cursor.fetchone() == (0,)


def test_a_county_tries_only_its_own(round_, client_of, officer, city):
    form = {"division": city.pk, "year": 2018, "base_pay": "12000", "share": "15"}

    answer = client_of(officer).post(reverse("rulebook:whatif"), form)

    assert answer.status_code == 200
    assert not WhatIf.objects.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("grade.top=15%", "读不懂"),
        ("grade.top_share", "读不懂"),
        ("grade.top_share=多", "读不成数值"),
        ("attendance.days@耒阳=20", "不是县代码"),
        ("", "没有写要改的数"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(db, line, said):
    with pytest.raises(Refused, match=said):
        variants.variant(book_in_force(), line)


def test_too_many_variants_and_odd_bases_are_refused(round_, officer, county):
    one = variants.variant(book_in_force(), "grade.top_share=15%")
    given = {"division": county, "year": 2018, "by": officer}

    with pytest.raises(Refused, match="1 至 20"):
        trying.start_trial(**given, base_pay=BASE, variants=[one] * 21)
    with pytest.raises(Refused, match="假定基准"):
        trying.start_trial(**given, base_pay=Decimal(0), variants=[one])


def test_clerks_do_not_try(round_, clerk, township):
    with pytest.raises(PermissionDenied):
        stage.trial(clerk, township)


def test_a_rule_file_is_tried_before_it_is_published(round_, client_of, city_officer):
    file = stage.proposed(city_officer)
    url = reverse("rulebook:file_try", args=[file.pk])

    answer = client_of(city_officer).post(url, {"year": 2018, "base_pay": "12000"})
    trial = finished(WhatIf.objects.get(), city_officer)

    assert answer.url == reverse("rulebook:trial", args=[trial.pk])
    assert trial.file == file
    assert trial.summary["variants"][0]["changed"] == 2


def test_the_command_says_the_same_and_keeps_nothing(round_):
    out = StringIO()
    call_command(
        "policy", "whatif", "--year=2018", "--set=grade.top_share=15/40%",
        "--set=grade.top_share=40%,pay.rate.excellent=115%", "--json", stdout=out,
    )  # fmt: skip
    found = json.loads(out.getvalue())

    assert [one["changed"] for one in found["variants"]] == [1, 2, 2]
    assert not WhatIf.objects.exists()


def test_the_command_prints_names_and_money(round_):
    out = StringIO()
    call_command("policy", "whatif", "--year=2018", "--set=grade.top_share=40%", stdout=out)

    assert "10 人中 2 人等次有变" in out.getvalue()
    assert "称职 → 优秀" in out.getvalue()
    assert "没有写入任何决定" in out.getvalue()


@pytest.mark.parametrize("args", [["--set=x=1"], ["--set=grade.top_share=15%", "--base=零"],
                                  ["--set=grade.top_share=15%", "--division=999999"]])  # fmt: skip
def test_the_command_refuses_in_words(round_, args):
    with pytest.raises(CommandError, match="。"):
        call_command("policy", "whatif", "--year=2018", *args)


def test_a_year_without_decisions_gives_an_empty_page(client_of, officer, county):
    trial = stage.trial(officer, county)
    WhatIf.objects.filter(pk=trial.pk).update(year=2016)
    finished(trial, officer)

    page = client_of(officer).get(reverse("rulebook:trial", args=[trial.pk])).content.decode()
    assert "这一年没有已存的等次建议或决定" in page
    assert date(2016, 12, 31).year == WhatIf.objects.get().year
