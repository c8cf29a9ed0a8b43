from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_cache")]

    operations = [
        migrations.AddField("auditentry", "mark", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.AddConstraint(
            "auditseal",
            models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="accounts_seals_count_from_one"),
        ),
    ]
