from django.db import migrations

from reverie.treatment import locks


def on(apps, schema_editor):
    locks.create(schema_editor.connection)


def off(apps, schema_editor):
    locks.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("treatment", "0004_together_limits_endings")]

    operations = [migrations.RunPython(on, off)]
