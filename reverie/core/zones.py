"""The time zones that a person or a practice can live in."""

from zoneinfo import available_timezones

OLD_NAMES = {"Etc", "SystemV", "US", "Canada", "Brazil", "Chile", "Mexico"}


def choices() -> list[tuple[str, str]]:
    """IANA zones of places, by name; fixed offsets are left out, since a place keeps summer time."""
    names = [zone for zone in available_timezones() if "/" in zone and zone.split("/")[0] not in OLD_NAMES]
    return [(zone, zone.replace("_", " ")) for zone in sorted(names)]
