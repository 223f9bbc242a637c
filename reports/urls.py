from django.urls import path

from reports.views import audit_log, home, person, work

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("todo/count/", home.todo_count, name="todo_count"),
    path("cadres/<int:pk>/", person.person, name="person"),
    path("cadres/<int:pk>/numbers/", person.unmask, name="unmask"),
    path("work/", work.work_list, name="work_list"),
    path("work/<int:pk>/", work.work, name="work"),
    path("audit/log/", audit_log.log, name="audit_log"),
    path("audit/who-saw/", audit_log.who_saw, name="who_saw"),
    path("audit/chain/", audit_log.chain, name="audit_chain"),
]
