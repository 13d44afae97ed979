"""Mailboxes, mails as they came, and contacts held by mail; closed to other organisations."""

import django.contrib.postgres.fields
import django.db.models.deletion
import guichet.records.correspondence.words
import uuid
from django.db import migrations, models

from guichet.records.separation import anchor, contain, separate


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0012_answers_given'),
        ('directory', '0008_former_logos'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254, unique=True)),
                ('language', models.CharField(max_length=12)),
                ('is_active', models.BooleanField(default=True)),
                ('acknowledges', models.BooleanField(default=True)),
                ('has_tags', models.BooleanField(default=False)),
                ('trusted_server', models.CharField(blank=True, max_length=253)),
                ('host', models.CharField(blank=True, max_length=253)),
                ('port', models.PositiveIntegerField(default=993)),
                ('security', models.CharField(choices=[('tls', 'tls'), ('starttls', 'starttls'), ('none', 'none')], default=guichet.records.correspondence.words.Security['TLS'], max_length=8)),
                ('login', models.CharField(blank=True, max_length=254)),
                ('secret', models.BinaryField(null=True)),
                ('uid_validity', models.BigIntegerField(null=True)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('heard_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=40)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reason', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.reason')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('queue', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='directory.queue')),
                ('text', models.TextField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IncomingMail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('recipient', models.CharField(max_length=254)),
                ('return_path', models.CharField(max_length=254, null=True)),
                ('raw', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('received_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('received', 'received'), ('read', 'read'), ('settled', 'settled'), ('aside', 'aside'), ('quarantined', 'quarantined')], max_length=12)),
                ('cause', models.CharField(blank=True, choices=[('', ''), ('joined', 'joined'), ('forged', 'forged'), ('repeated', 'repeated'), ('own', 'own'), ('flood', 'flood'), ('automatic', 'automatic'), ('report', 'report'), ('unreadable', 'unreadable'), ('no-reason', 'no-reason')], max_length=12)),
                ('kind', models.CharField(blank=True, choices=[('letter', 'letter'), ('generated', 'generated'), ('auto-reply', 'auto-reply'), ('bounce', 'bounce')], max_length=12)),
                ('problems', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('verification', models.CharField(choices=[('unknown', 'unknown'), ('verified', 'verified'), ('failed', 'failed')], default=guichet.records.correspondence.words.Verification['UNKNOWN'], max_length=8)),
                ('message_id', models.CharField(blank=True, max_length=250)),
                ('sender', models.CharField(blank=True, max_length=254)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('number', models.PositiveIntegerField(null=True)),
                ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('mailbox', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='correspondence.mailbox')),
            ],
            options={
                'db_table': 'correspondence_incoming',
                'indexes': [models.Index(fields=['organisation', 'message_id'], name='correspondence_incoming_id'), models.Index(fields=['organisation', 'sender', 'received_at'], name='correspondence_incoming_of'), models.Index(condition=models.Q(('state__in', ['received', 'aside', 'quarantined'])), fields=['organisation', 'received_at'], name='correspondence_incoming_left')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'mailbox', 'key'), name='correspondence_incoming_key')],
            },
        ),
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('contact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='exchange', serialize=False, to='contacts.contact')),
                ('address', models.CharField(blank=True, max_length=254)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('thread_ids', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=250), default=list, size=None)),
                ('verification', models.CharField(choices=[('unknown', 'unknown'), ('verified', 'verified'), ('failed', 'failed')], max_length=8)),
                ('is_forged', models.BooleanField(default=False)),
                ('told_number', models.PositiveIntegerField(default=0)),
                ('is_watched', models.BooleanField(default=True)),
                ('promised_at', models.DateTimeField(null=True)),
                ('continues', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('mailbox', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='correspondence.mailbox')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_watched', True)), fields=['organisation'], name='correspondence_watched')],
            },
        ),
        migrations.AddIndex(
            model_name='exchange',
            index=models.Index(condition=models.Q(('continues__isnull', False)), fields=['continues'], name='correspondence_continues'),
        ),
        anchor("correspondence_mailbox"),
        *(
            separate(f"correspondence_{name}")
            for name in ("mailbox", "incoming", "exchange", "signature")
        ),
        contain("correspondence_mailbox", "reason_id", "directory_reason"),
        contain("correspondence_incoming", "mailbox_id", "correspondence_mailbox"),
        contain("correspondence_incoming", "contact_id", "contacts_contact"),
        contain("correspondence_exchange", "contact_id", "contacts_contact"),
        contain("correspondence_exchange", "mailbox_id", "correspondence_mailbox"),
        contain("correspondence_exchange", "continues_id", "contacts_contact"),
        contain("correspondence_signature", "queue_id", "directory_queue"),
    ]
