from django.urls import path

from . import views

app_name = "letters"
urlpatterns = [
    path("case/letters/", views.index, name="index"),
    path("case/letters/<slug:kind>/<slug:loan>/", views.letter, name="letter"),
    path("case/letters/<slug:kind>/<slug:loan>/letter.<slug:form>", views.file, name="file"),
]
