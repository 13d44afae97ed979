"""Letters on paper: the letter box, scans as they came, contacts held by letter, postings; closed to other organisations."""

import django.contrib.postgres.fields
import django.db.models.deletion
import guichet.records.letters.words
import uuid
from django.conf import settings
from django.db import migrations, models

from guichet.records.separation import anchor, contain, separate


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0013_written_in'),
        ('directory', '0008_former_logos'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('pk', models.CompositePrimaryKey('contact_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('image', models.BinaryField()),
                ('text', models.TextField(blank=True)),
                ('certainty', models.FloatField()),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='letter_pages', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('origin', models.CharField(choices=[('upload', 'upload'), ('folder', 'folder'), ('mail', 'mail')], max_length=8)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('arrived_on', models.DateField()),
                ('received_at', models.DateTimeField()),
                ('raw', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('received', 'received'), ('read', 'read'), ('quarantined', 'quarantined'), ('dropped', 'dropped')], max_length=12)),
                ('cause', models.CharField(blank=True, choices=[('', ''), ('not-a-document', 'not-a-document'), ('locked', 'locked'), ('damaged', 'damaged'), ('too-many-pages', 'too-many-pages'), ('too-large', 'too-large'), ('no-letter', 'no-letter'), ('too-heavy', 'too-heavy'), ('reader', 'reader'), ('no-reason', 'no-reason'), ('broken', 'broken')], max_length=16)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reason', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.reason')),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('contact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='letter', serialize=False, to='contacts.contact')),
                ('pdf', models.BinaryField()),
                ('pages', models.PositiveSmallIntegerField()),
                ('certainty', models.FloatField()),
                ('doubts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('sender', models.CharField(blank=True, max_length=500)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('file_numbers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('written_on', models.DateField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('answer_by', models.CharField(choices=[('post', 'post'), ('email', 'email')], default=guichet.records.letters.words.AnswerBy['POST'], max_length=8)),
                ('due_at', models.DateTimeField(null=True)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('told_number', models.PositiveIntegerField(default=0)),
                ('is_watched', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('scan', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to='letters.scan')),
            ],
        ),
        migrations.CreateModel(
            name='LetterBox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('is_active', models.BooleanField(default=True)),
                ('letterhead', models.CharField(blank=True, max_length=500)),
                ('town', models.CharField(blank=True, max_length=100)),
                ('reference_formats', models.CharField(blank=True, max_length=1000)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reason', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.reason')),
            ],
            options={
                'db_table': 'letters_box',
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='letters_box_one')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('kind', models.CharField(choices=[('answer', 'answer'), ('acknowledgement', 'acknowledgement')], max_length=16)),
                ('state', models.CharField(choices=[('unaddressed', 'unaddressed'), ('ready', 'ready'), ('printed', 'printed'), ('posted', 'posted'), ('left', 'left')], max_length=12)),
                ('recipient', models.CharField(blank=True, max_length=500)),
                ('text', models.TextField()),
                ('pdf', models.BinaryField(null=True)),
                ('enclosures', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('prepared_at', models.DateTimeField()),
                ('printed_at', models.DateTimeField(null=True)),
                ('posted_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='contacts.contact')),
                ('moved_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['unaddressed', 'ready', 'printed'])), fields=['organisation', 'prepared_at'], name='letters_posting_open')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='letters_posting_key')],
            },
        ),
        migrations.AddIndex(
            model_name='scan',
            index=models.Index(condition=models.Q(('state__in', ['received', 'quarantined'])), fields=['organisation', 'received_at'], name='letters_scan_left'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.UniqueConstraint(fields=('organisation', 'key'), name='letters_scan_key'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('is_watched', True)), fields=['organisation'], name='letters_watched'),
        ),
        anchor("letters_scan"),
        *(separate(f"letters_{name}") for name in ("box", "scan", "letter", "page", "posting")),
        contain("letters_box", "reason_id", "directory_reason"),
        contain("letters_scan", "reason_id", "directory_reason"),
        contain("letters_letter", "contact_id", "contacts_contact"),
        contain("letters_letter", "scan_id", "letters_scan"),
        contain("letters_page", "contact_id", "contacts_contact"),
        contain("letters_posting", "contact_id", "contacts_contact"),
        contain("letters_posting", "moved_by_id", "directory_account"),
    ]
