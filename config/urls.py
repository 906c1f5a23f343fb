from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import documents, health, metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("api/schema", documents.schema, name="api-schema"),
    path("api/docs", documents.swagger, name="api-docs"),
    path("admin/", admin.site.urls),
    path("", include("apps.accounts.urls")),
    path("", include("apps.catalog.urls")),
    path("", include("apps.inventory.urls")),
    path("", include("apps.notifications.urls")),
    path("", include("apps.orders.urls")),
    path("", include("apps.payments.urls")),
    path("", include("apps.shipping.urls")),
    path("", include("apps.suppliers.urls")),
    path("", include("shop.storefront.urls")),
]

handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
handler400 = "config.errors.bad_request"
