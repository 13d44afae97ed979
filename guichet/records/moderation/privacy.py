"""What this room holds about people: nothing but that their words were set aside; the words themselves are the contact's."""

from guichet.records.moderation import models
from guichet.records.privacy import declare

declare(models.SetAside, "organisation contact reason account_id aside_at back_at again")
