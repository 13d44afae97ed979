"""What this room holds about people: nothing. What is learned of their words are weights of sums, made anew each night without those who
were erased."""

from guichet.records.privacy import declare
from guichet.records.qualification.models import LearnedReasons

declare(LearnedReasons, "id organisation model body given confirmed measured learned_at")
