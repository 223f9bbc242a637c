"""Ask for files that are kept elsewhere; pass such requests on, grant and refuse them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division, User
from accounts.session import afterwards
from audit.redaction import redact
from audit.services import record
from cadres import rules
from cadres.models import Person, Transfer, number_index
from cadres.queries.numbers import canonical, registered_elsewhere
from cadres.queries.transfers import Lies, sought_by
from cadres.services.keeping import move_file


def ask_transfer(*, township: Division, name: str, id_number: str, by: Acting) -> None:
    """Ask the county for the file of one number; see `ask_transfers`."""
    ask_transfers(township=township, wanted=[(name, id_number)], by=by)


def ask_transfers(*, township: Division, wanted: Iterable[tuple[str, str]], by: Acting) -> None:
    """Ask the county for the files of those of these (name, number) that are kept elsewhere.

    Once for a township and a number; each attempt is an event. It is written when the running
    transaction has ended, kept or undone: the refusal that gives rise to it undoes its own.
    """
    rules.may_ask_transfer(township, by).require()
    names = {canonical(number): name for name, number in wanted}
    away = registered_elsewhere(names, township, by)
    asked = {number: name for number, name in names.items() if number in away}
    if asked:
        afterwards(by, lambda: _write_down(township, asked, by))


def _write_down(township: Division, asked: dict[str, str], by: Acting) -> None:
    requests = [_request(township, name, number, by) for number, name in asked.items()]
    same = Transfer.objects.visible_to(by).filter(
        township=township, id_index__in=[one.id_index for one in requests]
    )
    known = set(same.open().values_list("id_index", flat=True))
    # Of two who ask at one moment the second finds the request of the first.
    Transfer.objects.bulk_create(
        (one for one in requests if one.id_index not in known), ignore_conflicts=True
    )
    for one in same.open().select_related("township"):
        record("transfer.asked", by=by, about=one, again=one.id_index in known)


def _request(township: Division, name: str, number: str, by: Acting) -> Transfer:
    return Transfer(
        township=township,
        scope_path=township.path,
        name=redact("".join(name.split()))[:60],
        id_number=number,
        id_index=number_index(number),
        asked_by=by.username,
        asked_on=today(),
    )


@transaction.atomic
def pass_transfer_on(*, transfer: Transfer, by: Acting) -> Transfer:
    """Pass a request on to the city, where the file is not in the county."""
    transfer = _locked(transfer, by)
    is_away = sought_by(transfer, by).lies is Lies.AWAY
    rules.may_pass_on(transfer, is_away=is_away, by=by).require()

    transfer.status = Transfer.Status.CITY
    transfer.save(update_fields=["status"])
    record("transfer.passed_on", by=by, about=transfer)
    return transfer


@transaction.atomic
def grant_transfer(*, transfer: Transfer, reason: str, by: Acting) -> Transfer:
    """Give the file into the asking township's keeping."""
    transfer = _locked(transfer, by)
    (rules.may_decide_transfer(transfer, by) & rules.reason_stands(reason)).require()
    person = sought_by(transfer, by).person
    if person is None:
        raise Refused("您的范围内没有这个号码的档案，不能直接转入。")

    person = transfer_person(person=person, to=transfer.township, reason=reason, by=by)
    return _decide(transfer, Transfer.Status.DONE, reason, by, person)


@transaction.atomic
def refuse_transfer(*, transfer: Transfer, reason: str, by: Acting) -> Transfer:
    """Answer a request with no; the township reads the reason."""
    transfer = _locked(transfer, by)
    (rules.may_decide_transfer(transfer, by) & rules.reason_stands(reason)).require()
    return _decide(transfer, Transfer.Status.REFUSED, reason, by)


@transaction.atomic
def transfer_person(*, person: Person, to: Division, reason: str, by: Acting) -> Person:
    """Give a file with all its rows, and the files merged into it, into a township's keeping.

    Facts stay in the division where they happened.
    """
    person = Person.objects.visible_to(by).select_related("unit").locked().get(pk=person.pk)
    (rules.may_transfer(person, to, by) & rules.reason_stands(reason)).require()

    left = person.unit.title
    move_file(person, to)
    record(
        "cadre.transferred", by=by, about=person, left=left, joined=to.title, reason=reason.strip()
    )
    return person


def _decide(
    transfer: Transfer,
    status: Transfer.Status,
    reason: str,
    by: Acting,
    person: Person | None = None,
) -> Transfer:
    transfer.status = status
    transfer.person = person
    transfer.decided_by = _user(by)
    transfer.decided_on = today()
    transfer.reason = reason.strip()
    decided = ["status", "person", "decided_by", "decided_on", "reason"]
    transfer.save(update_fields=decided)
    record(f"transfer.{status}", by=by, about=transfer, reason=transfer.reason)
    return transfer


def _locked(transfer: Transfer, by: Acting) -> Transfer:
    found = Transfer.objects.visible_to(by).select_related("township__parent").locked()
    return found.get(pk=transfer.pk)


def _user(by: Acting) -> User:
    if by.user is None:
        raise PermissionDenied("命令行不能办理转入申请，请以本人账号办理。")
    return by.user
