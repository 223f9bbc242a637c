"""Write accounts and roles, and list who can log in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts import factors
from accounts.credentials import Factor
from accounts.models import DivisionCode, RoleGrant, User
from accounts.roles import Level, Role
from reports.demo.cast import APPROVER, COUNTY_OF_ALL, LOG_KEEPER, PROPOSER, SHOWCASE, Cast
from reports.demo.writing import write

PASSWORD = "Hengyang-2018"  # noqa: S105 -- made-up people only; printed by every build
SINCE = date(2016, 1, 1)
ORDER = list(Role)
SHORT_LIST = 4  # of a role, on the short list


def write_cast(cast: Cast) -> int:
    """Write everybody who logs in; one hash serves all."""
    hashed, now = make_password(PASSWORD), timezone.now()
    users = write(
        [
            User(
                username=account.username,
                name=account.name,
                password=hashed,
                password_changed_at=now,
            )
            for account in cast.accounts
        ]
    )
    for account, user in zip(cast.accounts, users, strict=True):
        account.key = user.pk
    write(_grants(cast))
    needing = [
        user
        for account, user in zip(cast.accounts, users, strict=True)
        if any(held.role in factors.NEEDED_BY for held in account.held)
    ]
    write([factors.demo_factor(user) for user in needing])
    return len(users)


def _grants(cast: Cast) -> list[RoleGrant]:
    known = {account.username: account.key for account in cast.accounts}
    return [
        RoleGrant(
            user_id=account.key,
            role=held.role,
            division_id=held.unit.id if held.unit else None,
            department=held.department,
            first_day=SINCE,
            proposed_by_id=known[proposer],
            approved_by_id=known[approver],
        )
        for account in cast.accounts
        for proposer, approver in [_eyes(account.username)]
        for held in account.held
    ]


def _eyes(username: str) -> tuple[str, str]:
    """Say who proposed and who approved an account's role: never himself."""
    if username == PROPOSER:
        return LOG_KEEPER, APPROVER
    if username == APPROVER:
        return PROPOSER, LOG_KEEPER
    return PROPOSER, APPROVER


@dataclass(frozen=True, slots=True)
class Login:
    """One line of the list of log-ins."""

    user: str
    password: str
    role: str
    role_label: str
    division: str
    division_code: str
    where: str
    totp_secret: str = ""  # for an authenticator, where the role needs a second factor
    totp_now: str = ""  # what that authenticator shows now


def list_logins() -> list[Login]:
    """List every log-in with each of its roles, those to begin with first."""
    grants = list(RoleGrant.objects.select_related("user", "division__parent").order_by("pk"))
    codes, secrets = _codes(grants), _secrets()
    return [
        Login(
            user=grant.user.username,
            password=PASSWORD,
            role=grant.role,
            role_label=grant.role_label,
            division=grant.division.name if grant.division else "",
            division_code=codes.get(grant.division_id, ""),
            where=grant.department or grant.where or "全市",
            totp_secret=(secret := secrets.get(grant.user_id, "")),
            totp_now=factors.code_now(secret) if secret else "",
        )
        for grant in sorted(grants, key=_first_to_show)
    ]


def short_list(logins: Iterable[Login]) -> list[Login]:
    """Keep a few of each role, of two counties where there are two, and all who hold several."""
    logins = list(logins)
    roles_of = Counter(login.user for login in logins)
    shown: Counter[str] = Counter()
    kept = []
    for login in logins:
        near = f"{login.role} {login.division_code[:6]}"
        few = shown[login.role] < SHORT_LIST and shown[near] < SHORT_LIST // 2
        if few or roles_of[login.user] > 1:
            shown.update((login.role, near) if few else ())
            kept.append(login)
    return sorted(kept, key=lambda login: ORDER.index(Role(login.role)))


def _first_to_show(grant: RoleGrant) -> tuple[bool, bool, int]:
    """Put the showcase first, then its county, then where every kind of account exists."""
    place = grant.division
    county = place.parent if place and place.level == Level.TOWNSHIP else place
    name = county.name if county else ""
    rank = COUNTY_OF_ALL.index(name) if name in COUNTY_OF_ALL else len(COUNTY_OF_ALL)
    return place is None or place.name != SHOWCASE, rank > 0, grant.pk


def _secrets() -> dict[int, str]:
    held = Factor.objects.filter(kind="totp", enrolled_at__isnull=False)
    return dict(held.values_list("user_id", "secret"))


def _codes(grants: Iterable[RoleGrant]) -> dict[int | None, str]:
    divisions = {grant.division_id for grant in grants}
    known = DivisionCode.objects.filter(
        division__in=divisions, family=DivisionCode.Family.STATISTICS, last_day=None
    )
    return {code.division_id: code.code for code in known}
