import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0007_messages'),
        ('directory', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$')])),
                ('is_active', models.BooleanField(default=True)),
                ('audience', models.CharField(choices=[('public', 'public'), ('agents', 'agents')], default='public', max_length=6)),
                ('review_on', models.DateField(null=True)),
                ('source_title', models.CharField(blank=True, max_length=300)),
                ('source_url', models.CharField(blank=True, max_length=500)),
                ('source_changed_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('owner', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='knowledge_article_key')],
            },
        ),
        migrations.CreateModel(
            name='ArticleReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason_key', models.CharField(max_length=63)),
                ('article', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='knowledge.article')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'reason_key', 'article'), name='knowledge_articlereason_once')],
            },
        ),
        migrations.CreateModel(
            name='ArticleTerritory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='territories', to='knowledge.article')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('territory', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.territory')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'article', 'territory'), name='knowledge_articleterritory_once')],
            },
        ),
        migrations.CreateModel(
            name='ArticleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'To be read by somebody else'), ('approved', 'Approved'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('past', 'Past'), ('dropped', 'Dropped')], default='draft', max_length=9)),
                ('content', models.JSONField()),
                ('worded_on', models.JSONField(default=dict)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('based_on', models.PositiveIntegerField(null=True)),
                ('restores', models.PositiveIntegerField(null=True)),
                ('from_on', models.DateField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('article', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowledge.article')),
                ('author', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reviewer', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'scheduled')), fields=['organisation', 'from_on'], name='knowledge_scheduled')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'article', 'number'), name='knowledge_articleversion_number'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('organisation', 'article'), name='knowledge_one_published')],
            },
        ),
        migrations.CreateModel(
            name='AskedSearch',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('text', models.CharField(max_length=200)),
                ('audience', models.CharField(max_length=6)),
                ('found', models.PositiveSmallIntegerField()),
                ('article', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.article')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'knowledge_asked_search',
                'indexes': [models.Index(fields=['organisation', 'at'], name='knowledge_asked_at')],
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.TextField()),
                ('lexeme', models.TextField()),
                ('articles', models.PositiveIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'knowledge_search_term',
                'indexes': [models.Index(fields=['organisation', 'lexeme'], name='knowledge_search_stem')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'word'), name='knowledge_search_term_once')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField()),
                ('medium', models.CharField(choices=[('page', 'page'), ('chat', 'chat'), ('mail', 'mail'), ('sms', 'sms'), ('spoken', 'spoken'), ('guide', 'guide')], max_length=6)),
                ('has_helped', models.BooleanField()),
                ('article', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.article')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'at'], name='knowledge_verdict_at')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('article', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='knowledge.article')),
                ('audience', models.CharField(max_length=6)),
                ('title_words', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'knowledge_search_entry',
            },
        ),
    ]
