from django.urls import URLPattern, path

from supervision.views import (
    appraisal_deciding,
    appraisal_entry,
    appraisals,
    pledge_items,
    pledge_steps,
    pledges,
)

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
    path("pledges/", pledges.pledge_list, name="pledges"),
    path("pledges/new/", pledges.pledge_new, name="pledge_new"),
    path("pledges/discuss/", pledge_steps.discuss, name="pledges_discuss"),
    path("pledges/approve/", pledge_steps.approve, name="pledges_approve"),
    path("pledges/sign/", pledge_steps.sign, name="pledges_sign"),
    path("pledges/progress/", pledge_items.progress, name="pledge_progress"),
    path("pledges/scores/", pledge_items.scores, name="pledge_scores"),
    path("pledges/scores/confirm/", pledge_steps.confirm, name="scores_confirm"),
    path("pledges/overdue/", pledge_items.overdue, name="overdue"),
    path("pledges/<int:pk>/", pledges.pledge, name="pledge"),
    path("pledges/<int:pk>/edit/", pledges.pledge_edit, name="pledge_edit"),
    path("pledges/<int:pk>/discard/", pledges.pledge_discard, name="pledge_discard"),
    path("pledges/<int:pk>/return/", pledge_steps.return_, name="pledge_return"),
    path("pledges/<int:pk>/rescore/", pledge_steps.return_scores, name="scores_return"),
    path("pledges/items/<int:pk>/done/", pledge_items.done, name="pledge_done"),
    path("pledges/items/<int:pk>/reopen/", pledge_items.reopen, name="pledge_reopen"),
    path("pledges/items/<int:pk>/extend/", pledge_items.extension_ask, name="extension_ask"),
    path("pledges/items/<int:pk>/answer/", pledge_items.overdue_answer, name="overdue_answer"),
    path(
        "pledges/extensions/<int:pk>/",
        pledge_items.extension_decide,
        name="extension_decide",
    ),
]
