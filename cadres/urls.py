from django.urls import path

from cadres.views import documents, dossier, editing, people, recusal

app_name = "cadres"

urlpatterns = [
    path("cadres/", people.people, name="list"),
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
