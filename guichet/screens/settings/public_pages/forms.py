"""The forms of these pages."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.queries import get_widget_origins
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.states import VersionState
from guichet.records.knowledge.words import Audience
from guichet.records.pages.actions import HelpDetails
from guichet.records.pages.matching import MOST_STARS
from guichet.records.pages.words import LetterKind, TextKind

LONGEST_PUBLIC_TEXT = 20_000
MOST_ARTICLES = 4
NONE: list[tuple[str, Any]] = [("", _("None"))]


def list_reasons(organisation: Organisation) -> list[tuple[str, str]]:
    """The reasons that can be chosen, by key."""
    rows = list(Reason.objects.of(organisation.pk).current().order_by("position", "key"))
    parents = {row.parent_id for row in rows}
    return [(row.key, row.get_label()) for row in rows if row.pk not in parents]


def list_titles(organisation: Organisation) -> list[tuple[str, str]]:
    """Published answers for citizens, by key."""
    versions = ArticleVersion.objects.of(organisation.pk).filter(state=VersionState.PUBLISHED.value, article__is_active=True)
    public = versions.filter(article__audience=Audience.PUBLIC.value).select_related("article")
    return sorted(((each.article.key, each.read().get_title(organisation.default_language)) for each in public), key=lambda each: each[1])


class HelpPageForm(forms.Form):
    """A page of a procedure on another site."""

    name = forms.CharField(label=_("Name of the page"), max_length=120, help_text=_("As everybody sees it: “Housing benefit, step 2”."))
    origin = forms.ChoiceField(label=_("Site"), help_text=_("One of the sites that may show the widget."))
    path = forms.CharField(
        label=_("Path"), max_length=200, initial="/", help_text=_("What follows the site’s name, with * for anything: /housing/request/*")
    )
    reason_key = forms.ChoiceField(label=_("What somebody asks about there"), required=False)
    articles = forms.MultipleChoiceField(
        label=_("Answers that are shown"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Four at most.")
    )

    def __init__(self, *args: object, organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        choices: dict[str, list[tuple[str, Any]]] = {
            "origin": [(origin, origin) for origin in sorted(get_widget_origins(organisation))],
            "reason_key": [*NONE, *list_reasons(organisation)],
            "articles": list_titles(organisation),
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = offered

    def clean_path(self) -> str:
        path: str = self.cleaned_data["path"]
        parts = urlsplit(path)
        if not path.startswith(("/", "*")) or path.startswith("//") or parts.query or parts.fragment or " " in path:
            raise ValidationError(_("Begin with /, and leave out what follows ? or #: it may name somebody."))
        if path.count("*") > MOST_STARS:
            raise ValidationError(_("Use * three times at most."))
        return path

    def clean_articles(self) -> list[str]:
        articles: list[str] = self.cleaned_data["articles"]
        if len(articles) > MOST_ARTICLES:
            raise ValidationError(_("Choose four answers at most: who hesitates reads no more."))
        return articles

    def get_details(self) -> HelpDetails:
        said = self.cleaned_data
        return HelpDetails(said["name"], said["origin"], said["path"], said["reason_key"], tuple(said["articles"]))


class LetterForm(forms.Form):
    """A letter, a notice or a page that gets a code."""

    name = forms.CharField(label=_("Name of the letter"), max_length=120, help_text=_("As you call it: “Notice of overpayment, model 12”."))
    kind = forms.ChoiceField(label=_("What it is"), choices=LetterKind.choices)
    article = forms.ChoiceField(label=_("Answer that its code opens"), required=False)
    reason_key = forms.ChoiceField(label=_("Or else the reason that it opens"), required=False)

    def __init__(self, *args: object, organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        for name, offered in (("article", list_titles(organisation)), ("reason_key", list_reasons(organisation))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [*NONE, *offered]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if not said.get("article") and not said.get("reason_key"):
            raise ValidationError(_("Choose the answer or the reason that its code opens."))
        return said


def make_text(label: object, hint: object, rows: int = 8) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST_PUBLIC_TEXT, widget=widget)  # type: ignore[arg-type]  # lazy words


class TextsForm(forms.Form):
    """The texts of the public pages; a field left empty shows the text that comes with Guichet."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    legal = make_text(_("Legal notice"), _("Publisher, director of publication, host. Markdown: ## for a heading, - for a list."))
    personal_data = make_text(
        _("Personal data, beside what is listed by itself"), _("Legal basis, data protection officer, how to use rights.")
    )
    accessibility = make_text(
        _("Accessibility: points checked by hand"),
        _("One line for each point: what was checked | met, not met or exempt | remark."),
    )
    accessibility_contact = make_text(_("Accessibility: whom to tell"), _("Mail address, telephone, postal address."), 3)
    opinion_link = forms.URLField(
        label=_("Address of “Je donne mon avis”"),
        help_text=_("Where the official service asks for opinions about yours. Empty: Guichet’s own question alone."),
        required=False,
        max_length=500,
        assume_scheme="https",
    )

    def clean_opinion_link(self) -> str:
        address: str = self.cleaned_data["opinion_link"]
        if address and not address.startswith("https://"):
            raise ValidationError(_("Write an address that begins with https://."))
        return address

    def clean_accessibility(self) -> str:
        text: str = self.cleaned_data["accessibility"]
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip() and line.count("|") not in (1, 2):
                raise ValidationError(_("Line %(number)d: write what was checked, |, then met, not met or exempt.") % {"number": number})
        return text

    def get_texts(self) -> dict[TextKind, str]:
        return {kind: self.cleaned_data[kind.value.replace("-", "_")].replace("\r\n", "\n").strip() for kind in TextKind}
