"""Five failures lock an account at one address, whether or not there is such an account.

Counted by account and address: a whole township sits behind one address, and nobody should be
able to lock a colleague out from elsewhere. Only a guess spread over many addresses locks the
account everywhere. A password and a second factor count alike.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from accounts.acting import Acting
from accounts.answer import Answer, only_if
from accounts.credentials import Failure
from accounts.encryption import blind_index
from accounts.models import User
from accounts.roles import Role
from audit.services import record

LIMIT = 5
LIMIT_EVERYWHERE = 25
LOCKED_FOR = timedelta(minutes=30)
KEPT_FOR = timedelta(days=1)


def standing(username: str, address: str) -> Failure:
    """Lock the count of this name at this address until the transaction ends.

    Of many attempts at once each waits here for the one before: none is let past the limit.
    """
    key = _key(username, address)
    while True:
        new = Failure(**key, last_at=timezone.now())
        Failure.objects.bulk_create([new], ignore_conflicts=True)
        # Whoever it waited for may have come in and thrown the row away: then begin one anew.
        if found := Failure.objects.select_for_update().filter(**key).first():
            return found


def locked_until(found: Failure) -> datetime | None:
    """Say until when nobody comes in under this name from this address."""
    if found.locked_until and found.locked_until > timezone.now():
        return found.locked_until
    count, last = _everywhere(found.name_index)
    return last + LOCKED_FOR if last and count >= LIMIT_EVERYWHERE else None


def fail(found: Failure, user: User | None) -> bool:
    """Count one failure; say whether it was the one that locks."""
    now = timezone.now()
    if now - found.last_at > LOCKED_FOR or (found.locked_until and found.locked_until <= now):
        found.count = 0
    found.count, found.last_at, found.user = found.count + 1, now, user
    found.save()
    if found.count >= LIMIT or _everywhere(found.name_index)[0] >= LIMIT_EVERYWHERE:
        found.locked_until = now + LOCKED_FOR
    else:
        found.locked_until = None
    found.save(update_fields=["locked_until"])
    return found.locked_until is not None


def count_again(username: str, address: str, user: User | None) -> None:
    """Count a failure whose own transaction was rolled back."""
    fail(standing(username, address), user)


def forget(username: str, address: str) -> None:
    """Begin anew after a log-in; throw away what is too old to matter."""
    Failure.objects.filter(**_key(username, address)).delete()
    Failure.objects.filter(last_at__lt=timezone.now() - KEPT_FOR).delete()


def locks() -> QuerySet[Failure]:
    """List the accounts locked now; names that nobody bears are not listed."""
    return (
        Failure.objects.filter(locked_until__gt=timezone.now(), user__isnull=False)
        .select_related("user")
        .order_by("-locked_until")
    )


def may_unlock(*, by: Acting) -> Answer:
    """Ask whether he may let somebody try again."""
    return only_if(by.has(Role.SECURITY_ADMIN), "锁定由安全管理员解除。")


@transaction.atomic
def unlock(*, user: User, by: Acting) -> int:
    """Let somebody try again at once, from every address; say how many locks there were."""
    may_unlock(by=by).require()
    found = Failure.objects.filter(name_index=_key(user.username, "")["name_index"])
    locked = found.filter(locked_until__gt=timezone.now()).count()
    found.delete()
    record("accounts.unlocked", by=by, about=user, locks=locked)
    return locked


def _everywhere(name_index: str) -> tuple[int, datetime | None]:
    """Count the failures of the last half hour from all addresses, and say when the last was."""
    since = timezone.now() - LOCKED_FOR
    recent = Failure.objects.filter(name_index=name_index, last_at__gt=since)
    found = recent.aggregate(count=Sum("count"), last=Max("last_at"))
    return found["count"] or 0, found["last"]


def _key(username: str, address: str) -> dict[str, str]:
    return {"name_index": blind_index(username, "accounts.failure.name"), "address": address}
