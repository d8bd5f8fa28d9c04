from django.db import migrations

from reverie.record import locks


def on(apps, schema_editor):
    locks.create(schema_editor.connection)


def off(apps, schema_editor):
    locks.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("record", "0004_contacts_papers_keeping")]

    operations = [migrations.RunPython(on, off)]
