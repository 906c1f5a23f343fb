"""The caller's address book over HTTP."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from uuid import UUID

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.member_bodies import AddressesOutput, AddressOutput, SavedAddressInput
from apps.accounts.models import SavedAddress
from apps.accounts.queries import addresses_of, shown_address
from apps.accounts.rules.contacts import TypedAddress
from apps.accounts.services import add_address, change_address, prefer_address, remove_address
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import empty_answer, json_answer, read_body
from shop.kernel.api.idempotency import answered_once

_UNKNOWN = OpenApiResponse(description="There is no such address in the caller's address book.")
_UNFIT = OpenApiResponse(description="A field does not fit; the sentence names it.")


class AddressesView(APIView):
    """The caller's address book."""

    @extend_schema(operation_id="addresses", responses={200: AddressesOutput})
    def get(self, request: Request) -> HttpResponse:
        addresses = addresses_of(caller_id(request))
        return json_answer(
            AddressesOutput(addresses=[AddressOutput(**asdict(saved)) for saved in addresses])
        )

    @extend_schema(
        operation_id="add_address",
        request=SavedAddressInput,
        responses={
            201: AddressOutput,
            404: OpenApiResponse(description="The account was closed."),
            409: OpenApiResponse(description="too_many_addresses"),
            422: _UNFIT,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        add = partial(add_address, customer_id=caller_id(request), address=_typed(request))
        return _once(request, lambda: _answer(add(), status=201))


class AddressView(APIView):
    """One of the caller's addresses."""

    @extend_schema(
        operation_id="change_address",
        request=SavedAddressInput,
        responses={200: AddressOutput, 404: _UNKNOWN, 422: _UNFIT},
    )
    def put(self, request: Request, address_id: UUID) -> HttpResponse:
        change = partial(
            change_address,
            customer_id=caller_id(request),
            address_id=address_id,
            address=_typed(request),
        )
        return _once(request, lambda: _answer(change()))

    @extend_schema(operation_id="remove_address", responses={204: None, 404: _UNKNOWN})
    def delete(self, request: Request, address_id: UUID) -> HttpResponse:
        customer_id = caller_id(request)

        def remove() -> HttpResponse:
            remove_address(customer_id=customer_id, address_id=address_id)
            return empty_answer(status=204)

        return _once(request, remove)


class DefaultAddressView(APIView):
    """Makes one of the caller's addresses the one that is filled in by itself."""

    @extend_schema(
        operation_id="prefer_address", request=None, responses={200: AddressOutput, 404: _UNKNOWN}
    )
    def post(self, request: Request, address_id: UUID) -> HttpResponse:
        prefer = partial(prefer_address, customer_id=caller_id(request), address_id=address_id)
        return _once(request, lambda: _answer(prefer()))


def _typed(request: Request) -> TypedAddress:
    return TypedAddress(**msgspec.to_builtins(read_body(request, SavedAddressInput)))


def _answer(saved: SavedAddress, *, status: int = 200) -> HttpResponse:
    return json_answer(AddressOutput(**asdict(shown_address(saved))), status=status)


def _once(request: Request, answer: Callable[[], HttpResponse]) -> HttpResponse:
    return answered_once(request, caller=f"customer:{caller_id(request)}", answer=answer)
