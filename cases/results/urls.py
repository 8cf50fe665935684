from django.urls import path

from . import views

app_name = "results"
urlpatterns = [
    path("case/answer/", views.answer, name="answer"),
    path("case/answer/calendar/", views.calendar, name="calendar"),
    path("case/answer/settle/", views.settle, name="settle"),
    path("case/ways/", views.ways, name="ways"),
]
