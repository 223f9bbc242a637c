from django.urls import path

from cadres.views import (
    carrying,
    corrections,
    documents,
    dossier,
    duplicates,
    editing,
    people,
    recusal,
    teams,
    tenures,
    terms,
    transfers,
    villages,
)

app_name = "cadres"

village = "cadres/villages/<int:pk>/"
tenure = "cadres/tenures/<int:pk>/"
ended = "cadres/carry-over/<int:pk>/"

urlpatterns = [
    path("cadres/", people.people, name="list"),
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
        "cadres/corrections/<int:pk>/evidence/",
        corrections.correction_evidence,
        name="correction_evidence",
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
