from django.urls import path

from cadres.views import people, roster_files, rosters

app_name = "cadres"

urlpatterns = [
    path("cadres/", people.people, name="list"),
    path("cadres/rosters/", rosters.rosters, name="rosters"),
    path("cadres/rosters/new/", rosters.roster_new, name="roster_new"),
    path("cadres/rosters/blank/", roster_files.roster_blank, name="roster_blank"),
    path("cadres/rosters/<int:pk>/", rosters.roster, name="roster"),
    path("cadres/rosters/<int:pk>/columns/", rosters.roster_columns, name="roster_columns"),
    path("cadres/rosters/<int:pk>/confirm/", rosters.roster_confirm, name="roster_confirm"),
    path("cadres/rosters/<int:pk>/recheck/", rosters.roster_recheck, name="roster_recheck"),
    path("cadres/rosters/<int:pk>/discard/", rosters.roster_discard, name="roster_discard"),
    path("cadres/rosters/<int:pk>/undo/", rosters.roster_undo, name="roster_undo"),
    path("cadres/rosters/<int:pk>/refused/", roster_files.roster_refused, name="roster_refused"),
    path("cadres/rosters/<int:pk>/file/", roster_files.roster_file, name="roster_file"),
]
