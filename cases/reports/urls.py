from django.urls import path

from . import set_views, views

app_name = "reports"
urlpatterns = [
    path("case/report/kept/<uuid:report>/", views.kept, name="kept"),
    path("case/report/<slug:kind>.pdf", views.download, name="download"),
    path("case/papers/", set_views.choose, name="papers"),
    path("case/papers/<uuid:job>/", set_views.progress, name="progress"),
    path("case/papers/<uuid:job>/cancel/", set_views.cancel, name="cancel"),
    path("open/", views.open_copy, name="open"),
]
