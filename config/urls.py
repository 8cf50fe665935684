"""Every address of the site, by way of each app's own list."""

from django.urls import include, path, re_path

from cases import views
from cases.counseling.views import nothing

from . import health

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.measured, name="metrics"),
    path("", include("calculators.shelf.urls")),
    path("states/", include("calculators.states.urls")),
    path("help/", include("calculators.helping.urls")),
    path("api/", include("calculators.api.urls")),
    path("desk/account/", include("cases.counseling.account_urls")),
    path("desk/", include("cases.counseling.urls")),
    re_path(r"^desk/.*/$", nothing),
    path("", include("cases.questionnaire.urls")),
    path("", include("cases.results.urls")),
    path("", include("cases.what_if.urls")),
    path("", include("cases.settling.urls")),
    path("", include("cases.checklist.urls")),
    path("", include("cases.reports.urls")),
    path("", include("cases.reports.letters.urls")),
    path("", include("cases.glossary.guides.urls")),
    path("", include("cases.glossary.urls")),
]
