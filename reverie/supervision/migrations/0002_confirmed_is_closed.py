from django.db import migrations

from reverie.supervision import locks


def on(apps, schema_editor):
    locks.create(schema_editor.connection)


def off(apps, schema_editor):
    locks.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_pairs_copies_hours")]
    operations = [migrations.RunPython(on, off)]
