"""What passes between a homeowner and an agency, on the homeowner's side: no account, no address of the desk."""

from django.urls import path

from . import passing_pages

app_name = "sharing"
urlpatterns = [
    path("case/share/", passing_pages.share, name="share"),
    path("case/share/<uuid:agency>/", passing_pages.share, name="share_with"),
    path("copy/<str:token>/", passing_pages.take_back, name="take_back"),
]
