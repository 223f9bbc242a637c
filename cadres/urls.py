from django.urls import path

from cadres.views import (
    corrections,
    documents,
    dossier,
    duplicates,
    editing,
    people,
    recusal,
    roster_files,
    rosters,
    transfers,
)

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
    path("cadres/rosters/<int:pk>/transfers/", rosters.roster_transfers, name="roster_transfers"),
    path("cadres/rosters/<int:pk>/discard/", rosters.roster_discard, name="roster_discard"),
    path("cadres/rosters/<int:pk>/undo/", rosters.roster_undo, name="roster_undo"),
    path("cadres/rosters/<int:pk>/refused/", roster_files.roster_refused, name="roster_refused"),
    path("cadres/rosters/<int:pk>/file/", roster_files.roster_file, name="roster_file"),
    path("cadres/transfers/", transfers.transfer_list, name="transfers"),
    path("cadres/transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path("cadres/transfers/<int:pk>/decide/", transfers.transfer_decide, name="transfer_decide"),
    path("cadres/transfers/<int:pk>/pass/", transfers.transfer_pass, name="transfer_pass"),
    path("cadres/transferred/", transfers.transferred, name="transferred"),
    path("cadres/duplicates/", duplicates.duplicate_list, name="duplicates"),
    path("cadres/duplicates/<int:pk>/", duplicates.compare, name="compare"),
    path("cadres/duplicates/<int:pk>/judge/", duplicates.judge, name="judge"),
    path("cadres/duplicates/verdicts/<int:pk>/", duplicates.verdict, name="verdict"),
    path(
        "cadres/duplicates/verdicts/<int:pk>/review/",
        duplicates.verdict_review,
        name="verdict_review",
    ),
    path("cadres/corrections/", corrections.correction_list, name="corrections"),
    path("cadres/corrections/<int:pk>/", corrections.correction, name="correction"),
    path(
        "cadres/corrections/<int:pk>/review/",
        corrections.correction_review,
        name="correction_review",
    ),
    path(
        "cadres/corrections/<int:pk>/withdraw/",
        corrections.correction_withdraw,
        name="correction_withdraw",
    ),
    path("cadres/<int:pk>/corrections/new/", corrections.correction_new, name="correction_new"),
    path("cadres/<int:pk>/verify/", corrections.verify, name="verify"),
    path("cadres/new/", editing.add, name="add"),
    path("cadres/number/", editing.number, name="number"),
    path("cadres/recusals/", recusal.recusals, name="recusals"),
    path("cadres/<int:pk>/edit/", editing.edit, name="edit"),
    *dossier.addresses(),
    path("cadres/<int:pk>/sanction/new/", dossier.sanction_add, name="sanction_add"),
    path("cadres/sanction/<int:pk>/withdraw/", dossier.sanction_withdraw, name="sanction_withdraw"),
    path("cadres/<int:pk>/document/new/", documents.document_add, name="document_add"),
    path("cadres/document/<int:pk>/", documents.document, name="document"),
    path(
        "cadres/document/<int:pk>/withdraw/", documents.document_withdraw, name="document_withdraw"
    ),
    path("cadres/<int:pk>/photo/", documents.photo, name="photo"),
    path("cadres/<int:pk>/photo/new/", documents.photo_set, name="photo_set"),
]
