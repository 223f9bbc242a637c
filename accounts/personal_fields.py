"""Personal information in accounts, grants, log-ins and records; see accounts/personal.py.

The audit app stands below this one, sessions and the history's context are libraries': what they
hold is declared here.
"""

from __future__ import annotations

from django.contrib.sessions.models import Session
from pghistory.models import Context

from accounts.models import (
    Division,
    DivisionCode,
    Draft,
    Factor,
    Failure,
    Installation,
    LiveSession,
    OldPassword,
    Override,
    RecoveryCode,
    RoleGrant,
    User,
    Work,
)
from accounts.personal import SECURITY, Declared, Personal, Sensitivity
from audit.models import Event, Link

IDENTIFY = Personal("识别经办人，区分账号", SECURITY)
SECRET = Personal("核验登录的是本人", SECURITY, Sensitivity.SENSITIVE)
LOG_IN = Personal("发现冒用、锁定猜密码的来源、按时结束登录", SECURITY)
GRANT = Personal("写明谁在哪里以什么身份办事、由谁提出和批准", SECURITY)
TRAIL = Personal("审计：谁在何时对谁做了什么、看了什么", SECURITY)
DRAFT = Personal("登录超时后把没有交上的内容还给本人", SECURITY, Sensitivity.SENSITIVE)

DECLARED = (
    Declared(
        User,
        IDENTIFY.on("username name is_active")
        | SECRET.on("password")
        | LOG_IN.on("last_login must_change_password password_changed_at"),
        "id",
    ),
    Declared(
        RoleGrant,
        GRANT.on(
            "user role division department first_day last_day until ground proposed_by"
            " approved_by refused_by refused_on refusal"
        ),
        "id",
    ),
    Declared(
        Override,
        GRANT.on(
            "user role division department hours reason requested_by requested_at confirmed_by"
            " confirmed_at grant acknowledged_by acknowledged_at"
        ),
        "id",
    ),
    Declared(OldPassword, SECRET.on("user hashed replaced_at"), "id"),
    Declared(Failure, LOG_IN.on("name_index address user count last_at locked_until"), "id"),
    Declared(Factor, SECRET.on("user kind secret last_step enrolled_at"), "id"),
    Declared(RecoveryCode, SECRET.on("factor digest used_at"), "id"),
    Declared(LiveSession, LOG_IN.on("user token with_factor address began_at seen_at")),
    Declared(Draft, DRAFT.on("user path role fields lost_files saved_at"), "id"),
    Declared(
        Division,
        {},
        "id parent level path name official_name unit_type committee_type is_formal first_day"
        " last_day successor",
    ),
    Declared(DivisionCode, {}, "id division family code first_day last_day"),
    Declared(Installation, {}, "only is_demo size seed business_day finished_at"),
    Declared(
        Event,
        TRAIL.on(
            "at name actor actor_name role place address request_id object_type object_id"
            " object_label data"
        ),
        "id scope_path",
    ),
    Declared(Link, {}, "seq event_id previous hash"),
    Declared(
        Work,
        TRAIL.on("grant_id asked_by asked_at title"),
        "id scope_path task arguments status done total doing ended_at url failure",
    ),
    Declared(Context, TRAIL.on("metadata created_at updated_at"), "id"),
    Declared(Session, LOG_IN.on("session_key session_data expire_date")),
)
