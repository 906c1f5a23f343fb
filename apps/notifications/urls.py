from django.urls import path

from apps.notifications.api import PhoneChannelView

urlpatterns = [path("api/v1/me/phone-channel", PhoneChannelView.as_view())]
