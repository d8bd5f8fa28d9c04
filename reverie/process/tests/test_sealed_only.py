"""No clear column of the room can hold a word: its models have ids, times, numbers and one sealed value."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models

from reverie.core.policy import Actor
from reverie.process.actions import SheetWords, keep_sheet, open_thread, save_draft
from reverie.process.models import Moment, ProcessSheet
from reverie.process.tests.conftest import BODY

CLEAR = (models.UUIDField, models.DateTimeField, models.ForeignKey, models.PositiveIntegerField)
NUMBERS = {"version", "number", "year"}
MODELS = list(apps.get_app_config("process").get_models())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_clear_columns_are_ids_times_and_numbers(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if field.name == "sealed":
            assert isinstance(field, models.BinaryField)
        elif isinstance(field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
            assert field.name in NUMBERS
        else:
            assert isinstance(field, CLEAR), field


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_is_sealed_for_author_and_client(model: type[models.Model]) -> None:
    for name in ("practice", "author", "client", "sealed", "version"):
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            pytest.fail(f"{model.__name__} has no {name}")


@pytest.mark.django_db
def test_no_word_lies_in_any_table(sheet: ProcessSheet, moment: Moment, as_therapist: Actor) -> None:
    keep_sheet(sheet=sheet, words=SheetWords(body=BODY + " quixotic"), by=as_therapist)
    save_draft(sheet=sheet, changed={"body": "quixotic"}, save=sheet.id, based_on=0, by=as_therapist)
    open_thread(client=sheet.client, title="quixotic", by=as_therapist)
    secrets = ["quixotic", "timing", "rationalization", "landing", "defense", "noticed"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            text = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor])
            found = [word for word in secrets if word in text]
            assert not found or not table.startswith(("process_", "core_audit")), (table, found)
