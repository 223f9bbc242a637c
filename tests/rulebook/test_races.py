"""Two officers at the same moment: one is told, nobody sees an error, nothing is kept twice."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.acting import Acting
from rulebook import publishing
from rulebook.models import RuleFile, Ruling
from tests.assessments.test_walls import Rivals
from tests.rulebook import stage


@pytest.fixture(autouse=True)
def committed(committed_db: str) -> None:
    """Let both see what the other commits."""


def publish(file: RuleFile, by: Acting) -> Any:
    return by, lambda: publishing.rule_on_file(file=file, publish=True, reason="", by=by)


def test_a_file_is_published_once(hire, city, city_officer, second_city_officer):
    third = hire(city_officer.role, city, "city_officer3", "邓处长")
    file = stage.proposed(city_officer)

    answers = Rivals().run(publish(file, second_city_officer), publish(file, third))

    assert answers[0] == "done"
    assert "已经办理过" in " ".join(answers)
    assert Ruling.objects.count() == 1


def test_two_files_for_the_same_day_do_not_slip_past_each_other(city_officer, second_city_officer):
    other = stage.CAP.replace("40%", "30%")
    files = [stage.proposed(city_officer), stage.proposed(second_city_officer, other)]

    answers = Rivals().run(publish(files[0], second_city_officer), publish(files[1], city_officer))

    assert "done" in answers
    assert "同键、同生效日、同知晓日" in " ".join(answers)
    assert Ruling.objects.count() == 1


def test_the_same_text_is_kept_once(city_officer, second_city_officer):
    acts = [(by, lambda by=by: stage.proposed(by)) for by in (city_officer, second_city_officer)]

    answers = Rivals().run(*acts)

    assert "完全相同" in " ".join(answers)
    assert RuleFile.objects.count() == 1
