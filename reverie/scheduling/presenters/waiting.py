"""Who waits, in words: since when, what suits, what was offered, which free hour could be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reverie.core import dates, zones
from reverie.scheduling.models import Offer, Wait
from reverie.scheduling.models.labels import PLACES, WEEKDAYS
from reverie.scheduling.presenters import words
from reverie.scheduling.queries import Waiting


@dataclass(frozen=True)
class Row:
    """One line of the list. `offers` are (instant, words) of free hours that would suit."""

    wait: Wait
    who: str
    since: str
    suits: str
    offered: str
    offers: list[tuple[str, str]]


def rows(found: Iterable[Waiting], zone: str, *, initials: bool = False) -> list[Row]:
    """The list, longest waiting first."""
    return [
        Row(
            wait=one.wait,
            who=one.wait.client.initials if initials else one.wait.client.name,
            since=dates.short_day(one.wait.created_at, zone),
            suits=suits(one.wait, zone),
            offered=_offered(one.offer, zone),
            offers=[]
            if one.offer
            else [(words.stamp(start), dates.day_and_time(start, zone)) for start in one.fitting],
        )
        for one in found
    ]


def suits(wait: Wait, zone: str = "") -> str:
    """ "Tuesday or Thursday, 9:00 am to 12:00 pm, online"; with the zone when it is another than `zone`."""
    days = [str(WEEKDAYS[day]) for day, _low, _high in wait.windows]
    low, high = wait.windows[0][1:]
    listed = (
        days[-1] if len(days) == 1 else _("{some} or {last}").format(some=", ".join(days[:-1]), last=days[-1])
    )
    parts = [listed, words.window(low, high)]
    parts += [zones.zone_words(wait.zone)] if zone and wait.zone != zone else []
    parts += [str(PLACES[wait.place])] if wait.place else []
    parts += [] if wait.therapist_id else [_("with anybody")]
    return ", ".join(parts)


def _offered(offer: Offer | None, zone: str) -> str:
    if offer is None:
        return ""
    start, until = (dates.day_and_time(one, zone) for one in (offer.appointment.start_at, offer.until))
    return _("Offered {start}; kept until {until}").format(start=start, until=until)


def offer_line(offer: Offer, zone: str) -> tuple[Offer, str, str, str]:
    """For who was offered it: the hour, with whom and where, until when it is kept."""
    hour = offer.appointment
    where = f"{PLACES.get(hour.place, hour.place)}, {hour.therapist.name}"
    return offer, dates.day_and_time(hour.start_at, zone), where, dates.day_and_time(offer.until, zone)
