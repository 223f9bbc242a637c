"""A decision is kept by its digests and comes out the same again."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from policy import record
from policy.facts import FactError
from policy.faults import NotInForce
from policy.finding import VERDICTS
from policy.procedures import PROCEDURES
from tests.policy.golden_set import ASKED, TOWN, read


def test_the_golden_set_replays_and_covers_every_procedure() -> None:
    bodies, records = read("bodies.json"), read("records.json")

    assert all(record.sha(body) == key for key, body in bodies.items())
    assert [one["procedure"] for one in records if not record.replay(one, bodies)] == []
    versions = {f"{name}@{start}" for name, starts in PROCEDURES.items() for start in starts}
    assert {one["procedure"] for one in records} == versions


def test_a_tampered_record_does_not_replay() -> None:
    bodies, records = read("bodies.json"), read("records.json")
    changed = deepcopy(records[0])
    changed["result"]["rows"]["3"]["grade"] = "excellent"

    assert not record.replay(changed, bodies)


@pytest.mark.parametrize(("name", "facts"), ASKED)
def test_an_outcome_survives_json_and_replays(
    rules: dict[str, Any], name: str, facts: dict[str, Any]
) -> None:
    outcome = record.decide(name, rules, facts)
    stored = json.loads(record.canonical(outcome.as_dict()))

    bodies = {record.sha(rules): rules, record.sha(facts): facts}

    assert stored == outcome.as_dict()
    assert record.replay(stored, bodies)


@pytest.mark.parametrize(("name", "facts"), ASKED)
def test_deciding_changes_neither_rules_nor_facts(
    rules: dict[str, Any], name: str, facts: dict[str, Any]
) -> None:
    before = record.canonical([rules, facts])

    record.decide(name, rules, facts)

    assert record.canonical([rules, facts]) == before


@pytest.mark.parametrize(("name", "facts"), ASKED)
def test_findings_have_a_known_verdict_a_sentence_and_grounds(
    rules: dict[str, Any], name: str, facts: dict[str, Any]
) -> None:
    outcome = record.decide(name, rules, facts)
    found = list(outcome.findings)
    if name == "annual_grade":
        found += [one for row in outcome.result["rows"].values() for one in row["findings"]]

    assert found
    for one in found:
        assert one["verdict"] in VERDICTS
        assert one["sentence"].endswith("。")
        assert one["cites"], one["code"]


def test_digests_do_not_depend_on_the_order_of_keys() -> None:
    assert record.sha({"a": 1, "b": [1]}) == record.sha({"b": [1], "a": 1})


def test_a_float_in_the_facts_never_becomes_a_decision(rules: dict[str, Any]) -> None:
    facts = deepcopy(TOWN)
    facts["rows"][0]["report_rating"] = 95.0

    with pytest.raises(FactError):
        record.decide("annual_grade", rules, facts)


def test_an_unknown_procedure_is_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        record.decide("no_such", rules, {})


def test_before_the_first_version_nothing_is_decided(rules: dict[str, Any]) -> None:
    with pytest.raises(NotInForce):
        record.decide("reserve_age", rules | {"on": "2015-12-31"}, {})


def test_the_version_is_picked_by_the_snapshots_day() -> None:
    assert record.version("annual_grade", date(2016, 1, 1)) == "annual_grade@2016-01-01"
    assert record.version("annual_grade", date(2030, 1, 1)) == "annual_grade@2016-01-01"
