from django.urls import path

from cadres.views import carrying, people, teams, tenures, terms, villages

app_name = "cadres"

village = "cadres/villages/<int:pk>/"
tenure = "cadres/tenures/<int:pk>/"
ended = "cadres/carry-over/<int:pk>/"

urlpatterns = [
    path("cadres/", people.people, name="list"),
    path("cadres/<int:pk>/tenures/new/", tenures.start, name="tenure_start"),
    path(f"{tenure}end/", tenures.end, name="tenure_end"),
    path(f"{tenure}correct/", tenures.correct, name="tenure_correct"),
    path(f"{tenure}hand-over/", tenures.hand_over, name="hand_over"),
    path(village, villages.village, name="village"),
    path(f"{village}tenures/new/", tenures.fill, name="tenure_fill"),
    path(f"{village}team/new/", teams.form, name="team_form"),
    path("cadres/teams/<int:pk>/end/", teams.end, name="team_end"),
    path("cadres/teams/renew/", teams.renew, name="teams_renew"),
    path("cadres/posts/", villages.posts, name="posts"),
    path("cadres/sheet/", villages.sheet, name="sheet"),
    path("cadres/terms/", terms.terms, name="terms"),
    path("cadres/vacancies/", terms.vacant_posts, name="vacancies"),
    path("cadres/carry-over/", carrying.left_behind, name="left_behind"),
    path(ended, carrying.carry_over, name="carry_over"),
    path(f"{ended}files/", carrying.carry_files, name="carry_files"),
]
