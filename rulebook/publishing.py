"""Put a rule file forward, publish it or decline it. What was published is never edited."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import DivisionCode, User
from audit.services import record
from policy import outside
from policy.shapes import OutsideHead
from rulebook import publishing_rules as rules
from rulebook.editions import faults_of, name_of
from rulebook.models import RuleFile, Ruling

LOCK = "SELECT pg_advisory_xact_lock(hashtext('rulebook.publishing'))"
COUNTY_DIGITS = 6
LABELS = {
    "values": "全市数值",
    "catalogues": "目录新版",
    "county": "县的规定",
    "confirmations": "核对确认",
}


@transaction.atomic
def propose_file(*, name: str, text: str, note: str, by: Acting) -> RuleFile:
    """Keep a file that has no fault, for a second officer to look at."""
    _lock()
    text = _normal(text)
    head = outside.head(text)
    where = (head.where or "") if head else ""
    faults = faults_of(name, text)
    rules.may_propose(where=where, own_county=_county_of(by), faults=faults, by=by).require()
    if head is None:
        raise Refused("文件读不出文号，请写明 instrument、document、issued。")
    if head.issued > today():
        raise Refused(f"成文日期 {head.issued} 在今天之后，请核对。")
    sha = hashlib.sha256(text.encode()).hexdigest()
    _refuse_known(sha)
    file = RuleFile.objects.create(
        sha=sha, text=text, note=note.strip(), proposed_by=_person(by), proposed_on=today(),
        **_described(head, text),
    )  # fmt: skip
    record("rulebook.file_proposed", by=by, about=file, sha=sha, kind=file.kind)
    return file


@transaction.atomic
def rule_on_file(*, file: RuleFile, publish: bool, reason: str, by: Acting) -> Ruling:
    """Publish a file from today on, or decline it with the reason."""
    _lock()
    is_ruled = Ruling.objects.filter(file=file).exists()
    faults = faults_of(name_of(file), file.text, today()) if publish else []
    rules.may_rule(file, is_ruled=is_ruled, faults=faults, by=by).require()
    if not publish and not reason.strip():
        raise Refused("不予公布请写明理由，提出人据此修改。")
    ruling = Ruling.objects.create(
        file=file, published=publish, proposed_by_id=file.proposed_by_id, ruled_by=_person(by),
        ruled_on=today(), reason=reason.strip(),
    )  # fmt: skip
    name = "rulebook.file_published" if publish else "rulebook.file_declined"
    record(name, by=by, about=file, sha=file.sha, reason=ruling.reason)
    return ruling


def _person(by: Acting) -> User:
    if by.user is None:
        raise PermissionDenied("命令行不能提出或批准规则文件，请以本人账号办理。")
    return by.user


def _lock() -> None:
    """Let one officer at a time look at what is in force and add to it."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"


def _refuse_known(sha: str) -> None:
    known = RuleFile.objects.filter(sha=sha).first()
    if known is not None:
        raise Refused(f"内容完全相同的文件已于 {known.proposed_on} 提出过（第 {known.pk} 号）。")


def _described(head: OutsideHead, text: str) -> dict[str, object]:
    kind = outside.kind_of(text)
    title = head.title or LABELS[kind]
    return {
        "kind": kind,
        "where": head.where or "",
        "title": title[:120],
        "document": head.document[:120],
        "issued": head.issued,
    }


def _county_of(by: Acting) -> str:
    """Give the six digits by which the rulebook knows the officer's county."""
    code = (
        DivisionCode.objects.filter(
            division=by.division, family=DivisionCode.Family.STATISTICS, first_day__lte=today()
        )
        .order_by("-first_day")
        .values_list("code", flat=True)
        .first()
    )
    return (code or "")[:COUNTY_DIGITS]
