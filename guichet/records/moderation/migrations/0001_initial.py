"""Contacts of social networks that were set aside; closed to other organisations."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0013_written_in'),
        ('directory', '0008_former_logos'),
    ]

    operations = [
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('contact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='set_aside', serialize=False, to='contacts.contact')),
                ('reason', models.CharField(choices=[('no-question', 'no-question'), ('spam', 'spam'), ('insult', 'insult'), ('elsewhere', 'elsewhere'), ('other', 'other')], max_length=12)),
                ('account_id', models.BigIntegerField()),
                ('aside_at', models.DateTimeField()),
                ('back_at', models.DateTimeField(null=True)),
                ('again', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'aside_at'], name='moderation_aside'), models.Index(condition=models.Q(('again__isnull', False)), fields=['again'], name='moderation_again')],
            },
        ),
        separate("moderation_setaside"),
        contain("moderation_setaside", "contact_id", "contacts_contact"),
        contain("moderation_setaside", "again_id", "contacts_contact"),
    ]
