"""The desk's addresses. Every one of them stands, with who may open it, in the table of tests/test_desk_access.py."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
]
