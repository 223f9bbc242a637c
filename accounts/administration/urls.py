"""Addresses of the administrators' pages; they share the namespace of accounts."""

from django.urls import path

from accounts.administration.views import (
    accounts,
    divisions,
    first_run,
    grants,
    overrides,
    sessions,
)

one = "account/accounts/<int:pk>/"
grant = "account/grants/<int:pk>/"
division = "account/divisions/<int:pk>/"
override = "account/overrides/<int:pk>/"

urlpatterns = [
    path("account/accounts/", accounts.listing, name="accounts"),
    path("account/accounts/new/", accounts.new, name="account_new"),
    path(one, accounts.account, name="account"),
    path(f"{one}disable/", accounts.disable, name="account_disable"),
    path(f"{one}enable/", accounts.enable, name="account_enable"),
    path(f"{one}transfer/", accounts.transfer, name="account_transfer"),
    path(f"{one}password/", accounts.password, name="account_password"),
    path(f"{one}factor/", accounts.factor, name="account_factor"),
    path(f"{one}unlock/", accounts.unlock, name="account_unlock"),
    path(f"{one}session/end/", sessions.end, name="session_end"),
    path(f"{one}grants/new/", grants.new, name="grant_new"),
    path("account/grants/", grants.listing, name="grants"),
    path(f"{grant}approve/", grants.approve, name="grant_approve"),
    path(f"{grant}refuse/", grants.refuse, name="grant_refuse"),
    path(f"{grant}end/", grants.end, name="grant_end"),
    path("account/access/", grants.access, name="access"),
    path("account/sessions/", sessions.listing, name="sessions"),
    path("account/overrides/", overrides.listing, name="overrides"),
    path("account/overrides/new/", overrides.new, name="override_new"),
    path(f"{override}confirm/", overrides.confirm, name="override_confirm"),
    path(f"{override}end/", overrides.end, name="override_end"),
    path(f"{override}acknowledge/", overrides.acknowledge, name="override_acknowledge"),
    path("account/divisions/", divisions.listing, name="divisions"),
    path(f"{division}succeed/", divisions.succeed, name="division_succeed"),
    path(f"{division}merge/", divisions.merge, name="division_merge"),
    path("account/first-run/", first_run.first, name="first_run"),
]
