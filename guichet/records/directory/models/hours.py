"""When an organisation, a site or a queue is open. What these rows mean is computed in `calendars.py`."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.organisations import KeyedQuerySet, Labelled, Separated, SeparatedQuerySet, unique_key
from guichet.records.directory.words import EVERYBODY

MINUTES_OF_A_DAY = 24 * 60


class OpeningCalendar(Labelled):
    """Weekly hours in `time_zone`, closed on the public holidays of `holidays` (empty: none), with exceptions by date."""

    readers = EVERYBODY

    time_zone = models.CharField(max_length=64)
    holidays = models.CharField(max_length=30, blank=True)

    objects = KeyedQuerySet["OpeningCalendar"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_openingcalendar")]


class OpeningHours(Separated):
    """Open every week on `weekday` (1 Monday to 7 Sunday) from one minute of the day to another (1440 is midnight)."""

    readers = EVERYBODY

    calendar = models.ForeignKey(OpeningCalendar, on_delete=models.CASCADE, db_constraint=False, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    objects = SeparatedQuerySet["OpeningHours"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(weekday__gte=1, weekday__lte=7), name="directory_openinghours_weekday"),
            models.CheckConstraint(
                condition=models.Q(to_minute__gt=models.F("from_minute"), to_minute__lte=MINUTES_OF_A_DAY),
                name="directory_openinghours_order",
            ),
        ]


class OpeningException(Separated):
    """What holds on one date instead of the weekly hours and of any holiday. Without minutes: closed all day."""

    readers = EVERYBODY

    calendar = models.ForeignKey(OpeningCalendar, on_delete=models.CASCADE, db_constraint=False, related_name="exceptions")
    on_date = models.DateField()
    from_minute = models.PositiveSmallIntegerField(null=True)
    to_minute = models.PositiveSmallIntegerField(null=True)

    objects = SeparatedQuerySet["OpeningException"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(from_minute__isnull=True, to_minute__isnull=True)
                | models.Q(to_minute__gt=models.F("from_minute"), to_minute__lte=MINUTES_OF_A_DAY),
                name="directory_openingexception_order",
            ),
        ]
