from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("case/report/kept/<uuid:report>.pdf", views.kept, name="kept"),
    path("case/report/<slug:kind>.pdf", views.download, name="download"),
    path("open/", views.open_copy, name="open"),
]
