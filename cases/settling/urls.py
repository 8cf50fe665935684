from django.urls import path

from . import views

app_name = "settling"
urlpatterns = [path("case/settle/", views.settle, name="plan")]
