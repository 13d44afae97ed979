import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_former_logos'),
        ('people', '0003_addresses_by_value'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='contactpoint',
            name='kind',
            field=models.CharField(choices=[('email', 'E-mail'), ('telephone', 'Telephone'), ('post', 'Post'), ('network', 'Account of a network')], max_length=10),
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_same', models.BooleanField()),
                ('grounds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('telephone', 'telephone'), ('email', 'email'), ('post', 'post'), ('network', 'network'), ('case', 'case')], max_length=12), size=None)),
                ('made_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('citizen', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.citizen')),
                ('made_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.citizen')),
                ('undone_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('citizen', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='case_numbers', to='people.citizen')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'people_case_number',
                'indexes': [models.Index(fields=['organisation', 'number'], name='people_case_number_of')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'citizen', 'number'), name='people_case_number_once')],
            },
        ),
        separate('people_judgement'),
        separate('people_case_number'),
        contain('people_case_number', 'citizen_id', 'people_citizen'),
        contain('people_judgement', 'citizen_id', 'people_citizen'),
        contain('people_judgement', 'other_id', 'people_citizen'),
        contain('people_judgement', 'made_by_id', 'directory_account'),
        contain('people_judgement', 'undone_by_id', 'directory_account'),
    ]
