"""Say whether two files are one person's, and have a second person confirm it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import User
from audit.services import record
from cadres import clashes, rules
from cadres.clashes import clashes_refused
from cadres.models import Correction, Duplicate, Person
from cadres.queries.duplicates import common_path
from cadres.services.merging import merge_files

SPOKEN = "这两份档案已有人作出判断，请刷新后查看。"


@transaction.atomic
def judge_pair(
    *,
    first: Person,
    second: Person,
    verdict: str,
    reason: str,
    by: Acting,
    keep: Person | None = None,
) -> Duplicate:
    """Propose that two files are one person's, of which `keep` stays, or that they are not."""
    first, second = _both(first, second, by)
    path = common_path(first.scope_path, second.scope_path)
    (
        rules.may_judge(first, second, path=path, by=by)
        & rules.verdict_stands(verdict, keep=keep, first=first, second=second)
        & rules.reason_stands(reason)
    ).require()

    pair = Duplicate(
        first=first, second=second, scope_path=path, verdict=verdict, keep=keep,
        reason=reason.strip(), proposed_by=_user(by), proposed_on=today(),
    )  # fmt: skip
    with clashes_refused({clashes.ONE_VERDICT: lambda: SPOKEN}):
        pair.save(force_insert=True)
    record("duplicate.proposed", by=by, about=pair, people=[first.pk, second.pk], verdict=verdict)
    return pair


@transaction.atomic
def confirm_verdict(*, duplicate: Duplicate, by: Acting, review: str = "") -> Duplicate:
    """Confirm what another proposed; files found to be one person's are merged."""
    duplicate = _locked(duplicate, by)
    kept, other = _kept_and_other(duplicate, by)
    open_requests = Correction.objects.visible_to(by).open().filter(person=other)
    rules.may_confirm(
        duplicate,
        has_open_request=duplicate.keep_id is not None and open_requests.exists(),
        by=by,
    ).require()

    _reviewed(duplicate, Duplicate.Status.CONFIRMED, review, by)
    if duplicate.keep_id is not None:
        merge_files(kept=kept, other=other, by=by)
    return duplicate


@transaction.atomic
def return_verdict(*, duplicate: Duplicate, review: str, by: Acting) -> Duplicate:
    """Send a verdict back with the reason; the pair waits again."""
    duplicate = _locked(duplicate, by)
    (rules.may_review(duplicate, by) & rules.reason_stands(review)).require()
    return _reviewed(duplicate, Duplicate.Status.RETURNED, review, by)


def _reviewed(duplicate: Duplicate, status: Duplicate.Status, review: str, by: Acting) -> Duplicate:
    duplicate.status = status
    duplicate.reviewed_by = _user(by)
    duplicate.reviewed_on = today()
    duplicate.review = review.strip()
    duplicate.save(update_fields=["status", "reviewed_by", "reviewed_on", "review"])
    people = [duplicate.first_id, duplicate.second_id]
    record(f"duplicate.{status}", by=by, about=duplicate, people=people, reason=duplicate.review)
    return duplicate


def _both(first: Person, second: Person, by: Acting) -> tuple[Person, Person]:
    """Lock two files in the order of their ids, in which everybody locks them."""
    found = Person.objects.visible_to(by).filter(pk__in=[first.pk, second.pk])
    people = {one.pk: one for one in found.locked().order_by("pk")}
    low, high = sorted((first.pk, second.pk))
    if low not in people or high not in people:
        raise Person.DoesNotExist
    return people[low], people[high]


def _kept_and_other(duplicate: Duplicate, by: Acting) -> tuple[Person, Person]:
    """Lock the pair as it is now; where both stay, the order means nothing."""
    first, second = _both(duplicate.first, duplicate.second, by)
    duplicate.first, duplicate.second = first, second
    return (second, first) if duplicate.keep_id == second.pk else (first, second)


def _locked(duplicate: Duplicate, by: Acting) -> Duplicate:
    return Duplicate.objects.visible_to(by).locked().get(pk=duplicate.pk)


def _user(by: Acting) -> User:
    if by.user is None:
        raise PermissionDenied("命令行不能判断或复核疑似重复，请以本人账号办理。")
    return by.user
