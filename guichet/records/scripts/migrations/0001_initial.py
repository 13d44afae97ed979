import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0010_messages_left'),
        ('directory', '0007_messages'),
        ('directory', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Script',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('name', models.CharField(max_length=200)),
                ('media', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('chat', 'chat'), ('page', 'page'), ('kiosk', 'kiosk'), ('sms', 'sms'), ('voice', 'voice')], max_length=8), default=list, size=None)),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='scripts_script_key')],
            },
        ),
        migrations.CreateModel(
            name='ScriptLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('address', models.CharField(max_length=500)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'scripts_link',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='scripts_link_key')],
            },
        ),
        migrations.CreateModel(
            name='ScriptReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason_key', models.CharField(max_length=63)),
                ('is_automated', models.BooleanField(default=True)),
                ('misunderstandings', models.PositiveSmallIntegerField(default=2)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('script', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='scripts.script')),
            ],
            options={
                'db_table': 'scripts_reason',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'reason_key'), name='scripts_one_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ScriptVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in-review', 'To be read by somebody else'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9)),
                ('document', models.TextField()),
                ('past', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('writers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('based_on', models.PositiveIntegerField(null=True)),
                ('restores', models.PositiveIntegerField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reviewer', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('script', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='scripts.script')),
            ],
            options={
                'db_table': 'scripts_version',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'script', 'number'), name='scripts_version_number'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('organisation', 'script'), name='scripts_one_published')],
            },
        ),
        migrations.CreateModel(
            name='ScriptSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('reason_key', models.CharField(max_length=63)),
                ('medium', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=12)),
                ('document', models.TextField()),
                ('pieces', models.TextField()),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('open', 'Under way'), ('settled', 'Settled by the script'), ('unsettled', 'Ended without an answer'), ('handed-over', 'Handed over to a person')], default='open', max_length=11)),
                ('why', models.CharField(blank=True, max_length=13)),
                ('questions', models.PositiveIntegerField(default=0)),
                ('misunderstood', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('callback', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scripts.scriptversion')),
            ],
            options={
                'db_table': 'scripts_session',
                'indexes': [models.Index(fields=['organisation', 'expires_at'], name='scripts_session_expires'), models.Index(condition=models.Q(('contact__isnull', False)), fields=['contact'], name='scripts_session_contact')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='scripts_session_key')],
            },
        ),
    ]
