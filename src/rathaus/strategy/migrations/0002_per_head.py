from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0001_ground'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='per_head',
            field=models.BooleanField(default=False, verbose_name='Anzahl, die sich durch die Einwohner teilen lässt'),
        ),
    ]
