from django.urls import path

from . import starting, views

app_name = "questionnaire"
urlpatterns = [
    path("case/start/", views.start, name="start"),
    path("case/start/<slug:slug>/", starting.start_with, name="start_with"),
    path("case/next/", views.go_on, name="next"),
    path("case/question/<path:path>/", views.question, name="question"),
    path("case/more/<str:chapter>/", views.more, name="more"),
    path("case/elsewhere/", views.elsewhere, name="elsewhere"),
    path("case/first/", views.show_urgent, name="urgent"),
    path("case/check/", views.check, name="check"),
    path("case/save/", views.save, name="save"),
    path("case/left/", views.left, name="left"),
    path("case/delete/", views.delete, name="delete"),
    path("case/deleted/", views.deleted, name="deleted"),
    path("resume/", views.resume, name="resume"),
    path("r/<str:code>/", views.open_link, name="open"),
]
