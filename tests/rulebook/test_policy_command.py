"""`manage.py policy`: an officer checks the files, runs the cases, has old decisions made again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import Division
from policy import book, casebook
from policy.faults import Fault, RulebookFaults
from policy.record import decide
from rulebook.models import Decision
from rulebook.services import store_decision

CASE = """# 考核方案

程序:考核方案

| 德 | 能 | 勤 | 绩 | 廉 | 述职占比 | 目标占比 | →可用 |
|---|---|---|---|---|---|---|---|
| 10 | 10 | 10 | 50 | 20 | 40 | 60 | {answer} |
"""


def policy(*args: str) -> tuple[int, str]:
    """Run the command; give its exit code and what it said."""
    out = StringIO()
    try:
        call_command("policy", *args, stdout=out)
    except SystemExit as left:
        return int(str(left.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def case(tmp_path: Path) -> Callable[[str], str]:
    def write(answer: str) -> str:
        file = tmp_path / "方案.md"
        file.write_text(CASE.format(answer=answer), encoding="utf-8")
        return str(file)

    return write


def test_the_packaged_rulebook_has_no_fault() -> None:
    code, said = policy("check")

    assert code == 0
    assert "规则文件没有错误：参数 " in said


def test_faults_are_listed_with_file_and_line(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault("rules/city-2018/values.yaml", 31, "grade.top_share", "读不成数值", "百分数")

    def broken() -> None:
        raise RulebookFaults([fault])

    monkeypatch.setattr(book, "packaged", broken)

    code, said = policy("check")

    assert code == 1
    assert "rules/city-2018/values.yaml:31 grade.top_share" in said
    assert "有 1 处错误" in said


def test_the_packaged_cases_hold() -> None:
    code, said = policy("test")

    assert code == 0
    assert "格。" in said


@pytest.mark.parametrize(("answer", "code"), [("是", 0), ("否", 1)])
def test_one_wrong_cell_is_enough(case: Callable[[str], str], answer: str, code: int) -> None:
    left, said = policy("test", case(answer))

    assert left == code
    assert "1 格" in said
    assert ("方案.md:7 可用" in said) is bool(code)


def test_checking_nothing_is_a_failure(tmp_path: Path) -> None:
    code, said = policy("test", str(tmp_path))

    assert code == 1
    assert "什么也没有核对" in said


def test_a_broken_rulebook_runs_no_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise RulebookFaults([])

    monkeypatch.setattr(casebook, "check", broken)

    assert policy("test")[0] == 1


@pytest.fixture
def stored(some_db: object, county: Division) -> Decision:
    return store(county)


def store(county: Division, **more: object) -> Decision:
    day = date(2018, 12, 31)
    rules = book.packaged().at(on=day, known=day, where=None)
    weights = {"virtue": "10", "ability": "10", "diligence": "10", "performance": "50"}
    weights["probity"] = "20"
    facts = {
        "weights": {"report": weights, "target": weights},
        "methods": {"report": "40", "target": "60"},
    }
    return store_decision(
        subject=county,
        outcome=decide("plan_check", rules, facts),
        rules=rules,
        facts=facts,
        on=day,
        known=day,
        where="",
        prepared_by=None,
        scope_path=county.path,
        **more,
    )


@pytest.mark.django_db
class TestReplay:
    def test_what_was_decided_comes_out_again(self, stored: Decision) -> None:
        assert policy("replay") == (0, "重算 1 条决定，0 条不同。\n")

    def test_a_sample_is_enough(self, stored: Decision, county: Division) -> None:
        store(county)

        assert policy("replay", "--sample", "1") == (0, "重算 1 条决定，0 条不同。\n")

    def test_the_same_rules_and_facts_are_kept_once(
        self, stored: Decision, county: Division
    ) -> None:
        again = store(county)

        assert (again.rules_id, again.facts_id) == (stored.rules_id, stored.facts_id)


def test_a_decision_changed_behind_our_back_is_found(
    owner_db: str, county: Division, owner_cursor: object
) -> None:
    decision = store(county)
    owner_cursor.execute("ALTER TABLE rulebook_decision DISABLE TRIGGER USER")  # type: ignore[attr-defined]
    owner_cursor.execute(  # type: ignore[attr-defined]
        "UPDATE rulebook_decision SET outcome = jsonb_set(outcome, '{result,usable}', 'false')"
    )

    code, said = policy("replay")

    assert code == 1
    assert f"第 {decision.pk} 号" in said
    assert "结果与当时不同" in said
