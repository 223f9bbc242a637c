from django.urls import URLPattern, path

from supervision.views import appraisal_deciding, appraisal_entry, appraisals

app_name = "supervision"

urlpatterns: list[URLPattern] = [
    path("appraisals/", appraisals.appraisals, name="appraisals"),
    path("appraisals/terminations/", appraisals.terminations, name="terminations"),
    path("appraisals/votes/", appraisal_entry.appraisal_votes, name="appraisal_votes"),
    path(
        "appraisals/villages/<int:pk>/notice/",
        appraisal_entry.appraisal_notice,
        name="appraisal_notice",
    ),
    path("appraisals/<int:pk>/", appraisals.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/paper/", appraisals.appraisal_paper, name="appraisal_paper"),
    path("appraisals/<int:pk>/notice/", appraisal_entry.appraisal_change, name="appraisal_change"),
    path(
        "appraisals/<int:pk>/meeting/", appraisal_entry.appraisal_meeting, name="appraisal_meeting"
    ),
    path("appraisals/<int:pk>/submit/", appraisal_entry.appraisal_submit, name="appraisal_submit"),
    path(
        "appraisals/<int:pk>/announce/",
        appraisal_deciding.appraisal_announce,
        name="appraisal_announce",
    ),
    path(
        "appraisals/<int:pk>/return/", appraisal_deciding.appraisal_return, name="appraisal_return"
    ),
    path(
        "appraisals/<int:pk>/ruling/", appraisal_deciding.appraisal_ruling, name="appraisal_ruling"
    ),
    path(
        "appraisals/results/<int:pk>/check/",
        appraisal_deciding.termination_check,
        name="termination_check",
    ),
]
