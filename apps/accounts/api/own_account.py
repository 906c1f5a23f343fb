"""Endpoints about the caller's own account."""

from dataclasses import asdict
from functools import partial
from uuid import UUID

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.member_bodies import AccountOutput, ExportOutput, LeaveInput, ProfileInput
from apps.accounts.queries import account_of, export_of, shown_profile
from apps.accounts.services import change_profile, leave
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import empty_answer, json_answer, read_body
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.preconditions import expected_version, tagged

_CLOSED = OpenApiResponse(description="The account was closed.")
_IF_MATCH = OpenApiParameter(
    "If-Match", location="header", description="The ETag of the account as it was read."
)


class MeView(APIView):
    """The caller's own account."""

    @extend_schema(operation_id="own_account", responses={200: AccountOutput, 404: _CLOSED})
    def get(self, request: Request) -> HttpResponse:
        profile = shown_profile(account_of(caller_id(request)))
        return tagged(json_answer(AccountOutput(**asdict(profile))), version=profile.version)

    @extend_schema(
        operation_id="change_own_account",
        request=ProfileInput,
        parameters=[_IF_MATCH],
        responses={
            200: AccountOutput,
            404: _CLOSED,
            412: OpenApiResponse(description="outdated: the account was changed meanwhile."),
            422: OpenApiResponse(description="A field does not fit; the sentence names it."),
        },
    )
    def patch(self, request: Request) -> HttpResponse:
        customer_id = caller_id(request)
        changes = msgspec.to_builtins(read_body(request, ProfileInput))
        answer = partial(
            _changed, customer_id, changes=changes, seen_version=expected_version(request)
        )
        response = answered_once(request, caller=f"customer:{customer_id}", answer=answer)
        return _tagged_by_content(response)


class ErasureView(APIView):
    """Closes the caller's own account."""

    @extend_schema(
        operation_id="leave",
        request=LeaveInput,
        responses={
            202: OpenApiResponse(description="Closed, and to be forgotten."),
            404: _CLOSED,
            409: OpenApiResponse(description="staff_account: opens the admin site."),
            422: OpenApiResponse(description="wrong_password"),
        },
    )
    def post(self, request: Request) -> HttpResponse:
        """Its owner is forgotten once no order is under way and no money owed; the books stay."""
        customer_id = caller_id(request)
        body = read_body(request, LeaveInput)
        return answered_once(
            request,
            caller=f"customer:{customer_id}",
            answer=lambda: _left(customer_id, body.password),
        )


class ExportView(APIView):
    """All that accounts knows of the caller, in one document."""

    @extend_schema(operation_id="export_own_data", responses={200: ExportOutput, 404: _CLOSED})
    def get(self, request: Request) -> HttpResponse:
        known = asdict(export_of(caller_id(request)))
        response = json_answer(msgspec.convert(known, ExportOutput))
        response["Content-Disposition"] = 'attachment; filename="account.json"'
        response["Cache-Control"] = "no-store"
        return response


def _left(customer_id: UUID, password: str) -> HttpResponse:
    leave(customer_id=customer_id, password=password)
    return empty_answer(status=202)


def _changed(
    customer_id: UUID, *, changes: dict[str, str | bool], seen_version: int | None
) -> HttpResponse:
    user = change_profile(customer_id=customer_id, seen_version=seen_version, **changes)  # type: ignore[arg-type]
    return json_answer(AccountOutput(**asdict(shown_profile(user))))


def _tagged_by_content(response: HttpResponse) -> HttpResponse:
    """A stored answer has no headers, so the version comes from what it says."""
    if response.status_code != 200:
        return response
    account = msgspec.json.decode(response.content, type=AccountOutput)
    return tagged(response, version=account.version)
