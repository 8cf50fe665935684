from django.urls import path

from . import views

app_name = "calculators"
urlpatterns = [
    path("calculators/", views.index, name="index"),
    path("calculators/<slug:slug>/", views.calculator, name="calculator"),
]
