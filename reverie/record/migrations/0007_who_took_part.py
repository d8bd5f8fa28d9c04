from django.db import migrations, models

from reverie.record import locks


def on(apps, schema_editor):
    locks.create(schema_editor.connection)


def off(apps, schema_editor):
    locks.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("record", "0006_notes_by_their_day")]

    operations = [
        migrations.RunPython(off, on),
        migrations.AddField(model_name="session", name="participants", field=models.JSONField(default=list)),
        migrations.RunPython(on, off),
    ]
