"""Articles, their versions, the words by which they are found, and what was looked for in vain."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from guichet.records.directory.models import Account, Keyed, KeyedQuerySet, Separated, SeparatedQuerySet, Territory
from guichet.records.directory.words import EVERYBODY
from guichet.records.knowledge.fields import VectorField
from guichet.records.knowledge.states import VersionState
from guichet.records.knowledge.words import Audience, Content, Medium, read_content


class Article(Keyed):
    """Something that citizens ask, whatever its answer is at the moment. `source_changed_on` is when the law or the scale last changed."""

    readers = EVERYBODY

    owner = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, related_name="+")
    audience = models.CharField(max_length=6, choices=[(each.value, each.value) for each in Audience], default=Audience.PUBLIC.value)
    review_on = models.DateField(null=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    source_changed_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    objects = KeyedQuerySet["Article"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="knowledge_article_key"),
        ]


class ArticleReason(Separated):
    """A reason that the article answers, by its key: a new version of the reason keeps it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, db_constraint=False, related_name="reasons")
    reason_key = models.CharField(max_length=63)

    objects = SeparatedQuerySet["ArticleReason"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "reason_key", "article"], name="knowledge_articlereason_once"),
        ]


class ArticleTerritory(Separated):
    """A territory for which the article holds, with all below it; without any it holds everywhere."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, db_constraint=False, related_name="territories")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, db_constraint=False, related_name="+")

    objects = SeparatedQuerySet["ArticleTerritory"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "article", "territory"], name="knowledge_articleterritory_once"),
        ]


class ArticleVersion(Separated):
    """All wordings of an article together. Once submitted its content does not change any more.

    `edition` counts the savings of a draft, `from_on` is the day from which it is the answer. `worded_on` says per wording
    ("page.fr") when somebody last wrote it, or read it against its source. `based_on` and `restores` are numbers of versions.
    """

    readers = EVERYBODY

    article = models.ForeignKey(Article, on_delete=models.CASCADE, db_constraint=False, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=VersionState.choices, default=VersionState.DRAFT)
    content = models.JSONField()
    worded_on = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, related_name="+")
    reviewer = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    based_on = models.PositiveIntegerField(null=True)
    restores = models.PositiveIntegerField(null=True)
    from_on = models.DateField(null=True)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["ArticleVersion"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "article", "number"], name="knowledge_articleversion_number"),
            models.UniqueConstraint(
                fields=["organisation", "article"], condition=models.Q(state="published"), name="knowledge_one_published"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "from_on"], condition=models.Q(state="scheduled"), name="knowledge_scheduled"),
        ]

    def read(self) -> Content:
        return read_content(self.content)

    def list_outdated(self) -> list[str]:
        """The wordings, as "page.fr", that are older than their source."""
        changed: date | None = self.article.source_changed_on
        if changed is None:
            return []
        written = (f"{medium}.{language}" for medium, language, _text in self.read().list_wordings())
        return [wording for wording in written if self.worded_on.get(wording, "") < changed.isoformat()]


class SearchEntry(Separated):
    """The words by which the answer of today is found, and apart those of its title, its questions and its reasons. `terms` are those that
    are counted in `SearchTerm`."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="+")
    audience = models.CharField(max_length=6)
    title_words = SearchVectorField()
    words = SearchVectorField()
    terms = ArrayField(models.TextField())

    objects = SeparatedQuerySet["SearchEntry"].as_manager()

    class Meta:
        db_table = "knowledge_search_entry"


class SearchTerm(Separated):
    """A word that occurs, without accents, with its stem, the root that it shares with others, and in how many articles: rare ones
    weigh more, and a mistyped one is led to the nearest."""

    word = models.TextField()
    lexeme = models.TextField()
    root = models.TextField()
    articles = models.PositiveIntegerField()

    objects = SeparatedQuerySet["SearchTerm"].as_manager()

    class Meta:
        db_table = "knowledge_search_term"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "root"], name="knowledge_search_root")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "word"], name="knowledge_search_term_once"),
        ]


class Passage(Separated):
    """What a piece of an article means to a model. `version` is the primary key of the version that says it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    version = models.BigIntegerField()
    model = models.CharField(max_length=100)
    number = models.PositiveSmallIntegerField()
    vector = VectorField()

    objects = SeparatedQuerySet["Passage"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "model", "article", "number"], name="knowledge_passage_once"),
        ]


class ArticleProof(Separated):
    """What the real doors said when golden questions were last asked: `faults` as `proving.Fault`, empty when all was well."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, db_constraint=False, related_name="proof")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    faults = models.JSONField(default=list)

    objects = SeparatedQuerySet["ArticleProof"].as_manager()

    class Meta:
        db_table = "knowledge_article_proof"


class MeaningState(Separated):
    """With which model passages were last embedded, and what went wrong then (the code of a `LanguageError`; empty: nothing)."""

    model = models.CharField(max_length=100, blank=True)
    problem = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    objects = SeparatedQuerySet["MeaningState"].as_manager()

    class Meta:
        db_table = "knowledge_meaning_state"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], name="knowledge_meaning_once"),
        ]


class SynonymList(Separated):
    """The words that an organisation says mean the same, as they were written, a group on each line; without one, those that we deliver.

    `roots` is the same list as it is looked up (`synonyms.py`). `edition` counts the savings.
    """

    text = models.TextField()
    roots = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = SeparatedQuerySet["SynonymList"].as_manager()

    class Meta:
        db_table = "knowledge_synonym_list"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], name="knowledge_synonyms_once"),
        ]


class AskedSearch(Separated):
    """What somebody looked for, what was found, and which article was then opened (null: none)."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    text = models.CharField(max_length=200)
    audience = models.CharField(max_length=6)
    found = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")

    objects = SeparatedQuerySet["AskedSearch"].as_manager()

    class Meta:
        db_table = "knowledge_asked_search"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "at"], name="knowledge_asked_at")]


class Verdict(Separated):
    """Whether an answer helped, as the person said who read it."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    version = models.PositiveIntegerField()
    medium = models.CharField(max_length=6, choices=[(each.value, each.value) for each in Medium])
    has_helped = models.BooleanField()

    objects = SeparatedQuerySet["Verdict"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "at"], name="knowledge_verdict_at")]
