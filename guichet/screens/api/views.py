"""The doors of the API. Every read goes through `for_user`; whoever asks for a row that is not his to see leaves a trace."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.security import SessionAuth

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.consent import ForeseenError, ask_consent, only_foresee
from guichet.records.contacts.effects import foresee
from guichet.records.contacts.models import Contact
from guichet.records.directory import models
from guichet.records.directory.actions import import_directory
from guichet.records.directory.exchange.loading import load_directory
from guichet.records.directory.exchange.nodes import MOST_BYTES
from guichet.records.directory.exchange.writing import write_directory
from guichet.records.directory.models import Account
from guichet.records.directory.words import Role
from guichet.screens.api import words
from guichet.screens.api.errors import NotAllowedError, TooLargeError, answer_failures, write_effect


class SignedOn(SessionAuth):
    """The session of a signed-in account; a write needs its CSRF token too."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Account | None:  # noqa: ARG002 - Django read the session already
        return request.user if isinstance(request.user, Account) else None


api = NinjaAPI(title="Guichet", version="1", docs_url=None, auth=SignedOn(), urls_namespace="api")
answer_failures(api)
FAILURES = {401: words.Failure, 403: words.Failure, 422: words.Failure}
ONE = FAILURES | {404: words.Failure}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row that can be listed and looked at."""

    path: str
    one: str
    model: type[models.Keyed]
    answer: type[Schema]


KINDS = (
    Kind("reasons", "reason", models.Reason, words.ReasonOut),
    Kind("queues", "queue", models.Queue, words.QueueOut),
    Kind("skills", "skill", models.Skill, words.SkillOut),
    Kind("territories", "territory", models.Territory, words.TerritoryOut),
    Kind("sites", "site", models.Site, words.SiteOut),
    Kind("agents", "agent", models.Agent, words.AgentOut),
)


def get_account(request: HttpRequest) -> Account:
    account = request.user
    if not isinstance(account, Account):
        raise NotAllowedError
    return account


def require_reader(request: HttpRequest, model: type[models.Separated]) -> Account:
    """The account, when one of its roles opens this kind of row.

    :raises NotAllowedError: none does.
    """
    account = get_account(request)
    if model.readers.isdisjoint(account.roles):
        raise NotAllowedError
    return account


def find_one(request: HttpRequest, model: type[models.Separated], pk: int | UUID) -> Any:
    """The row, when it is the account's to see; otherwise nothing is said but a trace is left.

    :raises Http404: there is none, or it is somebody else's.
    """
    account = require_reader(request, model)
    found = rows_for(model, account).filter(pk=pk).first()
    if found is None:
        record(account.organisation_id, Act("access-refused", model._meta.model_name or "", str(pk), account.pk), timezone.now())
        raise Http404
    return found


def rows_for(model: type[models.Separated], account: Account) -> models.SeparatedQuerySet[Any]:
    manager: Any = model._default_manager
    rows: models.SeparatedQuerySet[Any] = manager.for_user(account)
    return rows.current() if isinstance(rows, models.KeyedQuerySet) else rows


def make_list(kind: Kind) -> Callable[..., dict[str, Any]]:
    def list_rows(request: HttpRequest, after: words.AfterId = 0, limit: words.Limit = 100) -> dict[str, Any]:
        rows = rows_for(kind.model, require_reader(request, kind.model)).filter(pk__gt=after).order_by("pk")[: limit + 1]
        return make_page(list(rows), limit)

    return list_rows


def make_get(kind: Kind) -> Callable[..., Any]:
    def get_row(request: HttpRequest, row_id: words.PathId) -> Any:
        return find_one(request, kind.model, row_id)

    return get_row


def make_page(rows: list[Any], limit: int) -> dict[str, Any]:
    """A page of rows read with one more than asked."""
    return {"items": rows[:limit], "next": str(rows[limit - 1].pk) if len(rows) > limit else None}


for kind in KINDS:
    page: Any = words.Page.__class_getitem__(kind.answer)
    api.get(f"/{kind.path}", response={200: page, **FAILURES}, operation_id=f"list_{kind.path}")(make_list(kind))
    api.get(f"/{kind.path}/{{row_id}}", response={200: kind.answer, **ONE}, operation_id=f"get_{kind.one}")(make_get(kind))


@api.get("/contacts", response={200: words.Page[words.ContactOut], **FAILURES}, operation_id="list_contacts")
def list_contacts(request: HttpRequest, after: UUID | None = None, limit: words.Limit = 100) -> dict[str, Any]:
    """In the order of their ids, which is that of their opening."""
    rows = rows_for(Contact, require_reader(request, Contact)).order_by("pk")
    return make_page(list((rows if after is None else rows.filter(pk__gt=after))[: limit + 1]), limit)


@api.get("/contacts/{contact_id}", response={200: words.ContactOut, **ONE}, operation_id="get_contact")
def get_contact(request: HttpRequest, contact_id: UUID) -> Contact:
    """Whoever looks at a contact leaves a trace."""
    contact: Contact = find_one(request, Contact, contact_id)
    account = get_account(request)
    record(account.organisation_id, Act("contact-read", "contact", str(contact_id), account.pk), timezone.now())
    return contact


def require_administrator(request: HttpRequest) -> Account:
    account = get_account(request)
    if not account.has_role(Role.ADMINISTRATOR):
        raise NotAllowedError
    return account


YAML = {"application/yaml": {"schema": {"type": "object"}}}


@api.get(
    "/directory",
    response=FAILURES,
    operation_id="export_directory",
    openapi_extra={"responses": {200: {"description": "The directory", "content": YAML}}},
)
def export_directory(request: HttpRequest) -> HttpResponse:
    """The whole directory as a YAML file."""
    account = require_administrator(request)
    return HttpResponse(write_directory(load_directory(account.organisation)), content_type="application/yaml")


FILE: dict[str, Any] = {"requestBody": {"required": True, "content": YAML}}
REFUSED = {409: words.Failure, 413: words.Failure, **FAILURES}


@api.put("/directory", response={200: words.ImportedOut, **REFUSED}, operation_id="import_directory", openapi_extra=FILE)
def replace_directory(request: HttpRequest, agreed: words.Agreed = "") -> dict[str, Any]:
    """Make the directory what the file says, or change nothing and say what is wrong with it.

    A file that would harm people who wait is refused (`needs-consent`) until it is sent with the figures of that harm in `agreed`.
    """
    account, source = read_file(request)
    consent = ask_consent(account.organisation_id, agreed)
    imported = import_directory(account.organisation, source, timezone.now(), account, consent)
    return {"changes": list(imported.changes)}


@api.post("/directory/effect", response={200: words.EffectOut, **REFUSED}, operation_id="foresee_directory", openapi_extra=FILE)
def foresee_directory(request: HttpRequest) -> words.EffectOut:
    """What the file would do to people who wait; nothing is changed."""
    account, source = read_file(request)
    try:
        import_directory(account.organisation, source, timezone.now(), account, only_foresee(account.organisation_id))
    except ForeseenError as error:
        return write_effect(error.effect)
    return write_effect(foresee(account.organisation_id, (), ()))


def read_file(request: HttpRequest) -> tuple[Account, bytes]:
    """An administrator's directory file.

    :raises NotAllowedError: he is none. :raises TooLargeError: it is larger than what is read at once.
    """
    account = require_administrator(request)
    declared = request.headers.get("Content-Length", "0")
    if not declared.isdecimal() or int(declared) > min(MOST_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or MOST_BYTES):
        raise TooLargeError
    return account, request.body
