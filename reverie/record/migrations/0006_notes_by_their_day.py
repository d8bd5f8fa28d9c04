from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0005_new_keys_may_seal")]

    operations = [
        migrations.AddIndex(
            model_name="progressnote",
            index=models.Index(fields=["released_at"], name="note_released_at"),
        ),
    ]
