from django.urls import path

from cadres import views

app_name = "cadres"

urlpatterns = [
    path("cadres/", views.people, name="list"),
]
