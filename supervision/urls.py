from django.urls import path

from supervision.views import pledge_items, pledge_steps, pledges

app_name = "supervision"

urlpatterns = [
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
