from django.urls import include, path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("account/log-in/", views.log_in, name="log_in"),
    path("account/second-factor/", views.second_factor, name="second_factor"),
    path("account/second-factor/enrol/", views.enrol_factor, name="enrol_factor"),
    path("account/drafts/", views.kept_drafts, name="drafts"),
    path("account/drafts/discard/", views.discard_draft, name="discard_draft"),
    path("account/log-out/", views.log_out, name="log_out"),
    path("account/password/", views.change_password, name="change_password"),
    path("account/role/", views.choose_role, name="choose_role"),
    path("account/role/switch/", views.switch_role, name="switch_role"),
    path("", include("accounts.administration.urls")),
]
