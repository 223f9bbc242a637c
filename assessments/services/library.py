"""A county's own lines in the indicator library: added from a day, retired from a day."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division, User
from assessments import rules
from assessments.models import OwnIndicator
from assessments.queries.rulebook import code_of
from assessments.services.races import races_refused
from audit.services import record


@transaction.atomic
def add_indicator(
    *,
    county: Division,
    dimension: str,
    topic: str,
    name: str,
    evidence: str,
    scoring: str,
    document: str,
    first_day: date,
    by: Acting,
) -> OwnIndicator:
    """Add a line to the county's library, with the document that introduces it."""
    rules.may_write_library(county, by=by).require()
    texts = {
        "topic": topic.strip(),
        "name": name.strip(),
        "evidence": evidence.strip(),
        "scoring": scoring.strip(),
        "document": document.strip(),
    }
    if not all(texts.values()):
        raise Refused("内容、指标、查验材料、计分办法和出处都要填写，乡镇按它查验和打分。")
    own = OwnIndicator.objects.visible_to(by).filter(county=county)
    if own.filter(name=texts["name"], dimension=dimension, last_day=None).exists():
        raise Refused(f"本县指标库里已有“{texts['name']}”。要改写的，请先停用原来的，再新增。")
    with races_refused():
        one = OwnIndicator.objects.create(
            county=county,
            scope_path=county.path,
            code=f"{code_of(county, today()) or county.pk}-{own.count() + 1:02d}",
            dimension=dimension,
            first_day=first_day,
            added_by=cast(User, by.user),
            **texts,
        )
    record("assessments.indicator_added", by=by, about=one, code=one.code)
    return one


@transaction.atomic
def retire_indicator(*, indicator: OwnIndicator, last_day: date, by: Acting) -> OwnIndicator:
    """Give a line its last day; plans that took it in keep it."""
    rows = OwnIndicator.objects.visible_to(by).select_related("county")
    with races_refused():
        one = rows.get(pk=indicator.pk)
        rules.may_write_library(one.county, by=by).require()
        one = rows.locked().get(pk=indicator.pk)
    rules.may_retire(one, last_day=last_day).require()
    one.last_day = last_day
    one.save(update_fields=["last_day"])
    record("assessments.indicator_retired", by=by, about=one, last_day=last_day.isoformat())
    return one
