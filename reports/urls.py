from django.urls import path

from reports.views import (
    audit_log,
    calibration,
    exports,
    grids,
    home,
    papers,
    person,
    pledges,
    verify,
    work,
    year,
)

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("todo/count/", home.todo_count, name="todo_count"),
    path("cadres/<int:pk>/", person.person, name="person"),
    path("cadres/<int:pk>/numbers/", person.unmask, name="unmask"),
    path("cadres/<int:pk>/file.pdf", papers.person_pdf, name="person_pdf"),
    path("cadres/<int:pk>/file/numbers/", papers.person_pdf_in_full, name="person_pdf_in_full"),
    path("cadres/<int:pk>/appointment/", papers.appointment_form, name="appointment_form"),
    path("assessments/rounds/<int:pk>/papers/", year.round_papers, name="round_papers"),
    path("assessments/rounds/<int:pk>/papers/page/", year.round_paper, name="round_paper"),
    path("assessments/rounds/<int:pk>/papers/file/", year.round_file, name="round_file"),
    path("pledges/papers/", pledges.pledge_papers, name="pledge_papers"),
    path("pledges/papers/file/", pledges.pledge_file, name="pledge_file"),
    path("background/", work.work_list, name="work_list"),
    path("background/<int:pk>/", work.work, name="work"),
    path("background/<int:pk>/file/", exports.work_file, name="work_file"),
    path("exports/rounds/<int:pk>/grid.xlsx", grids.grid_file, name="grid_file"),
    path("exports/rounds/<int:pk>/upload/", grids.grid_upload, name="grid_upload"),
    path("exports/cadres/", exports.export_list, name="export_list"),
    path("exports/calibration/", calibration.calibration_file, name="calibration_file"),
    path("exports/mending/", exports.export_mending, name="export_mending"),
    path("exports/empty-roster/", exports.empty_roster, name="empty_roster"),
    path("reports/verify/", verify.verify, name="verify"),
    path("audit/log/", audit_log.log, name="audit_log"),
    path("audit/who-saw/", audit_log.who_saw, name="who_saw"),
    path("audit/chain/", audit_log.chain, name="audit_chain"),
]
