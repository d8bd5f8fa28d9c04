"""Profiles as Plan-Net (Da Vinci PDex, FHIR R4): a bundle of practitioners, roles and services.

What Plan-Net has no element for (fees, ways of working, ages) stands in extensions of our own.
"""

import json
from typing import Any

from django.utils.translation import gettext as _

from reverie.directory.exchange.entry import (
    LISTS,
    MOST,
    PLAIN,
    TICKS,
    CannotRead,
    Entry,
    Place,
    json_of,
    rows_in,
    text_in,
)
from reverie.directory.numbers import NPI_SYSTEM, TAXONOMY_SYSTEM, taxonomies

KIND, ENDING = "fhir", "json"
GUIDE = "http://hl7.org/fhir/us/davinci-pdex-plan-net"
SAID = f"{GUIDE}/StructureDefinition"
CODES = f"{GUIDE}/CodeSystem"
OWN = "urn:reverie:profile:"
"""Before the name of a field that Plan-Net has no place for."""
ELSEWHERE = {"npi", "taxonomy", "statement", "languages", "insurers", "places", "has_room", "accessibility"}
"""Fields that have a place in Plan-Net."""
METHODS = {"office": "physical", "online": "virtual"}
ACCESS = {"step-free": "mobility", "toilet": "mobility", "captions": "cultcomp", "loop": "handiaccess",
          "sign": "cultcomp", "quiet": "cognitive"}  # fmt: skip


def write(entries: list[Entry], place: Place) -> str:
    """A bundle with a practice, and a practitioner, a role and a service for each entry."""
    rows = [_practice(place), *(_network(name) for name in _insurers(entries))]
    for entry in entries:
        rows += [_practitioner(entry), _role(entry, place), _service(entry, place)]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": f"urn:reverie:{row['resourceType']}:{row['id']}", "resource": row} for row in rows
        ],
    }
    return json.dumps(bundle, ensure_ascii=False, indent=1)


def _insurers(entries: list[Entry]) -> list[str]:
    return sorted({name for entry in entries for name in entry.listed("insurers")})


def _row(kind: str, ident: str, **rest: Any) -> dict[str, Any]:
    profile = f"{SAID}/plannet-{'Network' if kind == 'Network' else kind}"
    kind = "Organization" if kind == "Network" else kind
    return {"resourceType": kind, "id": ident, "meta": {"profile": [profile]}, **rest}


def _coded(system: str, code: str, display: str = "") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, **({"display": display} if display else {})}]}


def _practice(place: Place) -> dict[str, Any]:
    kind = [_coded(f"{CODES}/OrgTypeCS", "prvgrp")]
    phone = {"telecom": [{"system": "phone", "value": place.phone}]} if place.phone else {}
    address = {"address": [{"text": place.address}]} if place.address else {}
    return _row("Organization", place.id, active=True, type=kind, name=place.name, **phone, **address)


def _network(name: str) -> dict[str, Any]:
    kind = [_coded(f"{CODES}/OrgTypeCS", "ntwk")]
    return _row("Network", _slug(name), active=True, type=kind, name=name)


def _slug(name: str) -> str:
    return "network-" + ("".join(sign if sign.isalnum() else "-" for sign in name.lower())[:50] or "x")


def _practitioner(entry: Entry) -> dict[str, Any]:
    numbers = [{"system": NPI_SYSTEM, "value": npi}] if (npi := entry.cells.get("npi")) else []
    return _row(
        "Practitioner",
        entry.id,
        active=True,
        **({"identifier": numbers} if numbers else {}),
        name=[{"text": entry.name, **({"suffix": [entry.title]} if entry.title else {})}],
        communication=[{"text": word} for word in entry.listed("languages")],
        qualification=[_qualification(row) for row in entry.licences],
    )


def _qualification(row: dict[str, str]) -> dict[str, Any]:
    where = {"url": "whereValid", "valueCodeableConcept": {"text": row["jurisdiction"]}}
    status = {"url": "status", "valueCode": "active"}
    online = [{"url": f"{OWN}is_online_only", "valueBoolean": True}] if row.get("is_online_only") else []
    return {
        "extension": [{"url": f"{SAID}/practitioner-qualification", "extension": [status, where]}, *online],
        "identifier": [{"value": row["number"]}],
        "code": {"text": row["kind"]},
        "period": {"end": row["valid_until"]},
    }


def _role(entry: Entry, place: Place) -> dict[str, Any]:
    code = "newpt" if entry.cells.get("has_room") else "nopt"
    accepting = {
        "url": "acceptingPatients",
        "valueCodeableConcept": _coded(f"{CODES}/AcceptingPatientsCS", code),
    }
    networks = [
        {
            "url": f"{SAID}/network-reference",
            "valueReference": {"reference": f"Organization/{_slug(name)}", "display": name},
        }
        for name in entry.listed("insurers")
    ]
    specialty = entry.cells.get("taxonomy")
    kinds = [_coded(TAXONOMY_SYSTEM, specialty, taxonomies().get(specialty, ""))] if specialty else []
    return _row(
        "PractitionerRole",
        f"{entry.id}-role",
        extension=[{"url": f"{SAID}/newpatients", "extension": [accepting]}, *networks],
        active=True,
        practitioner={"reference": f"Practitioner/{entry.id}", "display": entry.name},
        organization={"reference": f"Organization/{place.id}", "display": place.name},
        healthcareService=[{"reference": f"HealthcareService/{entry.id}-service"}],
        **({"specialty": kinds} if kinds else {}),
    )


def _service(entry: Entry, place: Place) -> dict[str, Any]:
    methods = [_method(METHODS[code]) for code in entry.cells.get("places", []) if code in METHODS]
    reach = [
        {"url": f"{SAID}/accessibility", "valueCodeableConcept":
            {**_coded(f"{CODES}/AccessibilityCS", ACCESS[code]), "text": code}}
        for code in entry.cells.get("accessibility", [])
        if code in ACCESS
    ]  # fmt: skip
    rest = [
        {"url": OWN + name, "valueString": _text(entry.cells[name])}
        for name in (*PLAIN, *LISTS, *TICKS)
        if name not in ELSEWHERE and entry.cells.get(name)
    ]
    return _row(
        "HealthcareService",
        f"{entry.id}-service",
        extension=[*methods, *reach, *rest],
        active=True,
        providedBy={"reference": f"Organization/{place.id}", "display": place.name},
        category=[_coded(f"{CODES}/HealthcareServiceCategoryCS", "behav")],
        name=entry.name,
        comment=entry.cells.get("statement", ""),
    )


def _method(code: str) -> dict[str, Any]:
    kind = {"url": "type", "valueCodeableConcept": _coded(f"{CODES}/DeliveryMethodCS", code)}
    video = {
        "url": "virtualModalities",
        "valueCodeableConcept": _coded(f"{CODES}/VirtualModalitiesCS", "video"),
    }
    return {"url": f"{SAID}/delivery-method", "extension": [kind, video] if code == "virtual" else [kind]}


def _text(value: Any) -> str:
    return ";".join(value) if isinstance(value, list) else str(value)


def read(content: bytes) -> list[Entry]:
    """The entries of a bundle. Raises CannotRead."""
    return entries(json_of(content))


def entries(bundle: Any) -> list[Entry]:
    """The practitioners of a bundle with what their roles and services say."""
    if text_in(bundle, "resourceType") != "Bundle":
        raise CannotRead(_("This is FHIR, but no bundle; export a bundle of practitioners and their roles."))
    rows = [one["resource"] for one in rows_in(bundle, "entry") if isinstance(one.get("resource"), dict)]
    by_name = {f"{text_in(row, 'resourceType')}/{text_in(row, 'id')}": row for row in rows}
    roles = [row for row in rows if text_in(row, "resourceType") == "PractitionerRole"]
    if not roles:
        raise CannotRead(_("This bundle has no practitioner in a role; there is nothing to bring over."))
    if len(roles) > MOST:
        raise CannotRead(_("The file has more than {n} therapists; divide it.").format(n=MOST))
    places = {id(row): number for number, row in enumerate(rows, 1)}
    return [_entry(role, by_name, places[id(role)]) for role in roles]


def _entry(role: dict[str, Any], by_name: dict[str, Any], number: int) -> Entry:
    person = by_name.get(text_in(role.get("practitioner"), "reference"), {})
    services = rows_in(role, "healthcareService")
    service = by_name.get(text_in(services[0], "reference"), {}) if services else {}
    names = rows_in(person, "name")
    suffix = names[0].get("suffix") if names else None
    return Entry(
        where=_("Entry {n} (PractitionerRole)").format(n=number),
        name=_name(names[0]) if names else "",
        title=", ".join(str(one) for one in suffix) if isinstance(suffix, list) else "",
        cells=_cells(role, person, service),
        licences=tuple(_licence(row) for row in rows_in(person, "qualification")),
        columns={"npi": "Practitioner.identifier", "taxonomy": "PractitionerRole.specialty"},
    )


def _name(row: dict[str, Any]) -> str:
    given = row.get("given")
    parts = [str(one) for one in given] if isinstance(given, list) else []
    return text_in(row, "text") or " ".join([*parts, text_in(row, "family")]).strip()


def _cells(role: dict[str, Any], person: dict[str, Any], service: dict[str, Any]) -> dict[str, Any]:
    own = {
        text_in(one, "url").removeprefix(OWN): text_in(one, "valueString")
        for one in rows_in(service, "extension")
    }
    cells: dict[str, Any] = {name: own.get(name, "") for name in (*PLAIN, *TICKS)}
    cells |= {name: [one for one in own.get(name, "").split(";") if one] for name in LISTS}
    methods = [_code_in(one, "type") for one in _named(service, "delivery-method")]
    cells["places"] = [place for place, code in METHODS.items() if code in methods]
    cells["accessibility"] = [
        text_in(one.get("valueCodeableConcept"), "text") for one in _named(service, "accessibility")
    ]
    cells["statement"] = text_in(service, "comment")
    cells["languages"] = ", ".join(text_in(one, "text") for one in rows_in(person, "communication"))
    networks = _named(role, "network-reference")
    cells["insurers"] = ", ".join(text_in(one.get("valueReference"), "display") for one in networks)
    numbers = [one for one in rows_in(person, "identifier") if text_in(one, "system") == NPI_SYSTEM]
    cells["npi"] = text_in(numbers[0], "value") if numbers else ""
    codings = [code for kind in rows_in(role, "specialty") for code in rows_in(kind, "coding")]
    known = [text_in(code, "code") for code in codings if text_in(code, "system") == TAXONOMY_SYSTEM]
    cells["taxonomy"] = known[0] if known else ""
    accepting = [_code_in(one, "acceptingPatients") for one in _named(role, "newpatients")]
    cells["has_room"] = "" if "nopt" in accepting else "on"
    return cells


def _named(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in rows_in(row, "extension") if text_in(one, "url") == f"{SAID}/{name}"]


def _code_in(extension: dict[str, Any], part: str) -> str:
    for one in rows_in(extension, "extension"):
        if text_in(one, "url") == part:
            codings = rows_in(one.get("valueCodeableConcept"), "coding")
            return text_in(codings[0], "code") if codings else ""
    return ""


def _licence(row: dict[str, Any]) -> dict[str, str]:
    inner = [part for one in rows_in(row, "extension") for part in rows_in(one, "extension")]
    where = [one.get("valueCodeableConcept") for one in inner if text_in(one, "url") == "whereValid"]
    online = any(text_in(one, "url") == f"{OWN}is_online_only" for one in rows_in(row, "extension"))
    numbers = rows_in(row, "identifier")
    return {
        "jurisdiction": text_in(where[0], "text") if where else "",
        "kind": text_in(row.get("code"), "text"),
        "number": text_in(numbers[0], "value") if numbers else "",
        "valid_until": text_in(row.get("period"), "end"),
        "is_online_only": "on" if online else "",
    }
