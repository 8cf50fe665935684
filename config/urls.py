"""Every address of the site, by way of each app's own list."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.cache import never_cache

from cases import views


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Says "ok" when the process answers and reaches its database; for load balancers and monitors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("healthz", healthz, name="healthz"),
    path("", include("calculators.shelf.urls")),
    path("states/", include("calculators.states.urls")),
    path("help/", include("calculators.helping.urls")),
    path("api/", include("calculators.api.urls")),
    path("desk/account/", include("cases.counseling.account_urls")),
    path("desk/", include("cases.counseling.urls")),
    path("", include("cases.questionnaire.urls")),
    path("", include("cases.results.urls")),
    path("", include("cases.reports.urls")),
    path("", include("cases.glossary.guides.urls")),
    path("", include("cases.glossary.urls")),
]
