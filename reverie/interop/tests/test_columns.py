"""Every column of what goes into a copy is written, or named with the reason why it is not."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model

from reverie.accounts.models import Client, Practice
from reverie.core.models import SealedModel
from reverie.core.policy import Actor
from reverie.interop.actions import bring_back, export_client
from reverie.interop.queries import BEYOND, COPIED, HIDDEN, LEFT_OUT, NOT_COPIED, PARTS

BY = Actor.system("test")
OF_THE_RECORD = [model for models in PARTS.values() for model, _path in models]
COMES_BACK = {
    "BigIntegerField", "BooleanField", "CharField", "DateField", "DateTimeField", "ForeignKey",
    "IntegerField", "JSONField", "OneToOneField", "PositiveIntegerField", "PositiveSmallIntegerField",
    "SmallIntegerField", "TextField", "UUIDField",
}  # fmt: skip
"""Kinds of columns whose values are the same again after a copy was written and read."""


def label(model: type[Model]) -> str:
    return model._meta.label_lower


@pytest.mark.parametrize("model", COPIED, ids=label)
def test_beside_a_record_every_column_is_written_or_named_with_a_reason(model: type[Model]) -> None:
    there = {field.attname for field in model._meta.concrete_fields}
    left_out = {name.rpartition(".")[2] for name in NOT_COPIED if name.startswith(f"{label(model)}.")}
    assert there == left_out | set(COPIED[model])
    assert not left_out & set(COPIED[model])


def test_no_reason_is_left_of_a_model_that_is_gone() -> None:
    assert {name.rpartition(".")[0] for name in NOT_COPIED} <= {label(model) for model in COPIED}


@pytest.mark.parametrize("model", OF_THE_RECORD, ids=label)
def test_of_the_record_every_column_comes_back(model: type[Model]) -> None:
    """What is hidden is sealed, and comes as words."""
    hidden = {field.name for field in model._meta.concrete_fields if field.name in HIDDEN}
    assert hidden == ({"sealed"} if issubclass(model, SealedModel) else set())
    written = [field for field in model._meta.concrete_fields if field.name not in HIDDEN]
    assert {field.get_internal_type() for field in written} <= COMES_BACK


def test_every_model_that_knows_a_client_is_in_a_copy_or_left_out_with_a_reason() -> None:
    known = {label(model) for model in [*OF_THE_RECORD, *COPIED]} | set(LEFT_OUT) | set(BEYOND)
    about = {Client, *OF_THE_RECORD}
    knowing = [
        model
        for model in apps.get_models()
        if any(field.name == "client" or field.related_model in about for field in model._meta.fields)
    ]
    assert {label(model) for model in knowing if model._meta.app_label not in BEYOND} <= known


def test_every_model_named_as_left_out_is_there() -> None:
    there = {label(model) for model in apps.get_models()} | set(apps.app_configs)
    assert set(LEFT_OUT) | set(BEYOND) <= there


@pytest.mark.django_db
def test_money_comes_back_in_its_own_currency_and_the_client_with_their_first_day() -> None:
    since = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    with transaction.atomic():
        practice = Practice.objects.create(
            name="Ulmenallee", zone="Europe/Berlin", country="DE", currency="EUR"
        )
        client = Client.objects.create(practice=practice, name="Ada", zone="Europe/Berlin", created_at=since)
        archive = export_client(client=client, own=False, recipient="A colleague", purpose="a move", by=BY)
        transaction.set_rollback(True)
    back, _told, _here = bring_back(archive=archive.content, by=BY)
    assert (back.practice.country, back.practice.currency) == ("DE", "EUR")
    assert Client.objects.get(pk=client.pk).created_at == since
