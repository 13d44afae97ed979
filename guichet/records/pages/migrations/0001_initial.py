"""The tables of this room."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0012_answers_given'),
        ('directory', '0008_former_logos'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('name', models.CharField(max_length=120)),
                ('origin', models.CharField(max_length=267)),
                ('path', models.CharField(max_length=200)),
                ('reason_key', models.CharField(blank=True, max_length=63)),
                ('articles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), default=list, size=None)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='pages_helppage_key')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('letter', 'Letter'), ('notice', 'Notice'), ('page', 'Page')], default='letter', max_length=6)),
                ('article', models.CharField(blank=True, max_length=63)),
                ('reason_key', models.CharField(blank=True, max_length=63)),
                ('made_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='pages_letter_key')],
            },
        ),
        migrations.CreateModel(
            name='Opened',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=7)),
                ('key', models.CharField(max_length=63)),
                ('on_date', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'source', 'key', 'on_date'), name='pages_opened_once')],
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('contact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='came_from', serialize=False, to='contacts.contact')),
                ('page', models.CharField(blank=True, max_length=63)),
                ('step', models.CharField(blank=True, max_length=60)),
                ('field', models.CharField(blank=True, max_length=60)),
                ('article', models.CharField(blank=True, max_length=63)),
                ('letter', models.CharField(blank=True, max_length=63)),
                ('at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'at'], name='pages_origin_at')],
            },
        ),
        migrations.CreateModel(
            name='PublicText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('legal', 'Legal notice'), ('personal-data', 'Personal data'), ('accessibility', 'Accessibility: points checked by hand'), ('accessibility-contact', 'Accessibility: whom to tell'), ('opinion-link', 'Address of “Je donne mon avis”')], max_length=21)),
                ('text', models.TextField(blank=True)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind'), name='pages_publictext_once')],
            },
        ),
    ]
