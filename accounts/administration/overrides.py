"""Services of an emergency: a role for hours, asked for by one and confirmed by another.

It replaces an office that cannot be reached: two who keep roles, of either office, are enough,
where otherwise one of each is needed. The role it gives is a grant like any other, and whoever
acts in it meets the same rules: what he prepared he does not decide.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from accounts.administration import rules
from accounts.administration.models import Override
from accounts.administration.refusals import as_refusals
from accounts.clock import today
from accounts.models import Division, RoleGrant, User
from accounts.roles import Role
from accounts.sessions import end_sessions
from audit.services import record


@transaction.atomic
def request_override(
    *,
    user: User,
    role: Role,
    division: Division | None,
    hours: int,
    reason: str,
    by: Acting,
    department: str = "",
) -> Override:
    """Ask for a role to be given at once; it gives no right before another has confirmed it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    rules.may_request_override(
        user,
        role=role,
        division=division,
        hours=hours,
        reason=reason,
        by=by,
        department=department,
    ).require()
    override = Override.objects.create(  # type: ignore[misc]  # who holds a role is a user
        user=user,
        role=role,
        division=division,
        department=department,
        hours=hours,
        reason=reason.strip(),
        requested_by=by.user,
        requested_at=timezone.now(),
    )
    _record("requested", override, by)
    return override


@transaction.atomic
@as_refusals
def confirm_override(*, override: Override, by: Acting) -> Override:
    """Confirm what another asked for: the role holds from now on, for the hours asked."""
    override = _locked(override)
    now = timezone.now()
    rules.may_confirm_override(override, now=now, by=by).require()
    until = now + timedelta(hours=override.hours)
    override.grant = RoleGrant.objects.create(
        user=override.user,
        role=override.role,
        division=override.division,
        department=override.department,
        first_day=today(),
        last_day=today() + timedelta(days=1),  # the clock cuts it off before that day ends
        until=until,
        ground=f"紧急授权：{override.reason}"[:200],
        proposed_by=override.requested_by,
        approved_by=by.user,
    )
    override.confirmed_by = by.user
    override.confirmed_at = now
    override.save(update_fields=["grant", "confirmed_by", "confirmed_at"])
    _record("confirmed", override, by, until=until.isoformat(timespec="seconds"))
    end_sessions(override.user, "override_confirmed", by=by)
    return override


@transaction.atomic
def end_override(*, override: Override, by: Acting) -> Override:
    """Take the role back before its time."""
    override = _locked(override)
    rules.may_end_override(override, by=by).require()
    if override.grant:
        override.grant.until = timezone.now()
        override.grant.last_day = override.grant.first_day
        override.grant.save(update_fields=["until", "last_day"])
    _record("ended", override, by)
    end_sessions(override.user, "override_ended", by=by)
    return override


@transaction.atomic
@as_refusals
def acknowledge_override(*, override: Override, by: Acting) -> Override:
    """Say that the audit administrator has looked into it; the banner goes once it is over."""
    override = _locked(override)
    rules.may_acknowledge_override(override, by=by).require()
    override.acknowledged_by = by.user
    override.acknowledged_at = timezone.now()
    override.save(update_fields=["acknowledged_by", "acknowledged_at"])
    _record("acknowledged", override, by)
    return override


def _record(what: str, override: Override, by: Acting, **more: str) -> None:
    record(
        f"accounts.override_{what}",
        by=by,
        about=override,
        scope_path=override.division.path if override.division else "",
        holder=override.user.username,
        role=override.role,
        where=override.where,
        hours=override.hours,
        reason=override.reason,
        **more,
    )


def _locked(override: Override) -> Override:
    return (
        Override.objects.select_for_update(of=("self",))
        .select_related("user", "division__parent", "grant", "requested_by", "confirmed_by")
        .get(pk=override.pk)
    )
