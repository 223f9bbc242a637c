"""What the views of the rulebook share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, QueryDict

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from accounts.roles import Role
from rulebook.models import Decision, RuleFile, WhatIf

READERS = (
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_COMMITTEE,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
)
OFFICERS = (Role.COUNTY_OFFICER, Role.CITY_OFFICER)


class ActingRequest(HttpRequest):
    """The request as `ActingMiddleware` hands it on, for type checking."""

    acting: Acting


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with; None while it is only being looked at."""
    return request.POST if request.method == "POST" else None


@contextmanager
def refusals_shown_on(form: Form) -> Iterator[None]:
    """Put the sentences of a refusal on top of the form; what was typed stays."""
    try:
        yield
    except Refused as refused:
        for objection in refused.objections:
            form.add_error(None, objection)


def place_of(acting: Acting) -> Division:
    """Give the division he acts for; every role let in here has one."""
    if acting.division is None:
        raise PermissionDenied("当前角色没有所属单位。")
    return acting.division


def decisions(acting: Acting) -> QuerySet[Decision]:
    """List the decisions of his division."""
    joined = ("rules", "facts", "prepared_by", "decided_by")
    return Decision.objects.visible_to(acting).select_related(*joined)


def rule_files(acting: Acting) -> QuerySet[RuleFile]:
    """List the rule files: they are nobody's secret, and name no cadre."""
    if not acting.reads:
        return RuleFile.objects.none()
    return RuleFile.objects.select_related("proposed_by", "ruling__ruled_by")


def trials(acting: Acting) -> QuerySet[WhatIf]:
    """List the trials of his division."""
    return WhatIf.objects.visible_to(acting).select_related("division", "file")
