from django.urls import path

from . import views

app_name = "checklist"
urlpatterns = [
    path("case/checklist/", views.show, name="show"),
    path("case/checklist/tick/", views.mark, name="tick"),
]
