from django.urls import path

from . import views

app_name = "guides"
urlpatterns = [
    path("guides/", views.index, name="index"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
]
