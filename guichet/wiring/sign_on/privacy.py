"""What signing on holds about people: nothing that leads to them. A keyed digest stands for the e-mail and the address."""

from guichet.records.privacy import declare
from guichet.wiring.sign_on.models import Failure

declare(Failure, "key failures blocked_until updated_at")
