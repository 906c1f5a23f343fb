"""Where a customer wants short news, over HTTP."""

from typing import Annotated

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.notifications.queries import offered_phone_channels, phone_channel_of
from apps.notifications.services import choose_phone_channel
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import Answer, Body, json_answer, read_body
from shop.kernel.api.idempotency import answered_once


class PhoneChannelBody(Body):
    """The channel to the caller's phone; empty for none."""

    example = {"phone_channel": "sms"}

    phone_channel: Annotated[str, msgspec.Meta(max_length=16)]


class PhoneChannelAnswer(Answer):
    """`offered` are the channels to choose from; an empty `phone_channel` is none of them."""

    phone_channel: str
    offered: tuple[str, ...]


class PhoneChannelView(APIView):
    """On which channel news that cannot wait go to the caller's phone."""

    @extend_schema(
        operation_id="phone_channel",
        responses={
            200: PhoneChannelAnswer,
            401: OpenApiResponse(description="No valid access token."),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        return _answer(request)

    @extend_schema(
        operation_id="choose_phone_channel",
        request=PhoneChannelBody,
        responses={
            200: PhoneChannelAnswer,
            401: OpenApiResponse(description="No valid access token."),
            404: OpenApiResponse(description="The caller's contact is not known yet."),
            422: OpenApiResponse(description="The shop does not offer that channel."),
        },
    )
    def put(self, request: Request) -> HttpResponse:
        body = read_body(request, PhoneChannelBody)
        return answered_once(
            request,
            caller=f"customer:{caller_id(request)}",
            answer=lambda: _chosen(request, body.phone_channel),
        )


def _chosen(request: Request, phone_channel: str) -> HttpResponse:
    choose_phone_channel(customer_id=caller_id(request), phone_channel=phone_channel)
    return _answer(request)


def _answer(request: Request) -> HttpResponse:
    chosen = phone_channel_of(caller_id(request))
    return json_answer(PhoneChannelAnswer(phone_channel=chosen, offered=offered_phone_channels()))
