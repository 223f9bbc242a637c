from django.urls import path

from assessments.views import (
    board,
    calibration,
    deciding,
    entering,
    library,
    lists,
    notice,
    objections,
    overview,
    plans,
    revisions,
)

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
    path("assessments/ungraded/", lists.ungraded, name="ungraded"),
    path("assessments/review/", lists.review, name="review"),
    path("assessments/minutes/<int:pk>/file/", board.minutes_file, name="minutes_file"),
    path("assessments/plans/<int:pk>/pick/", plans.plan_pick, name="plan_pick"),
    path("assessments/library/", library.library, name="library"),
    path("assessments/library/new/", library.library_new, name="library_new"),
    path("assessments/library/<int:pk>/retire/", library.library_retire, name="library_retire"),
    path("assessments/filing/", deciding.filing, name="filing"),
    path("assessments/rounds/<int:pk>/", board.board, name="board"),
    path("assessments/rounds/<int:pk>/meeting/", entering.meeting, name="meeting"),
    path(
        "assessments/rounds/<int:pk>/meeting/cells/", entering.meeting_cells, name="meeting_cells"
    ),
    path("assessments/rounds/<int:pk>/ballots/", entering.ballots, name="ballots"),
    path(
        "assessments/rounds/<int:pk>/ballots/cells/", entering.ballots_cells, name="ballots_cells"
    ),
    path("assessments/rounds/<int:pk>/targets/", entering.targets, name="targets"),
    path(
        "assessments/rounds/<int:pk>/targets/cells/", entering.targets_cells, name="targets_cells"
    ),
    path("assessments/rounds/<int:pk>/teams/", entering.teams, name="teams"),
    path("assessments/rounds/<int:pk>/teams/cells/", entering.teams_cells, name="teams_cells"),
    path("assessments/rounds/<int:pk>/refresh/", entering.refresh, name="refresh"),
    path("assessments/rounds/<int:pk>/submit/", deciding.submit, name="submit"),
    path("assessments/rounds/<int:pk>/decide/", deciding.decide, name="decide"),
    path("assessments/rounds/<int:pk>/return/", deciding.return_, name="return"),
    path("assessments/rounds/<int:pk>/file/", deciding.file, name="file"),
    path("assessments/entries/<int:pk>/", board.entry, name="entry"),
    path("assessments/filing/chosen/", deciding.filing_chosen, name="filing_chosen"),
    path("assessments/rounds/<int:pk>/notice/", notice.notice, name="notice"),
    path("assessments/rounds/<int:pk>/notice/post/", notice.notice_post, name="notice_post"),
    path("assessments/rounds/<int:pk>/feedback/", notice.feedback, name="feedback"),
    path("assessments/rounds/<int:pk>/letters/", notice.letters, name="letters"),
    path("assessments/rounds/<int:pk>/letters/serve/", notice.letters_serve, name="letters_serve"),
    path("assessments/rounds/<int:pk>/report/", notice.report, name="report"),
    path(
        "assessments/rounds/<int:pk>/objections/new/",
        objections.objection_new,
        name="objection_new",
    ),
    path("assessments/entries/<int:pk>/review/", objections.review_new, name="review_new"),
    path("assessments/objections/<int:pk>/", objections.objection, name="objection"),
    path("assessments/objections/<int:pk>/appeal/", objections.appeal_new, name="appeal_new"),
    path(
        "assessments/objections/<int:pk>/accept/",
        objections.objection_accept,
        name="objection_accept",
    ),
    path(
        "assessments/objections/<int:pk>/reject/",
        objections.objection_reject,
        name="objection_reject",
    ),
    path(
        "assessments/objections/<int:pk>/answer/",
        objections.objection_answer,
        name="objection_answer",
    ),
    path("assessments/objections/<int:pk>/serve/", objections.answer_serve, name="answer_serve"),
    path("assessments/objections/<int:pk>/extend/", objections.appeal_extend, name="appeal_extend"),
    path("assessments/revisions/", revisions.revisions, name="revisions"),
    path("assessments/entries/<int:pk>/revise/", revisions.revise, name="revise"),
    path("assessments/revisions/<int:pk>/", revisions.revision, name="revision"),
    path(
        "assessments/revisions/<int:pk>/decide/", revisions.revision_decide, name="revision_decide"
    ),
    path(
        "assessments/revisions/<int:pk>/refuse/", revisions.revision_refuse, name="revision_refuse"
    ),
    path("assessments/revisions/<int:pk>/file/", revisions.revision_file, name="revision_file"),
    path("assessments/entries/<int:pk>/excuse/", entering.excuse, name="excuse"),
]
