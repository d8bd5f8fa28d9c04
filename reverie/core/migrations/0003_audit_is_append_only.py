from django.db import migrations

from reverie.core import append_only


def on(apps, schema_editor):
    append_only.create(schema_editor.connection)


def off(apps, schema_editor):
    append_only.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_workers")]
    operations = [migrations.RunPython(on, off)]
