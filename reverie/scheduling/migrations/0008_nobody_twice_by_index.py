from django.db import migrations

import reverie.scheduling.no_overlap


def anew(apps, schema_editor):
    """The same rule in words that the engines look up in an index, where older words are in place."""
    model = apps.get_model("scheduling", "Appointment")
    reverie.scheduling.no_overlap.put_anew(
        schema_editor, model, reverie.scheduling.no_overlap.NobodyTwice(name="appointment_partner_free")
    )


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0007_planes_with_one_number")]

    operations = [migrations.RunPython(anew, migrations.RunPython.noop)]
