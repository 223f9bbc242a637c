"""What administrators look at: accounts, proposals, sessions, and who can see what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.acting import Acting
from accounts.administration.models import Override
from accounts.clock import today
from accounts.credentials import LiveSession
from accounts.models import Division, RoleGrant, User
from accounts.roles import ADMINISTRATORS, Level, Role

SOON = timedelta(days=30)  # a role that ends within it is to be proposed again


def accounts(acting: Acting) -> QuerySet[User]:
    """Give every account to those who keep them, none to anybody else."""
    if not acting.has(*ADMINISTRATORS):
        return User.objects.none()
    return User.objects.all()


def grants(acting: Acting) -> QuerySet[RoleGrant]:
    """Give every role held or proposed to those who keep them, none to anybody else."""
    if not acting.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        return RoleGrant.objects.none()
    return RoleGrant.objects.select_related(
        "user", "division__parent", "proposed_by", "approved_by", "refused_by"
    )


def overrides(acting: Acting) -> QuerySet[Override]:
    """Give every emergency to the three administrators, none to anybody else."""
    if not acting.has(*ADMINISTRATORS):
        return Override.objects.none()
    return Override.objects.select_related(
        "user", "division__parent", "grant", "requested_by", "confirmed_by", "acknowledged_by"
    ).order_by("-pk")


def divisions(acting: Acting) -> QuerySet[Division]:
    """Give townships and villages to whoever keeps the list of divisions, none to anybody else."""
    if not acting.has(Role.SYSTEM_ADMIN):
        return Division.objects.none()
    units = Division.objects.filter(level__gte=Level.TOWNSHIP)
    return units.select_related("parent__parent", "successor__parent")


def matching_divisions(found: QuerySet[Division], text: str, *, ended: bool) -> QuerySet[Division]:
    """Keep the units whose name answers to the text; those that ended only where asked for."""
    if text:
        found = found.filter(Q(name__contains=text) | Q(official_name__contains=text))
    return found.filter(last_day__isnull=not ended).order_by("path")


def grants_below(division: Division) -> int:
    """Count the roles that somebody holds today at a unit."""
    return RoleGrant.objects.in_force(today()).filter(division=division).count()


def with_roles(found: QuerySet[User]) -> QuerySet[User]:
    """Load with each account the roles it has, will have or waits for."""
    standing = RoleGrant.objects.standing().filter(last_day__gte=today())
    ordered = standing.select_related("division__parent").order_by("pk")
    return found.prefetch_related(Prefetch("grants", ordered, to_attr="roles"))


def matching_accounts(found: QuerySet[User], text: str, state: str) -> QuerySet[User]:
    """Keep the accounts whose name or place answers to the text, and that are open or closed."""
    if text:
        there = RoleGrant.objects.filter(
            Q(division__name__contains=text) | Q(department__contains=text)
        )
        found = found.filter(
            Q(username__icontains=text) | Q(name__contains=text) | Q(pk__in=there.values("user"))
        )
    if state in ("active", "closed"):
        found = found.filter(is_active=state == "active")
    if state == "no_role":
        held = RoleGrant.objects.in_force(today())
        found = found.filter(is_active=True).exclude(pk__in=held.values("user"))
    return found.order_by("username")


def waiting(acting: Acting) -> QuerySet[RoleGrant]:
    """List the proposals nobody has decided on; the oldest first."""
    return grants(acting).filter(pk__in=RoleGrant.objects.waiting()).order_by("pk")


def ending_soon(acting: Acting, day: date) -> QuerySet[RoleGrant]:
    """List the roles in force that end within the month and that nobody has proposed again."""
    in_force = RoleGrant.objects.in_force(day).filter(
        until=None, last_day__lt=day + SOON, user__is_active=True
    )
    return grants(acting).filter(pk__in=in_force).order_by("last_day", "pk")


def live_sessions() -> QuerySet[LiveSession]:
    """List who is logged in now; the latest to do something first."""
    now = timezone.now()
    return (
        LiveSession.objects.filter(
            seen_at__gt=now - settings.SESSION_IDLE, began_at__gt=now - settings.SESSION_ABSOLUTE
        )
        .select_related("user")
        .order_by("-seen_at")
    )


def banners(acting: Acting) -> list[Override]:
    """List the emergencies that whoever acts has to know of: above him, below him, his own."""
    if acting.user is None:
        return []
    found = Override.objects.open().select_related(
        "user", "division__parent", "grant", "requested_by", "confirmed_by"
    )
    return [override for override in found.order_by("pk") if _concerns(override, acting)]


def _concerns(override: Override, acting: Acting) -> bool:
    if override.user == acting.user:
        return True
    if override.division is None or acting.division is None:
        return override.division is None or acting.has(*ADMINISTRATORS)
    path, own = override.division.path, acting.division.path
    return path.startswith(own) or own.startswith(path)


@dataclass(frozen=True, slots=True)
class Reach:
    """What one account can see, in sentences."""

    user: User
    sentences: tuple[str, ...]


SEES = {
    Role.TOWNSHIP_CLERK: "看{where}及所辖村的全部干部，登记、导入、编报，不审定",
    Role.TOWNSHIP_COMMITTEE: "看{where}及所辖村的全部干部，审定不是自己编报的事项",
    Role.COUNTY_OFFICER: "看{where}及所辖乡镇、村的全部干部，制定方案、备案",
    Role.CITY_OFFICER: "看{where}的全部干部和各县市区进度，不录入",
    Role.AUDITOR: "看{where}及以下的全部干部和依据，只读",
    Role.DEPARTMENT: "只看送到{department}联审的人员，现在没有",
    Role.SYSTEM_ADMIN: "看账号和授权，看不到任何干部信息",
    Role.SECURITY_ADMIN: "看账号、授权、会话和锁定，看不到任何干部信息",
    Role.AUDIT_ADMIN: "看审计日志，看不到任何干部信息",
}


def reaches(users: Iterable[User]) -> list[Reach]:
    """Say for each account, loaded `with_roles`, who sees what, and until when."""
    units = _units_below()
    return [Reach(user, tuple(_sentences(user, units))) for user in users]


def _sentences(user: User, units: dict[str, int]) -> Iterable[str]:
    if not user.is_active:
        yield "账号已停用，不能登录，什么也看不到。"
        return
    day = today()
    held = [grant for grant in user.roles if grant.approved_by_id and grant.first_day <= day]  # type: ignore[attr-defined]
    if not held:
        yield "没有生效的角色，可以登录，什么也看不到。"
    for grant in held:
        yield _sentence(grant, units)


def _sentence(grant: RoleGrant, units: dict[str, int]) -> str:
    sees = SEES[grant.role_of].format(where=grant.where, department=grant.department)
    size = ""
    if grant.division and grant.division.level < Level.TOWNSHIP and grant.role != Role.DEPARTMENT:
        size = f"（{units[grant.division.path]} 个乡镇街道）"
    if grant.until:
        end = timezone.localtime(grant.until).strftime("%Y-%m-%d %H:%M")
        return f"紧急授权，以{grant.role_label}角色{sees}{size}，到 {end} 为止。"
    return f"以{grant.role_label}角色{sees}{size}，到 {grant.last_day} 为止。"


def _units_below() -> dict[str, int]:
    """Count the townships under every division above them."""
    counted: dict[str, int] = defaultdict(int)
    paths = Division.objects.filter(level=Level.TOWNSHIP, last_day=None).values_list("path")
    for (path,) in paths:
        for end in range(4, len(path), 4):
            counted[path[:end]] += 1
    return counted
