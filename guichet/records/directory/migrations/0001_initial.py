import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CapacityProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('units', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=63, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('name', models.CharField(max_length=200)),
                ('default_language', models.CharField(default='fr', max_length=12)),
                ('time_zone', models.CharField(default='Europe/Paris', max_length=64)),
                ('is_demonstration', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='OpeningCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('time_zone', models.CharField(max_length=64)),
                ('holidays', models.CharField(blank=True, max_length=30)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_openingcalendar_key')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('delay_seconds', models.PositiveIntegerField()),
                ('clock', models.CharField(choices=[('continuous', 'Counts day and night'), ('opening-hours', 'Counts opening hours only')], default='continuous', max_length=15)),
                ('pauses_for_citizen', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_commitment_key')],
            },
        ),
        migrations.CreateModel(
            name='ChannelCapacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=12)),
                ('most', models.PositiveSmallIntegerField()),
                ('units', models.PositiveSmallIntegerField()),
                ('profile', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='directory.capacityprofile')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'profile', 'channel'), name='directory_channelcapacity_once')],
            },
        ),
        migrations.AddField(
            model_name='capacityprofile',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(default='fr', max_length=12)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('agent', 'Agent'), ('supervisor', 'Supervisor'), ('administrator', 'Administrator'), ('receptionist', 'Receptionist')], max_length=20), default=list, size=None)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PauseReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('longest_minutes', models.PositiveSmallIntegerField(null=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_pausereason_key')],
            },
        ),
        migrations.CreateModel(
            name='Queue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None)),
                ('offer_seconds', models.PositiveIntegerField(default=20)),
                ('wrap_up_seconds', models.PositiveIntegerField(default=60)),
                ('priority_minutes', models.IntegerField(default=0)),
                ('most_waiting', models.PositiveIntegerField(null=True)),
                ('reserve_override_seconds', models.PositiveIntegerField(null=True)),
                ('calendar', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='queues', to='directory.openingcalendar')),
                ('commitment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='queues', to='directory.commitment')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_queue_key')],
            },
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_settled_at_distance', models.BooleanField(default=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('parent', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='directory.reason')),
                ('queue', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='directory.queue')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key', 'version'), name='directory_reason_version'), models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('organisation', 'key'), name='directory_reason_one_current')],
            },
        ),
        migrations.CreateModel(
            name='RelaxationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after_seconds', models.PositiveIntegerField()),
                ('levels_lowered', models.PositiveSmallIntegerField(default=0)),
                ('drops_territory', models.BooleanField(default=False)),
                ('drops_skills', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('queue', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='relaxation_steps', to='directory.queue')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'queue', 'after_seconds'), name='directory_relaxationstep_once')],
            },
        ),
        migrations.CreateModel(
            name='Reserve',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('count', models.PositiveSmallIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_reserve_key')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(db_column='key', max_length=40, primary_key=True, serialize=False)),
                ('session_data', models.TextField(db_column='data')),
                ('expire_date', models.DateTimeField(db_column='expires_at', db_index=True)),
                ('account', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'directory_session',
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('name', models.CharField(max_length=200)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('postal_code', models.CharField(blank=True, max_length=10)),
                ('city', models.CharField(blank=True, max_length=100)),
                ('calendar', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='directory.openingcalendar')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_site_key')],
            },
        ),
        migrations.CreateModel(
            name='Agent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('name', models.CharField(max_length=200)),
                ('account', models.OneToOneField(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='agent', to=settings.AUTH_USER_MODEL)),
                ('capacity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='directory.capacityprofile')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('site', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='directory.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_agent_key')],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('language_code', models.CharField(blank=True, max_length=12)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_skill_key'), models.UniqueConstraint(condition=models.Q(('language_code', ''), _negated=True), fields=('organisation', 'language_code'), name='directory_skill_one_per_language')],
            },
        ),
        migrations.CreateModel(
            name='ReserveSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reserve', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='directory.reserve')),
                ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='reserves', to='directory.skill')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'reserve', 'skill'), name='directory_reserveskill_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='directory_reserveskill_level_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='ReasonSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reason', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='directory.reason')),
                ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='directory.skill')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'reason', 'skill'), name='directory_reasonskill_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='directory_reasonskill_level_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='AgentSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='directory.agent')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='directory.skill')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'agent', 'skill'), name='directory_agentskill_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='directory_agentskill_level_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('name', models.CharField(max_length=200)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_team_key')],
            },
        ),
        migrations.AddField(
            model_name='agent',
            name='team',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='directory.team'),
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('kind', models.CharField(choices=[('nation', 'Nation'), ('region', 'Region'), ('departement', 'Département'), ('site', 'Site')], max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('code', models.CharField(blank=True, max_length=10)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('parent', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='directory.territory')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_territory_key')],
            },
        ),
        migrations.AddField(
            model_name='site',
            name='territory',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='directory.territory'),
        ),
        migrations.AddField(
            model_name='reserve',
            name='territory',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reserves', to='directory.territory'),
        ),
        migrations.CreateModel(
            name='AgentTerritory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='territories', to='directory.agent')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('territory', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='directory.territory')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'agent', 'territory'), name='directory_agentterritory_once')],
            },
        ),
        migrations.CreateModel(
            name='WrapUpOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('labels', models.JSONField(default=dict)),
                ('is_resolved', models.BooleanField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='directory_wrapupoutcome_key')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('from_minute', models.PositiveSmallIntegerField()),
                ('to_minute', models.PositiveSmallIntegerField()),
                ('calendar', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='directory.openingcalendar')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='directory_openinghours_weekday'), models.CheckConstraint(condition=models.Q(('to_minute__gt', models.F('from_minute')), ('to_minute__lte', 1440)), name='directory_openinghours_order')],
            },
        ),
        migrations.CreateModel(
            name='OpeningException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_date', models.DateField()),
                ('from_minute', models.PositiveSmallIntegerField(null=True)),
                ('to_minute', models.PositiveSmallIntegerField(null=True)),
                ('calendar', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='directory.openingcalendar')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('from_minute__isnull', True), ('to_minute__isnull', True)), models.Q(('to_minute__gt', models.F('from_minute')), ('to_minute__lte', 1440)), _connector='OR'), name='directory_openingexception_order')],
            },
        ),
        migrations.AddConstraint(
            model_name='capacityprofile',
            constraint=models.UniqueConstraint(fields=('organisation', 'key'), name='directory_capacityprofile_key'),
        ),
    ]
