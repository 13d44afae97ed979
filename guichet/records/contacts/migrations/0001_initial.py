import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0002_separation'),
        ('people', '0002_separation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('channel', models.CharField(choices=[('voice', 'voice'), ('callback', 'callback'), ('video', 'video'), ('chat', 'chat'), ('visit', 'visit'), ('email', 'email'), ('sms', 'sms'), ('social', 'social'), ('letter', 'letter')], max_length=12)),
                ('language', models.CharField(max_length=12)),
                ('citizen_name', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('offered', 'offered'), ('assigned', 'assigned'), ('interrupted', 'interrupted'), ('wrapping_up', 'wrapping_up'), ('closed', 'closed'), ('withdrawn', 'withdrawn'), ('turned_away', 'turned_away')], max_length=12)),
                ('offered_until', models.DateTimeField(null=True)),
                ('arrived_at', models.DateTimeField()),
                ('rank_at', models.DateTimeField()),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('priority_minutes', models.IntegerField(default=0)),
                ('requirement', models.JSONField(default=dict)),
                ('first_answer_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('wrap_up_until', models.DateTimeField(null=True)),
                ('outcome', models.CharField(max_length=63, null=True)),
                ('why', models.JSONField(default=dict)),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('seq', models.BigIntegerField(default=0)),
                ('agent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.agent')),
                ('citizen', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='people.citizen')),
                ('offered_to', models.ForeignKey(db_column='offered_to', db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.agent')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('queue', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.queue')),
                ('reason', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.reason')),
                ('territory', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.territory')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'offered'])), fields=['organisation', 'rank_at'], name='contacts_waiting'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['organisation', 'agent'], name='contacts_owned'), models.Index(condition=models.Q(('offered_to__isnull', False)), fields=['organisation', 'offered_to'], name='contacts_offered')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='contacts_contact_key')],
            },
        ),
        migrations.CreateModel(
            name='AgentPresence',
            fields=[
                ('agent', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='presence', serialize=False, to='directory.agent')),
                ('presence', models.CharField(choices=[('offline', 'offline'), ('available', 'available'), ('paused', 'paused')], max_length=12)),
                ('reason', models.CharField(max_length=63, null=True)),
                ('since', models.DateTimeField()),
                ('seq', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'verbose_name': 'presence of an agent',
                'db_table': 'contacts_presence',
            },
        ),
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('agent', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='directory.agent')),
                ('seen_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('digest', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('resume', 'resume'), ('read', 'read')], max_length=12)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('pk', models.CompositePrimaryKey('contact_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('key', models.UUIDField()),
                ('author', models.CharField(choices=[('citizen', 'citizen'), ('agent', 'agent'), ('system', 'system')], max_length=7)),
                ('kind', models.CharField(choices=[('message', 'message'), ('note', 'note')], max_length=7)),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('agent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.agent')),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contact', 'key'), name='contacts_message_key')],
            },
        ),
        migrations.CreateModel(
            name='QueueState',
            fields=[
                ('queue', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='directory.queue')),
                ('is_open', models.BooleanField()),
                ('reason', models.CharField(max_length=63, null=True)),
                ('seq', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'contacts_queue_state',
            },
        ),
        migrations.CreateModel(
            name='WrapUp',
            fields=[
                ('contact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wrap_up', serialize=False, to='contacts.contact')),
                ('outcome', models.CharField(max_length=63)),
                ('note', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('agent', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.agent')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reason', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.reason')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
