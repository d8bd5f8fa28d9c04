from django.db import migrations


class Migration(migrations.Migration):
    """The number of the change says all that version and moment said."""

    dependencies = [("scheduling", "0006_changes_of_planes")]

    operations = [
        migrations.RemoveField(model_name="freeplane", name="version"),
        migrations.RemoveField(model_name="freeplane", name="changed_at"),
    ]
