"""Accounts outside, what came to them, contacts held there, and what goes out; closed to other organisations."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.db import migrations, models

from guichet.records.separation import anchor, contain, separate


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0013_written_in'),
        ('directory', '0008_former_logos'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=20)),
                ('address', models.CharField(max_length=200)),
                ('language', models.CharField(max_length=12)),
                ('is_active', models.BooleanField(default=True)),
                ('acknowledges', models.BooleanField(default=False)),
                ('settings', models.JSONField(default=dict)),
                ('secret', models.BinaryField(null=True)),
                ('quiet_from', models.TimeField(null=True)),
                ('quiet_until', models.TimeField(null=True)),
                ('per_second', models.PositiveSmallIntegerField(default=5)),
                ('paused_until', models.DateTimeField(null=True)),
                ('heard_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=60)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reason', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.reason')),
            ],
        ),
        migrations.CreateModel(
            name='Arrived',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=250)),
                ('arrived_at', models.DateTimeField()),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.account')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Incoming',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=250)),
                ('digest', models.CharField(max_length=64)),
                ('raw', models.BinaryField()),
                ('received_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('received', 'received'), ('read', 'read'), ('settled', 'settled'), ('waiting', 'waiting'), ('aside', 'aside'), ('quarantined', 'quarantined')], max_length=12)),
                ('cause', models.CharField(blank=True, choices=[('', ''), ('joined', 'joined'), ('repeated', 'repeated'), ('flood', 'flood'), ('report', 'report'), ('stop', 'stop'), ('empty', 'empty'), ('unreadable', 'unreadable'), ('no-reason', 'no-reason'), ('moderated', 'moderated')], max_length=12)),
                ('reference', models.CharField(blank=True, max_length=250)),
                ('handle', models.CharField(blank=True, max_length=200)),
                ('part_group', models.CharField(blank=True, max_length=250)),
                ('part_number', models.PositiveSmallIntegerField(null=True)),
                ('part_count', models.PositiveSmallIntegerField(null=True)),
                ('number', models.PositiveIntegerField(null=True)),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.account')),
                ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('purpose', models.CharField(choices=[('reply', 'reply'), ('acknowledgement', 'acknowledgement'), ('confirmation', 'confirmation')], max_length=16)),
                ('number', models.PositiveIntegerField(null=True)),
                ('handle', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField()),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('is_public', models.BooleanField(default=False)),
                ('in_reply_to', models.CharField(blank=True, max_length=250)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('uncertain', 'uncertain'), ('sent', 'sent'), ('delivered', 'delivered'), ('failed', 'failed'), ('refused', 'refused'), ('left', 'left')], max_length=10)),
                ('names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=250), default=list, size=None)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.account')),
                ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=250)),
                ('state', models.CharField(choices=[('sent', 'sent'), ('delivered', 'delivered'), ('failed', 'failed')], max_length=10)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('received_at', models.DateTimeField()),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.account')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField()),
                ('said_at', models.DateTimeField()),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.account')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('contact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='talk', serialize=False, to='contacts.contact')),
                ('handle', models.CharField(blank=True, max_length=200)),
                ('is_public', models.BooleanField(default=False)),
                ('reference', models.CharField(blank=True, max_length=250)),
                ('window_until', models.DateTimeField(null=True)),
                ('told_number', models.PositiveIntegerField(default=0)),
                ('is_watched', models.BooleanField(default=True)),
                ('promised_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='messaging.account')),
                ('continues', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'address'), name='messaging_account_address'),
        ),
        migrations.AddConstraint(
            model_name='arrived',
            constraint=models.UniqueConstraint(fields=('organisation', 'account', 'reference'), name='messaging_arrived_once'),
        ),
        migrations.AddIndex(
            model_name='incoming',
            index=models.Index(fields=['organisation', 'digest'], name='messaging_incoming_digest'),
        ),
        migrations.AddIndex(
            model_name='incoming',
            index=models.Index(fields=['organisation', 'account', 'handle', 'received_at'], name='messaging_incoming_of'),
        ),
        migrations.AddIndex(
            model_name='incoming',
            index=models.Index(condition=models.Q(('state__in', ['received', 'waiting', 'aside', 'quarantined'])), fields=['organisation', 'received_at'], name='messaging_incoming_left'),
        ),
        migrations.AddConstraint(
            model_name='incoming',
            constraint=models.UniqueConstraint(fields=('organisation', 'account', 'key'), name='messaging_incoming_key'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'uncertain'])), fields=['organisation', 'account', 'due_at'], name='messaging_outgoing_open'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(fields=['organisation', 'account', 'created_at'], name='messaging_outgoing_created'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=django.contrib.postgres.indexes.GinIndex(fields=['names'], name='messaging_outgoing_names'),
        ),
        migrations.AddConstraint(
            model_name='outgoing',
            constraint=models.UniqueConstraint(fields=('organisation', 'key'), name='messaging_outgoing_key'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('organisation', 'account', 'reference', 'state'), name='messaging_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='stop',
            constraint=models.UniqueConstraint(fields=('organisation', 'account', 'digest'), name='messaging_stop_once'),
        ),
        migrations.AddIndex(
            model_name='talk',
            index=models.Index(condition=models.Q(('is_watched', True)), fields=['organisation'], name='messaging_watched'),
        ),
        migrations.AddIndex(
            model_name='talk',
            index=models.Index(fields=['organisation', 'account', 'handle'], name='messaging_talk_of'),
        ),
        migrations.AddIndex(
            model_name='talk',
            index=models.Index(condition=models.Q(('continues__isnull', False)), fields=['continues'], name='messaging_talk_continues'),
        ),
        anchor("messaging_account"),
        *(
            separate(f"messaging_{name}")
            for name in ("account", "incoming", "talk", "arrived", "outgoing", "receipt", "stop")
        ),
        contain("messaging_account", "reason_id", "directory_reason"),
        contain("messaging_incoming", "account_id", "messaging_account"),
        contain("messaging_incoming", "contact_id", "contacts_contact"),
        contain("messaging_talk", "contact_id", "contacts_contact"),
        contain("messaging_talk", "account_id", "messaging_account"),
        contain("messaging_talk", "continues_id", "contacts_contact"),
        contain("messaging_arrived", "account_id", "messaging_account"),
        contain("messaging_outgoing", "account_id", "messaging_account"),
        contain("messaging_outgoing", "contact_id", "contacts_contact"),
        contain("messaging_receipt", "account_id", "messaging_account"),
        contain("messaging_stop", "account_id", "messaging_account"),
    ]
