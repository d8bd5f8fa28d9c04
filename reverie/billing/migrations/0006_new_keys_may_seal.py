from django.db import migrations

from reverie.billing import locks


def on(apps, schema_editor):
    locks.create(schema_editor.connection)


def off(apps, schema_editor):
    locks.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_claims")]

    operations = [migrations.RunPython(on, off)]
