from django.urls import path

from reports.views import home, person

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("cadres/<int:pk>/", person.person, name="person"),
]
