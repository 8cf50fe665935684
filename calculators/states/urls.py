from django.urls import path

from . import views

app_name = "states"
urlpatterns = [
    path("", views.index, name="index"),
    path("compare/", views.side_by_side, name="compare"),
    path("coverage/", views.how_far, name="coverage"),
    path("<slug:named>/", views.state, name="state"),
]
