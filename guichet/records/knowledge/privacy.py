"""What this room holds about people: who wrote and read articles, by account. What was typed into a search may name anybody."""

from datetime import timedelta

from guichet.records.knowledge import models
from guichet.records.privacy import Gone, Personal, PersonalClass, declare

SEARCHES_KEPT = timedelta(days=90)

declare(
    models.Article,
    "id organisation key is_active owner audience review_on source_title source_url source_changed_on created_at",
)
declare(models.ArticleReason, "id organisation article reason_key")
declare(models.ArticleTerritory, "id organisation article territory")
declare(
    models.ArticleVersion,
    "id organisation article number state content worded_on edition author reviewer note based_on restores from_on changed_at published_at",
)
declare(models.SearchEntry, "organisation article audience title_words words terms")
declare(models.SearchTerm, "id organisation word lexeme root articles")
declare(models.Passage, "id organisation article version model number vector")
declare(models.MeaningState, "id organisation model problem at")
declare(models.ArticleProof, "id organisation article version at faults")
declare(models.SynonymList, "id organisation text roots edition changed_at")
declare(
    models.AskedSearch,
    "id organisation at audience found article",
    keep=SEARCHES_KEPT,
    since="at",
    text=Personal(PersonalClass.CONTENT, Gone),
)
declare(models.Verdict, "id organisation at article version medium has_helped")
