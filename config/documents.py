"""The API described by itself: OpenAPI document and Swagger UI, served from here."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

schema = SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[])
swagger = SpectacularSwaggerView.as_view(
    url_name="api-schema", authentication_classes=[], permission_classes=[]
)
