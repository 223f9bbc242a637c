from django.urls import path

from rulebook.views import book, decisions, files, trials

app_name = "rulebook"

urlpatterns = [
    path("rulebook/", book.figures, name="figures"),
    path("rulebook/catalogues/", book.catalogues, name="catalogues"),
    path("rulebook/counties/", book.counties, name="counties"),
    path("rulebook/readings/", book.readings, name="readings"),
    path("rulebook/article/", book.article, name="article"),
    path("rulebook/files/", files.files, name="files"),
    path("rulebook/files/new/", files.file_new, name="file_new"),
    path("rulebook/files/<int:pk>/", files.file, name="file"),
    path("rulebook/files/<int:pk>/rule/", files.file_rule, name="file_rule"),
    path("rulebook/files/<int:pk>/try/", files.file_try, name="file_try"),
    path("rulebook/confirm/", files.confirm, name="confirm"),
    path("rulebook/what-if/", trials.whatif, name="whatif"),
    path("rulebook/what-if/<int:pk>/", trials.trial, name="trial"),
    path("rulebook/what-if/<int:pk>/again/", trials.trial_again, name="trial_again"),
    path("rulebook/decisions/<int:pk>/", decisions.decision, name="decision"),
]
