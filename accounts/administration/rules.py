"""Questions about accounts, roles and emergencies; pure reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.acting import Acting
from accounts.administration.models import LONGEST, Override
from accounts.answer import YES, Answer, only_if, unless
from accounts.clock import today
from accounts.models import Division, RoleGrant, User
from accounts.roles import ADMINISTRATORS, LEVELS, Role

KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)  # whoever keeps roles; the third only watches
LONGEST_GRANT = 3  # years, a committee's term; after it somebody looks again
PATIENCE = timedelta(hours=2)  # within which an emergency must be confirmed, or it was none


def may_create_account(username: str, *, by: Acting) -> Answer:
    """Ask whether an account of that name can be made."""
    return only_if(by.has(Role.SYSTEM_ADMIN), "账号由系统管理员建立。") & unless(
        not User.objects.filter(username__iexact=username).exists(),
        f"账号“{username}”已有人使用。一个账号只属于一个人，请另取一个。",
    )


def may_disable_account(user: User, *, reason: str, by: Acting) -> Answer:
    """Ask whether he may close the account, with which its roles and sessions end."""
    return (
        only_if(by.has(Role.SYSTEM_ADMIN), "账号由系统管理员停用。")
        & only_if(by.user != user, "不得停用自己的账号。请由另一名系统管理员办理。")
        & unless(user.is_active, f"{user.name}的账号已经停用，不需再办。")
        & _said(reason, "停用")
        & _others_remain(user)
    )


def may_enable_account(user: User, *, by: Acting) -> Answer:
    """Ask whether he may open the account again; its former roles stay ended."""
    return only_if(by.has(Role.SYSTEM_ADMIN), "账号由系统管理员启用。") & unless(
        not user.is_active, f"{user.name}的账号没有停用，不需再办。"
    )


def may_end_grants_of(user: User, *, reason: str, by: Acting) -> Answer:
    """Ask whether he may take every role from somebody who has left his post."""
    return (
        only_if(by.has(*KEEPERS), "角色授权由系统管理员或安全管理员终止。")
        & _said(reason, "终止")
        & _others_remain(user)
    )


def may_reset_password(user: User, *, by: Acting) -> Answer:
    """Ask whether he may give somebody else a new one-time password."""
    return (
        only_if(by.has(Role.SECURITY_ADMIN), "密码由安全管理员重置。")
        & only_if(by.user != user, "自己的密码请在“修改密码”页修改。")
        & unless(user.is_active, f"{user.name}的账号已停用。请先由系统管理员启用。")
    )


def may_end_session(*, by: Acting) -> Answer:
    """Ask whether he may put somebody out, or let somebody try again."""
    return only_if(by.has(Role.SECURITY_ADMIN), "登录会话和锁定由安全管理员处理。")


def may_propose_grant(
    user: User,
    *,
    role: Role,
    division: Division | None,
    first_day: date,
    last_day: date,
    by: Acting,
    department: str = "",
) -> Answer:
    """Ask whether this role can be proposed for this person."""
    return (
        only_if(by.has(Role.SYSTEM_ADMIN), "角色授权由系统管理员提出。")
        & only_if(by.user != user, "不得给自己提出授权。请由另一名系统管理员提出。")
        & _fits(user, role, division, department)
        & _in_order(first_day, last_day)
        & _not_held(user, role, division, first_day, last_day)
        & separate(user, role, first_day, last_day)
    )


def may_approve_grant(grant: RoleGrant, *, by: Acting) -> Answer:
    """Ask whether he may approve it: the security administrator, for somebody else, once."""
    return (
        only_if(by.has(Role.SECURITY_ADMIN), "角色授权由安全管理员批准。")
        & only_if(by.user != grant.proposed_by, "提出人不得批准自己提出的授权。")
        & only_if(by.user != grant.user, "不得批准给自己的授权。")
        & unless(grant.approved_by_id is None, "这项授权已经批准，不需再办。")
        & unless(grant.refused_on is None, "这项授权已经撤回或没有批准。请由系统管理员重新提出。")
        & unless(grant.user.is_active, f"{grant.user.name}的账号已停用，授权不能批准。")
        & unless(
            grant.last_day >= today(), f"终止日 {grant.last_day} 已过。请由系统管理员重新提出。"
        )
    )


def may_refuse_grant(grant: RoleGrant, *, reason: str, by: Acting) -> Answer:
    """Ask whether he may turn the proposal down; who proposed it may take it back."""
    return (
        only_if(by.has(*KEEPERS), "角色授权由安全管理员批准，由系统管理员撤回。")
        & unless(grant.approved_by_id is None, "这项授权已经批准。要收回的，请终止它。")
        & unless(grant.refused_on is None, "这项授权已经撤回或没有批准，不需再办。")
        & _said(reason, "不批准")
    )


def may_end_grant(grant: RoleGrant, *, last_day: date, today: date, by: Acting) -> Answer:
    """Ask whether he may end it on that day; taking away needs no second pair of eyes."""
    return (
        only_if(by.has(*KEEPERS), "角色授权由系统管理员或安全管理员终止。")
        & unless(grant.last_day > last_day, "这项授权在那天之前已经终止。")
        & unless(
            last_day >= grant.first_day,
            f"终止日不能早于起始日 {grant.first_day}。请改正终止日。",
        )
        & unless(last_day >= today, f"终止日不能早于今天 {today}。请改正终止日。")
    )


def may_cut_grant(grant: RoleGrant, *, reason: str, now: datetime, by: Acting) -> Answer:
    """Ask whether he may end it this very moment."""
    over = grant.last_day < today() or (grant.until is not None and grant.until <= now)
    return (
        only_if(by.has(*KEEPERS), "角色授权由系统管理员或安全管理员终止。")
        & unless(grant.refused_on is None, "这项授权没有批准，不需终止。")
        & unless(not over, "这项授权已经终止，不需再办。")
        & _said(reason, "终止")
        & _others_remain(grant.user, grant)
    )


def may_request_override(
    user: User,
    *,
    role: Role,
    division: Division | None,
    hours: int,
    reason: str,
    by: Acting,
    department: str = "",
) -> Answer:
    """Ask whether an administrator may ask for a role to be given in an emergency."""
    return (
        only_if(by.has(*KEEPERS), "紧急授权由系统管理员或安全管理员申请。")
        & only_if(by.user != user, "不得给自己申请紧急授权。")
        & _fits(user, role, division, department)
        & unless(1 <= hours <= LONGEST, f"紧急授权最长 {LONGEST} 小时，最短 1 小时。请改正时限。")
        & _said(reason, "紧急授权")
        & separate(user, role, today(), today() + timedelta(days=1))
    )


def may_confirm_override(override: Override, *, now: datetime, by: Acting) -> Answer:
    """Ask whether he may confirm it: another of those who keep roles, of either office."""
    return (
        only_if(by.has(*KEEPERS), "紧急授权由另一名系统管理员或安全管理员确认。")
        & only_if(by.user != override.requested_by, "申请人不得确认自己的申请。")
        & only_if(by.user != override.user, "不得确认给自己的紧急授权。")
        & unless(override.confirmed_at is None, "这项紧急授权已经确认，不需再办。")
        & unless(
            now - override.requested_at <= PATIENCE,
            f"申请已过 {PATIENCE // timedelta(hours=1)} 小时没有确认，不再有效。请重新申请。",
        )
        & unless(override.user.is_active, f"{override.user.name}的账号已停用。")
        & separate(override.user, Role(override.role), today(), today() + timedelta(days=1))
    )


def may_end_override(override: Override, *, by: Acting) -> Answer:
    """Ask whether he may end it before its time."""
    return only_if(by.has(*KEEPERS), "紧急授权由系统管理员或安全管理员收回。") & unless(
        override.lasts, "这项紧急授权已经结束，不需再办。"
    )


def may_acknowledge_override(override: Override, *, by: Acting) -> Answer:
    """Ask whether he may say that he has looked into it."""
    return (
        only_if(by.has(Role.AUDIT_ADMIN), "紧急授权由安全审计员核查后知悉。")
        & only_if(
            by.user not in (override.requested_by, override.confirmed_by, override.user),
            "申请、确认或使用紧急授权的人不得知悉。请由另一名安全审计员办理。",
        )
        & unless(override.confirmed_at is not None, "这项申请没有确认，没有生效。")
        & unless(override.acknowledged_at is None, "这项紧急授权已经知悉，不需再办。")
    )


def separate(user: User, role: Role, first_day: date, last_day: date) -> Answer:
    """Keep administrators apart from each other and from business (三员分立)."""
    others = RoleGrant.objects.filter(
        user=user, refused_on=None, last_day__gte=first_day, first_day__lte=last_day
    ).exclude(role=role)
    if role not in ADMINISTRATORS:
        others = others.filter(role__in=ADMINISTRATORS)
    found = others.first()
    if found is None:
        return YES
    sentence = (
        f"{user.name}在 {found.last_day} 以前有“{found.role_label}”角色，"
        "管理员不得兼任其他角色。请另选一人，或把起始日改到那天以后。"
    )
    return Answer(objections=(sentence,))


def _fits(user: User, role: Role, division: Division | None, department: str) -> Answer:
    level = division.level if division else None
    return (
        unless(user.is_active, f"{user.name}的账号已停用。请先启用账号。")
        & unless(
            level in LEVELS[role],
            f"“{role.label}”不能设在{division.title if division else '没有单位的地方'}。"
            f"请改选{_levels(role)}。",
        )
        & unless(
            division is None or division.last_day is None,
            "该单位已终止。请改选承继它的单位。",
        )
        & unless(role != Role.DEPARTMENT or bool(department), "联审部门要写明部门名称，如公安局。")
    )


def _levels(role: Role) -> str:
    return "、".join(f"{level.label}单位" if level else "不设单位" for level in LEVELS[role])


def _in_order(first_day: date, last_day: date) -> Answer:
    longest = max(first_day, today()) + timedelta(days=LONGEST_GRANT * 366)
    return unless(last_day >= first_day, "终止日早于起始日。请改正其中一个日期。") & unless(
        last_day <= longest,
        f"授权最长 {LONGEST_GRANT} 年，到期再提出。请把终止日改到 {longest} 以前。",
    )


def _said(reason: str, what: str) -> Answer:
    return unless(bool(reason.strip()), f"没有写明{what}的理由。请写明，以备核查。")


def _not_held(
    user: User, role: Role, division: Division | None, first_day: date, last_day: date
) -> Answer:
    overlapping = RoleGrant.objects.standing().filter(
        user=user, role=role, division=division,
        first_day__lte=last_day, last_day__gte=first_day,
    )  # fmt: skip
    return unless(
        not overlapping.exists(), f"{user.name}在这段时间已有或已提出同一角色，不需重复提出。"
    )


def _others_remain(user: User, grant: RoleGrant | None = None) -> Answer:
    """Object when an administrator's office would be left without anybody."""
    in_force = RoleGrant.objects.in_force(today())
    own = in_force.filter(user=user, role__in=ADMINISTRATORS)
    if grant is not None:
        own = own.filter(pk=grant.pk)
    offices = {held.role_of for held in own}
    for office in offices:
        others = in_force.filter(role=office, user__is_active=True).exclude(user=user)
        if not others.exists():
            sentence = f"{user.name}是仅有的{office.label}。请先另授一人，再办理。"
            return Answer(objections=(sentence,))
    return YES
