from django.urls import path

from . import views

app_name = "what_if"
urlpatterns = [
    path("case/what-if/", views.page, name="page"),
    path("case/what-if/keep/", views.keep, name="keep"),
    path("case/what-if/adopt/", views.adopt, name="adopt"),
    path("case/what-if/kept/<slug:scenario>/", views.change, name="change"),
]
