from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("account/log-in/", views.log_in, name="log_in"),
    path("account/log-out/", views.log_out, name="log_out"),
    path("account/password/", views.change_password, name="change_password"),
    path("account/role/", views.choose_role, name="choose_role"),
    path("account/role/switch/", views.switch_role, name="switch_role"),
]
