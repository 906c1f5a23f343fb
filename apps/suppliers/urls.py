from django.urls import path

from apps.suppliers.api import SupplierCallbackView

urlpatterns = [
    path("callbacks/suppliers/sandbox", SupplierCallbackView.as_view()),
]
