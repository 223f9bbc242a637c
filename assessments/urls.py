from django.urls import path

from assessments.views import board, calibration, deciding, entering, library, overview, plans

app_name = "assessments"

urlpatterns = [
    path("assessments/", overview.overview, name="overview"),
    path("assessments/calibration/", calibration.calibration, name="calibration"),
    path("assessments/plans/", plans.plans, name="plans"),
    path("assessments/plans/new/", plans.plan_new, name="plan_new"),
    path("assessments/plans/<int:pk>/", plans.plan, name="plan"),
    path("assessments/plans/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("assessments/plans/<int:pk>/adopt/", plans.plan_adopt, name="plan_adopt"),
    path("assessments/plans/<int:pk>/revise/", plans.plan_revise, name="plan_revise"),
    path("assessments/plans/<int:pk>/open/", plans.open_rounds, name="open_rounds"),
    path("assessments/plans/<int:pk>/pick/", plans.plan_pick, name="plan_pick"),
    path("assessments/library/", library.library, name="library"),
    path("assessments/library/new/", library.library_new, name="library_new"),
    path("assessments/library/<int:pk>/retire/", library.library_retire, name="library_retire"),
    path("assessments/filing/", deciding.filing, name="filing"),
    path("assessments/rounds/<int:pk>/", board.board, name="board"),
    path("assessments/rounds/<int:pk>/meeting/", entering.meeting, name="meeting"),
    path("assessments/rounds/<int:pk>/ballots/", entering.ballots, name="ballots"),
    path("assessments/rounds/<int:pk>/targets/", entering.targets, name="targets"),
    path("assessments/rounds/<int:pk>/teams/", entering.teams, name="teams"),
    path("assessments/rounds/<int:pk>/refresh/", entering.refresh, name="refresh"),
    path("assessments/rounds/<int:pk>/submit/", deciding.submit, name="submit"),
    path("assessments/rounds/<int:pk>/decide/", deciding.decide, name="decide"),
    path("assessments/rounds/<int:pk>/return/", deciding.return_, name="return"),
    path("assessments/rounds/<int:pk>/file/", deciding.file, name="file"),
    path("assessments/entries/<int:pk>/", board.entry, name="entry"),
    path("assessments/entries/<int:pk>/excuse/", entering.excuse, name="excuse"),
]
