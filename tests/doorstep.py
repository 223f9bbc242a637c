"""A row of each kind for the addresses that tests/test_doors.py knocks at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Model
from django.urls import URLPattern, URLResolver

from accounts.acting import Acting
from accounts.models import Division, RoleGrant, Work
from assessments.models import Grade, Minutes, Objection, OwnIndicator, Proposal, Revision, Round
from assessments.services.library import add_indicator
from cadres.models import Person, StoredFile, Tenure
from rulebook.models import Decision
from supervision.services import appraisal_results, appraisals
from tests.assessments import stage
from tests.cadres import cases, dossier
from tests.cadres.factories import make_measure, make_team
from tests.cadres.rosters_made import person_row, take
from tests.rulebook import stage as rules
from tests.supervision import appraising, pledge_rows


def addresses(patterns, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """List every named address with its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def rows_of(
    opened: Round, clerk: Acting, officer: Acting, city_officer: Acting
) -> dict[str, Model | None]:
    """Give a row of each kind, of the clerk's own township."""
    decision = rules.stored(opened)
    return {
        "rounds": opened,
        "entries": stage.roster(opened)[0],
        **after_rows(opened, clerk, decision),
        "minutes": minutes_of(opened, clerk),
        "plans": opened.plan,
        "own_indicators": own_indicator(officer),
        "accounts": clerk.user,
        "grants": RoleGrant.objects.get(pk=clerk.grant_id),
        "rule_files": rules.proposed(city_officer),
        "trials": rules.trial(officer, officer.division),
        "decisions": decision,
        "works": work_of(clerk),
        "batches": take(clerk.division, clerk, person_row("曾国华", "")),
        **file_rows(stage.roster(opened)[0].person_id),
        **case_rows(stage.roster(opened)[0].person_id, clerk),
        "villages": opened.township.children.first(),
        "divisions": opened.township.children.first(),
        "tenures": Tenure.objects.filter(scope_path__startswith=opened.township.path).first(),
        "teams": make_team(opened.township.children.first()),
        "ended": ended_in(opened.township),
        **pledge_rows.rows_of(stage.roster(opened)[0].person_id, clerk, officer),
    }


def after_rows(opened: Round, clerk: Acting, decision: Decision) -> dict[str, Model]:
    """Give an objection to the round, and a correction of a grade of its first attempt."""
    entry, at = stage.roster(opened)[0], {"round": opened, "scope_path": opened.scope_path}
    objection = Objection.objects.create(
        attempt=1, kind="notice", content="请核查", raised_on=date(2018, 12, 31), due_on=None,
        filed_by=clerk.user, **at,
    )  # fmt: skip
    proposal, _ = Proposal.objects.get_or_create(
        decision=decision, entry=entry,
        defaults={
            "scope_path": entry.scope_path, "grade": "competent", "barred": False, "findings": [],
        },
    )  # fmt: skip
    before = Round.objects.filter(pk=opened.pk)
    handed = {"prepared_by": clerk.user, "prepared_on": date(2018, 12, 31), "proposal": decision}
    before.update(status="submitted", **handed)
    grade = Grade.objects.create(
        entry=entry, attempt=1, grade="competent", barred=False, proposal=proposal,
        decision=decision, **at,
    )  # fmt: skip
    before.update(status="entering", **dict.fromkeys(handed))
    revision = Revision.objects.create(
        entry=entry, former=grade, grade="basic", kind="other", reason="请核查",
        prepared_by=clerk.user, prepared_on=date(2018, 12, 31), **at,
    )  # fmt: skip
    return {"objections": objection, "revisions": revision}


def minutes_of(opened: Round, clerk: Acting) -> Minutes:
    """Give the minutes of a sitting with their signed sheet."""
    file = StoredFile.objects.create(
        scope_path=opened.scope_path,
        name="纪要.pdf",
        kind="pdf",
        size=1,
        sha256="0" * 64,
        body=b"1",
    )
    return Minutes.objects.create(
        township=opened.township, scope_path=opened.scope_path, number="纪要 1 号",
        held_on=stage.DAY, attended="刘书记", file=file, kept_by=clerk.user,
    )  # fmt: skip


def own_indicator(officer: Acting) -> OwnIndicator:
    """Give a line of the county's own in the indicator library."""
    return add_indicator(
        county=officer.division, dimension="performance", topic="试", name="试", evidence="试",
        scoring="试", document="试", first_day=date(2018, 1, 1), by=officer,
    )  # fmt: skip


def work_of(acting) -> Work:
    """Give a piece of long work that somebody asked for, with the file it made."""
    file = StoredFile.objects.create(
        scope_path=acting.lo, name="试.csv", kind="csv", size=1, sha256="0" * 64, body=b"1"
    )
    return Work.objects.create(
        scope_path=acting.lo, task="reports.export", title="试", asked_by=acting.username,
        grant_id=acting.grant_id, arguments={"file": file.pk},
    )  # fmt: skip


def file_rows(pk: int) -> dict[str, Model]:
    """Fill a person's file, so that each address of it has its row."""
    person = Person.objects.get(pk=pk)
    person.photo = dossier.stored(person)
    person.save()
    return {
        "files": person,
        "educations": dossier.education(person),
        "experiences": dossier.experience(person),
        "relatives": dossier.relative(person),
        "rewards": dossier.reward(person),
        "documents": dossier.paper(person),
        "sanctions": make_measure(person, kind="sanction", title="党内警告"),
    }


def case_rows(pk: int, clerk: Acting) -> dict[str, Model]:
    """Have something asked about a person's file, so that each address of it has its row."""
    person = Person.objects.get(pk=pk)
    return {
        "transfers": cases.transfer(clerk),
        "duplicates": cases.verdict(clerk, person, cases.twin_of(person)),
        "corrections": cases.correction(clerk, person),
    }


def appraisal_rows(opened: Round, clerk: Acting, committee: Acting) -> dict[str, Model]:
    """Give a village's announced appraisal and one of its results."""
    village = stage.roster(opened)[0].village
    day = date(2018, 12, 20)
    held = appraising.held(village, clerk, day)
    appraising.enter(held, clerk, [appraising.GOOD for _ in appraising.roster(held)])
    appraisals.submit(appraisal=held, by=clerk)
    appraisal_results.announce(appraisal=held, announced_on=day, by=committee)
    return {"appraisals": held, "appraisal_results": appraising.in_force(held)[0]}


def ended_in(township: Division) -> Division:
    """Give a village of the township that has gone into another, with nobody left in it."""
    into = township.children.filter(last_day=None).first()
    return Division.objects.create(
        parent=township, level=into.level, path=f"{township.path}0099", name="旧村",
        official_name="旧村民委员会", last_day=date(2016, 12, 31), successor=into,
    )  # fmt: skip
