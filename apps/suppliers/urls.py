from django.urls import path

from apps.suppliers.api import SupplierCallbackView

urlpatterns = [
    path("callbacks/suppliers/<slug:provider>", SupplierCallbackView.as_view()),
]
