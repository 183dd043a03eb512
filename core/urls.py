"""Every address of the site; the last line catches what none of them knows."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path, re_path

from api.sitemaps import robots, sitemap
from core import views
from core.media import media

urlpatterns = [
    path("", views.home, name="home"),
    path("api/", include("api.urls")),
    path("blog/", include("api.html_urls")),
    path("accounts/", include("api.accounts_urls")),
    path("admin/", admin.site.urls),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("health/live", views.health_live, name="health-live"),
    path("health/ready", views.health_ready, name="health-ready"),
]
if settings.TOOLBAR:
    urlpatterns += [path("__debug__/", include("debug_toolbar.urls"))]
# Only in development: in production the images are the web server's, or the object storage's.
urlpatterns += static(settings.MEDIA_URL, media, document_root=settings.MEDIA_ROOT)
urlpatterns += [re_path("", views.not_found)]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error
