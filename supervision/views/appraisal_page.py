"""One appraisal as its page and the committee's pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.acting import Acting
from accounts.answer import Answer
from accounts.roles import Role
from policy import book
from policy.finding import VERDICTS
from policy.record import Outcome
from supervision.appraisal_states import AppraisalStatus, Standing, Verdict
from supervision.models import Appraisal, AppraisalResult, Appraised, TerminationCheck
from supervision.queries.appraisal_facts import case_of, decided
from supervision.queries.appraisals import stale_of

NOTICED, HELD, SUBMITTED, ANNOUNCED = AppraisalStatus
LEVELS: dict[str, str] = {
    NOTICED: "info",
    HELD: "attention",
    SUBMITTED: "info",
    ANNOUNCED: "ok",
}
VERDICT_LEVELS = {
    Verdict.COMPETENT: "ok",
    Verdict.INCOMPETENT: "stop",
    Verdict.UNKNOWN: "attention",
    Verdict.VOID: "",
}
FINDING_LEVELS = {"met": "ok", "failed": "stop", "unknown": "attention"}
STEPS = ("告知", "召开", "录票", "公布")
REACHED = {NOTICED: 1, HELD: 2, SUBMITTED: 3, ANNOUNCED: 4}


@dataclass(slots=True)
class Row:
    """One person's line: ballots, what they come to, and why."""

    about: Appraised
    returned: int | None
    verdict: str = ""
    run: bool | None = False
    findings: tuple[dict[str, Any], ...] = ()
    result: AppraisalResult | None = None
    check: TerminationCheck | None = None

    @property
    def label(self) -> str:
        return Verdict(self.verdict).label if self.verdict in Verdict.values else "缺票"

    @property
    def level(self) -> str:
        return VERDICT_LEVELS.get(Verdict(self.verdict), "") if self.verdict else "attention"

    @property
    def abstained(self) -> int | None:
        votes = (self.about.competent, self.about.incompetent)
        if self.returned is None or None in votes:
            return None
        return self.returned - sum(vote or 0 for vote in votes)

    @property
    def needs_check(self) -> bool:
        """Say whether somebody has to verify two in a row."""
        return self.verdict == Verdict.INCOMPETENT and self.run is not False


def context(found: Appraisal, acting: Acting) -> dict[str, Any]:
    """Give everything the page of an appraisal shows."""
    announced = found.status == ANNOUNCED
    outcome = None if found.held_on is None else decided([case_of(found)])[0]
    rows = _of_results(found) if announced else _of_outcome(found, outcome)
    findings = found.decision.outcome["findings"] if announced and found.decision else None
    if findings is None and outcome is not None:
        findings = outcome.findings
    return {
        "appraisal": found,
        "rows": rows,
        "findings": shown(findings or ()),
        "steps": steps_of(found),
        "level": LEVELS[found.status],
        "rulings": found.rulings.select_related("ruled_by").order_by("-number"),
        "former": _former(found),
        "stale": announced and bool(stale_of([found])),
        "unsettled": found.standing == Standing.UNKNOWN,
        "is_clerk": acting.has(Role.TOWNSHIP_CLERK),
        "is_committee": acting.has(Role.TOWNSHIP_COMMITTEE),
        "own": bool(acting.user and found.prepared_by_id == acting.user.pk),
    }


def steps_of(found: Appraisal) -> list[dict[str, str]]:
    """Give the steps bar."""
    reached = REACHED[AppraisalStatus(found.status)]
    states = ["done"] * reached + ["current"] + ["todo"] * len(STEPS)
    urls = {"告知": reverse("supervision:appraisal_paper", args=[found.pk])}
    return [
        {"label": label, "state": state, "url": urls.get(label, "")}
        for label, state in zip(STEPS, states, strict=False)
    ]


def reasons(request: HttpRequest, answer: Answer) -> tuple[str, ...]:
    """Give the reasons in place of a form; what was sent stays on the form instead."""
    return () if request.method == "POST" else answer.reasons


def shown(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give findings with all their grounds, as parts/appraisal_findings.html reads them."""
    return [
        {
            "text": finding["sentence"],
            "verdict": VERDICTS[finding["verdict"]],
            "level": FINDING_LEVELS.get(finding["verdict"], ""),
            "grounds": [_ground(cite) for cite in finding["cites"]],
        }
        for finding in findings
    ]


def _ground(cite: Mapping[str, Any]) -> dict[str, str]:
    param = book.packaged().held.params.get(cite["key"])
    figure = f"{param.label} {cite['value']}" if param else cite["value"]
    words = "，".join(part for part in (figure, cite["note"]) if part)
    return {"words": words, "rule": cite["rule"], "basis": cite["basis"]}


def _of_outcome(found: Appraisal, outcome: Outcome | None) -> list[Row]:
    people = found.people.order_by("pk")
    said = outcome.result["rows"] if outcome else {}
    rows = []
    for one in people:
        row, own = Row(one, found.returned), said.get(str(one.pk), {})
        if None not in (one.competent, one.incompetent):
            row.verdict, row.run = own["verdict"], own["run"]
            row.findings = tuple(shown(own["findings"]))
        rows.append(row)
    return rows


def _of_results(found: Appraisal) -> list[Row]:
    results = found.results.filter(revision=found.revision).select_related("appraised")
    checks: dict[int, TerminationCheck] = {}
    kept = TerminationCheck.objects.filter(result__appraisal=found).select_related("checked_by")
    for check in kept.order_by("number"):
        checks[check.result_id] = check
    return [
        Row(
            about=one.appraised,
            returned=one.returned,
            verdict=one.verdict,
            run=one.run,
            findings=tuple(shown(one.findings)),
            result=one,
            check=checks.get(one.pk),
        )
        for one in results.order_by("appraised_id")
    ]


def _former(found: Appraisal) -> list[AppraisalResult]:
    """List the results that were superseded, or are being corrected, the newest first."""
    rows = found.results.select_related("appraised").order_by("-revision", "appraised_id")
    if found.status == ANNOUNCED:
        rows = rows.exclude(revision=found.revision)
    return list(rows)
