"""One inbox for all firms that call back: each by its own door, kept once, read again on demand."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.payments.models import GatewayCallback
from apps.shipping.models import CourierCallback
from apps.suppliers.models import SupplierCallback
from shop.kernel import clock, jobs
from shop.kernel.api.callbacks import callbacks_refused
from shop.kernel.api.signatures import digest_of
from shop.kernel.callbacks import kept_once, news_of_callbacks, read_again
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.models import CallbackState
from tests.factories.accounts import UserFactory
from tests.factories.payments import GatewayCallbackFactory
from tests.factories.shipping import CourierCallbackFactory
from tests.factories.suppliers import SupplierCallbackFactory
from tests.together import at_once, outcomes_of

KINDS = {
    "payments": GatewayCallback,
    "shipping": CourierCallback,
    "suppliers": SupplierCallback,
}
FACTORIES = (GatewayCallbackFactory, CourierCallbackFactory, SupplierCallbackFactory)
NEW, OLD = "the new secret", "the old secret"
BODY = b'{"id": "evt_1",  "type": "moved", "data": {"id": "x_1", "reference": "x"}}'

every_kind = pytest.mark.parametrize("kind", KINDS)
every_table = pytest.mark.parametrize("factory", FACTORIES, ids=lambda it: it.__name__)


@pytest.fixture(autouse=True)
def _firms(settings):
    """A firm called Acme is changing its secret; Mill shows no secret yet."""
    for kind in KINDS:
        settings.CALLBACK_SECRETS = {
            **settings.CALLBACK_SECRETS, f"{kind}/acme": [NEW, OLD], f"{kind}/mill": [""],
        }  # fmt: skip


def call_back(
    kind,
    *,
    firm="acme",
    body=BODY,
    secret=NEW,
    header="Acme-Signature",
    age=timedelta(),
):
    moment = str(int((clock.now() - age).timestamp()))
    signed = f"t={moment},v1={digest_of(body, moment=moment, secret=secret)}"
    return Client().post(
        f"/callbacks/{kind}/{firm}", body, "application/json", headers={header: signed}
    )


@every_kind
def test_a_firm_calls_back_by_its_own_door_with_either_of_its_secrets(kind, db):
    answers = [call_back(kind, secret=secret).status_code for secret in (NEW, OLD)]

    kept = KINDS[kind].objects.get()
    assert answers == [200, 200]
    assert (kept.provider, kept.event_id, kept.body) == ("acme", "evt_1", BODY.decode())


@every_kind
def test_what_is_signed_for_another_door_is_refused(kind, db, settings):
    sandbox = settings.SANDBOX_SECRET

    answers = [
        call_back(kind, secret=sandbox),
        call_back(kind, secret=sandbox, header="Sandbox-Signature"),
        call_back(kind, firm="sandbox", header="Sandbox-Signature"),
        call_back(kind, age=timedelta(seconds=301)),
    ]

    assert {(it.status_code, it.json()["code"]) for it in answers} == {(400, "wrong_signature")}
    assert not KINDS[kind].objects.exists()


@every_kind
def test_whoever_has_no_secret_has_no_door(kind, db):
    answers = [
        call_back(kind, firm="stranger", secret="", header="Stranger-Signature"),
        call_back(kind, firm="mill", secret="", header="Mill-Signature"),
    ]

    assert [it.status_code for it in answers] == [404, 404]
    assert not KINDS[kind].objects.exists()


def test_refused_messages_are_counted_by_door(db):
    counted = callbacks_refused.labels("payments/acme")._value.get

    before = counted()
    call_back("payments", secret="guessed")

    assert counted() - before == 1


@every_kind
def test_two_firms_may_use_the_same_id(kind, db, settings):
    call_back(kind)
    call_back(kind, firm="sandbox", secret=settings.SANDBOX_SECRET, header="Sandbox-Signature")
    call_back(kind, body=BODY.replace(b"moved", b"moved again"))

    kept = dict(KINDS[kind].objects.values_list("provider", "body"))
    assert kept == dict.fromkeys(("acme", "sandbox"), BODY.decode())


@pytest.mark.django_db(transaction=True)
@every_kind
def test_a_message_that_comes_ten_times_at_once_is_kept_once(kind):
    answers = at_once([lambda: call_back(kind).status_code] * 10)

    assert answers == [200] * 10
    assert KINDS[kind].objects.count() == 1


@pytest.mark.parametrize("body", [b'{"id": "e", "x": "\xff"}', b'{"id": "e", "x": "\x00"}', b"{"])
def test_what_is_no_text_is_a_bad_request(body, db):
    assert call_back("payments", body=body).status_code == 400


@pytest.mark.parametrize("name", ["", "Acme", "a b", "a/b", "x" * 33, "acme\n"])
def test_a_provider_has_a_plain_name(name, db):
    with pytest.raises(InvalidInput, match="Call a provider by"):
        kept_once(GatewayCallback, provider=name, event_id="evt_1", body="{}")


@every_table
@pytest.mark.parametrize(
    "change",
    [
        {"provider": "Acme"},
        {"provider": "acme\n"},
        {"state": "lost"},
        {"state": "received", "due_at": None},
        {"state": "understood"},
        {"state": "understood", "due_at": None, "note": "why not"},
        {"note": "why not"},
    ],
    ids=str,
)
def test_the_table_refuses_what_cannot_be(factory, change, db):
    callback = factory()

    with pytest.raises(IntegrityError), transaction.atomic():
        type(callback).objects.filter(pk=callback.pk).update(**change)


@every_table
def test_what_was_read_can_be_read_again_and_what_waits_cannot(factory, db):
    ignored, understood, waiting = factory(ignored=True), factory(understood=True), factory()

    for callback in (ignored, understood):
        read_again(type(callback), callback.pk)
    with pytest.raises(DomainError, match="It waits to be read"):
        read_again(type(waiting), waiting.pk)

    for callback in (ignored, understood):
        callback.refresh_from_db()
        assert (callback.state, callback.note) == (CallbackState.RECEIVED, "")
        assert callback.due_at <= clock.now()


@every_table
def test_a_message_is_read_once_each_time(factory, db):
    callback = factory(understood=True)

    for again in (callback.understand, partial(callback.ignore, "no")):
        with pytest.raises(DomainError, match="It was read before and is understood"):
            again()


def test_a_message_that_a_worker_reads_is_left_to_him(db):
    callback = GatewayCallbackFactory()
    jobs.claim(GatewayCallback, callback.pk)

    with pytest.raises(DomainError, match="It waits to be read"):
        read_again(GatewayCallback, callback.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_one_has_it_read_again():
    callback = GatewayCallbackFactory(ignored=True)

    outcomes = outcomes_of([partial(read_again, GatewayCallback, callback.pk)] * 2)

    assert sorted(type(it).__name__ for it in outcomes) == ["DomainError", "NoneType"]


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_brings_it_to_a_worker():
    callback = GatewayCallbackFactory(ignored=True)
    read_again(GatewayCallback, callback.pk)

    with clock.travelled_to(clock.now() + jobs.SWEEP_AFTER):
        assert jobs._overdue(GatewayCallback) == [callback.pk]


def chosen(client, callbacks):
    """What the list says after "Read again" was chosen for these rows."""
    meta = type(callbacks[0])._meta
    answer = client.post(
        reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
        {"action": "read_again", "_selected_action": [str(it.pk) for it in callbacks]},
        follow=True,
    )
    return [str(message) for message in answer.context["messages"]]


def staff(model, permission):
    user = UserFactory(is_staff=True)
    codename = f"{permission}_{model._meta.model_name}"
    for name in (codename, f"view_{model._meta.model_name}"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    client = Client()
    client.force_login(user)
    return client


@every_table
def test_staff_has_messages_read_again(factory, db):
    model = factory._meta.model
    callbacks = [factory(ignored=True), factory(understood=True), factory()]

    said = chosen(staff(model, "change"), callbacks)

    assert said[0] == "2 of 3 are read again."
    assert said[1].startswith("1 of 3: It waits to be read")
    assert set(model.objects.values_list("state", flat=True)) == {"received"}
    by_hand = LogEntry.objects.filter(change_message="Had it read again.")
    assert {it.object_id for it in by_hand} == {str(it.pk) for it in callbacks[:2]}


@every_table
def test_who_may_only_look_has_nothing_read_again(factory, db):
    callback = factory(ignored=True)

    chosen(staff(type(callback), "view"), [callback])

    callback.refresh_from_db()
    assert callback.state == CallbackState.IGNORED


def test_every_table_of_messages_has_such_a_page():
    tables = {model for model in jobs.job_models() if hasattr(model, "event_id")}

    assert tables == set(KINDS.values())
    assert all("read_again" in admin.site._registry[table].actions for table in tables)


def test_it_is_known_what_became_of_the_messages(db):
    long_ago = clock.now() - timedelta(hours=2)
    GatewayCallbackFactory.create_batch(2, understood=True)
    GatewayCallbackFactory(ignored=True, received_at=long_ago, note="long ago")
    CourierCallbackFactory(ignored=True, note="No shipment of ours.")

    news = news_of_callbacks(since=clock.now() - timedelta(hours=1))

    assert [(it.app, it.understood, it.ignored, it.note) for it in news] == [
        ("payments", 2, 0, ""),
        ("shipping", 0, 1, "No shipment of ours."),
        ("suppliers", 0, 0, ""),
    ]


def test_a_body_is_kept_to_the_byte(db):
    body = json.dumps({"id": "evt_1", "name": "Żółć"}, ensure_ascii=False, indent=3).encode()

    call_back("suppliers", body=body)

    assert SupplierCallback.objects.get().body.encode() == body
