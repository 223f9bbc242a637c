from django.urls import path

from cadres.views import people

app_name = "cadres"

urlpatterns = [
    path("cadres/", people.people, name="list"),
]
