"""The second factor: who needs one, and the kinds there are.

A kind is an object in KINDS; a USB key with SM2 would be another one, with its own field on the
page. A code works once; a lost phone is replaced by a recovery code, or by an administrator.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import time
import unicodedata
from typing import Any, Protocol

import pyotp
import segno
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.acting import Acting
from accounts.answer import Answer, only_if
from accounts.clock import today
from accounts.credentials import Factor, LiveSession, RecoveryCode
from accounts.encryption import blind_index
from accounts.models import RoleGrant, User
from accounts.roles import ADMINISTRATORS, Role
from audit.services import record

NEEDED_BY = ADMINISTRATORS | {Role.COUNTY_OFFICER, Role.CITY_OFFICER}
ISSUER = "村干部管理"
RECOVERY_CODES = 8
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that look alike on paper
HALF = 5  # letters before and after the hyphen of a recovery code
PERIOD = 30  # seconds a one-time code is shown
DRIFT = 1  # periods a phone's clock may be off


class Kind(Protocol):
    """What a kind of second factor can do."""

    label: str

    def new_secret(self) -> str: ...
    def shown(self, factor: Factor) -> dict[str, Any]: ...
    def accepts(self, factor: Factor, answer: str) -> bool: ...


class Totp:
    """Six digits that an authenticator shows for half a minute (RFC 6238)."""

    label = "动态验证码"

    def new_secret(self) -> str:
        return pyotp.random_base32()

    def shown(self, factor: Factor) -> dict[str, Any]:
        """Give what the page of enrolment shows: the QR code and the secret in words."""
        account = pyotp.TOTP(factor.secret)
        uri = account.provisioning_uri(name=factor.user.username, issuer_name=ISSUER)
        picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=2)
        return {"picture": picture, "secret": factor.secret}

    def accepts(self, factor: Factor, answer: str) -> bool:
        """Accept a code of now, one period early or late, newer than any that was used."""
        now = int(time.time()) // PERIOD
        for step in range(now - DRIFT, now + DRIFT + 1):
            expected = pyotp.TOTP(factor.secret).generate_otp(step)
            if constant_time_compare(expected, answer) and step > factor.last_step:
                factor.last_step = step
                return True
        return False


KINDS: dict[str, Kind] = {"totp": Totp()}


def is_needed(user: User) -> bool:
    """True for whoever holds, or will hold, a role that asks for a second factor."""
    lasting = Q(last_day=None) | Q(last_day__gte=today())
    granted = RoleGrant.objects.filter(lasting, user=user, role__in=NEEDED_BY)
    return granted.filter(approved_by__isnull=False).exists()


def factor_of(user: User) -> Factor | None:
    """Give the factor he has shown that he holds."""
    return Factor.objects.filter(user=user, enrolled_at__isnull=False).first()


def is_missing(acting: Acting, live: LiveSession | None) -> bool:
    """True where a role that needs the factor is acted in by a log-in that had none."""
    return acting.role in NEEDED_BY and not (live and live.with_factor)


def prepare(user: User) -> Factor:
    """Give a new secret to somebody who has shown none yet; it counts after `confirm`."""
    kind = settings.SECOND_FACTOR
    values = {"kind": kind, "secret": KINDS[kind].new_secret(), "last_step": 0}
    factor, _ = Factor.objects.update_or_create(user=user, enrolled_at=None, defaults=values)
    return factor


def shown(user: User) -> dict[str, Any] | None:
    """Give what the page of enrolment shows of a factor not confirmed yet."""
    factor = Factor.objects.filter(user=user, enrolled_at=None).select_related("user").first()
    return KINDS[factor.kind].shown(factor) if factor else None


def confirm(user: User, answer: str) -> list[str]:
    """Enrol by a first right answer; give the recovery codes, or none where it was wrong."""
    factor = Factor.objects.select_for_update().filter(user=user, enrolled_at=None).first()
    if factor is None or not _is_right(factor, answer):
        return []
    factor.enrolled_at = timezone.now()
    factor.save()
    return _new_recovery_codes(factor)


def verify(user: User, answer: str) -> bool:
    """Say whether this is his code of now, or a recovery code not used before."""
    own = Factor.objects.select_for_update().filter(user=user, enrolled_at__isnull=False)
    factor = own.first()
    if factor is None:
        return False
    if _is_right(factor, answer):
        factor.save(update_fields=["last_step"])
        return True
    return _spend(factor, answer)


def may_reset(user: User, *, by: Acting) -> Answer:
    """Ask whether he may take the factor of somebody who lost it away."""
    return only_if(by.has(Role.SECURITY_ADMIN), "动态验证码由安全管理员重置。") & only_if(
        by.user != user, "不得重置自己的动态验证码。请由另一名安全管理员办理。"
    )


@transaction.atomic
def reset(*, user: User, by: Acting) -> None:
    """Take somebody's factor away; at his next log-in he enrols another one."""
    may_reset(user, by=by).require()
    Factor.objects.filter(user=user).delete()
    LiveSession.objects.filter(user=user).delete()
    record("accounts.factor_reset", by=by, about=user)


def demo_factor(user: User) -> Factor:
    """Give the factor of a demo account, not saved yet; its secret is no secret."""
    secret = demo_secret(user.username)
    return Factor(user=user, kind="totp", secret=secret, enrolled_at=timezone.now())


def enrol_demo(user: User) -> str:
    """Give a demo account the secret that this installation always gives it."""
    Factor.objects.filter(user=user).delete()
    demo_factor(user).save()
    return demo_secret(user.username)


def demo_secret(username: str) -> str:
    """Derive a demo account's secret from the installation's key: the list of log-ins shows it."""
    key = base64.b64decode(settings.INDEX_KEY)
    return base64.b32encode(hmac.digest(key, f"demo-factor:{username}".encode(), "sha1")).decode()


def code_now(secret: str) -> str:
    """Give the code that an authenticator with this secret shows now."""
    return str(pyotp.TOTP(secret).generate_otp(int(time.time()) // PERIOD))


def _is_right(factor: Factor, answer: Any) -> bool:
    """Refuse nothing, None and what is no text before any kind is asked (CVE-2026-24038)."""
    if not isinstance(answer, str) or not _plain(answer) or not factor.secret:
        return False
    return KINDS[factor.kind].accepts(factor, _plain(answer))


def _spend(factor: Factor, answer: Any) -> bool:
    if not isinstance(answer, str) or len(_plain(answer)) != 2 * HALF:
        return False
    found = RecoveryCode.objects.filter(
        factor=factor, digest=_digest(factor, answer), used_at=None
    ).update(used_at=timezone.now())
    return found == 1


def _new_recovery_codes(factor: Factor) -> list[str]:
    RecoveryCode.objects.filter(factor=factor).delete()
    codes = [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(HALF)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=_digest(factor, code)) for code in codes
    )
    return codes


def _digest(factor: Factor, code: str) -> str:
    return blind_index(f"{factor.user_id}:{_plain(code)}", "accounts.recovery_code")


def _plain(answer: str) -> str:
    """Take away what people type besides: blanks, hyphens, full-width digits, small letters."""
    text = unicodedata.normalize("NFKC", answer).upper()
    return "".join(sign for sign in text if sign.isalnum())
