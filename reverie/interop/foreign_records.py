"""Records of other systems (C-CDA, FHIR): who it is about, problems, encounters, and what was not read. Pure.

Nothing else is taken: the file itself is kept, and the sections that were not read are named.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from reverie.core import json_text

V3 = "{urn:hl7-org:v3}"
PROBLEMS, ENCOUNTERS = "11450-4", "46240-8"
"""LOINC codes of the two sections that are read."""
MOST = 500


class CannotReadRecord(Exception):
    """One plain sentence: why the file was not read."""


@dataclass
class ForeignRecord:
    """What is taken over of one file; days are ISO text as far as the file knows them."""

    kind: str
    name: str = ""
    born_on: date | None = None
    email: str = ""
    phone: str = ""
    address: str = ""
    made_by: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)
    encounters: list[dict[str, str]] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)


def read_record(content: bytes) -> ForeignRecord:
    """The record in `content`, XML or JSON. Raises CannotReadRecord."""
    head = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"{"):
        return _checked(_read_fhir(content))
    if head.startswith(b"<"):
        return _checked(_read_ccda(content))
    raise CannotReadRecord(_("This is neither a C-CDA document (XML) nor a FHIR bundle (JSON)."))


def _checked(record: ForeignRecord) -> ForeignRecord:
    if not record.name:
        raise CannotReadRecord(_("The file does not say whose record it is; nothing was brought over."))
    return record


# -- C-CDA --------------------------------------------------------------------------------------------


def _read_ccda(content: bytes) -> ForeignRecord:
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        sentence = _(
            "The XML breaks off or is broken at line {line}, column {column}; ask for the file again."
        )
        raise CannotReadRecord(sentence.format(line=line, column=column)) from None
    except (DefusedXmlException, ValueError, RecursionError):
        raise CannotReadRecord(
            _("The XML defines its own entities, which no record needs; it was not read.")
        ) from None
    if root.tag != f"{V3}ClinicalDocument":
        raise CannotReadRecord(_("This XML is no clinical document (C-CDA)."))
    record = ForeignRecord("ccda", made_by=_words(root.find(f".//{V3}custodian//{V3}name")))
    _put_person(record, root.find(f"{V3}recordTarget/{V3}patientRole"))
    texts = {part.get("ID", ""): _words(part) for part in root.iter() if part.get("ID")}
    for section in root.iterfind(f".//{V3}structuredBody/{V3}component/{V3}section"):
        code = _attribute(section.find(f"{V3}code"), "code")
        if code == PROBLEMS:
            record.problems += list(_problems(section, texts))[:MOST]
        elif code == ENCOUNTERS:
            record.encounters += list(_encounters(section, texts))[:MOST]
        else:
            record.not_read.append(
                _words(section.find(f"{V3}title")) or code or _("a section without a name")
            )
    return record


def _put_person(record: ForeignRecord, role: Element | None) -> None:
    if role is None:
        return
    name = role.find(f"{V3}patient/{V3}name")
    if name is not None:
        parts = [part for tag in ("given", "family") for part in name.iterfind(f"{V3}{tag}")]
        said = [words for words in map(_words, parts) if words and words != "null"]
        record.name = " ".join(said)[:120] or _words(name)[:120]
    record.born_on = _date(_attribute(role.find(f"{V3}patient/{V3}birthTime"), "value"))
    for telecom in role.iterfind(f"{V3}telecom"):
        value = telecom.get("value", "")
        if value.startswith("mailto:"):
            record.email = record.email or value.removeprefix("mailto:").strip().lower()
        elif value:
            record.phone = record.phone or value.removeprefix("tel:").strip()[:40]
    address = role.find(f"{V3}addr")
    record.address = ", ".join(filter(None, map(_words, address if address is not None else ())))


def _problems(section: Element, texts: dict[str, str]) -> Iterator[dict[str, str]]:
    for entry in section.iterfind(f"{V3}entry"):
        for observation in entry.iter(f"{V3}observation"):
            value = observation.find(f"{V3}value")
            words = _attribute(value, "displayName") or _referred(observation, texts)
            code = _attribute(value, "code")
            if value is None or not (words or code) or _is_status(observation):
                continue
            since = _day(observation.find(f"{V3}effectiveTime/{V3}low"))
            yield {"words": words, "code": code, "since": since}


def _is_status(observation: Element) -> bool:
    """Age, status and severity are observations too, hung on the problem itself."""
    return _attribute(observation.find(f"{V3}code"), "code") in {"33999-4", "445518008", "SEV", "11323-3"}


def _encounters(section: Element, texts: dict[str, str]) -> Iterator[dict[str, str]]:
    for entry in section.iterfind(f"{V3}entry"):
        encounter = entry.find(f"{V3}encounter")
        if encounter is None:
            continue
        time = encounter.find(f"{V3}effectiveTime")
        low = time.find(f"{V3}low") if time is not None else None
        who = encounter.find(f"{V3}performer//{V3}assignedPerson/{V3}name")
        words = _attribute(encounter.find(f"{V3}code"), "displayName") or _referred(encounter, texts)
        yield {"on": _day(time) or _day(low), "words": words, "with": _words(who)}


def _referred(part: Element, texts: dict[str, str]) -> str:
    for reference in part.iter(f"{V3}reference"):
        found = texts.get(reference.get("value", "").removeprefix("#"), "")
        if found:
            return found[:300]
    return ""


def _attribute(part: Element | None, name: str) -> str:
    return (part.get(name, "") if part is not None else "").strip()[:300]


def _words(part: Element | None) -> str:
    return " ".join("".join(part.itertext()).split())[:300] if part is not None else ""


def _day(part: Element | None) -> str:
    value = _attribute(part, "value")
    return "-".join(filter(None, (value[:4], value[4:6], value[6:8]))) if value[:4].isdigit() else ""


def _date(text: str) -> date | None:
    digits = text.replace("-", "")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


# -- FHIR ---------------------------------------------------------------------------------------------


MOST_PARTS = 400_000
"""Objects and lists of a JSON file; opened, each takes two hundred bytes of memory and more."""


def _read_fhir(content: bytes) -> ForeignRecord:
    if content.count(b"{") + content.count(b"[") > MOST_PARTS:
        raise CannotReadRecord(_("This record has more parts than one person's can have; divide it."))
    try:
        bundle = json_text.loads(content)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise CannotReadRecord(_("The JSON is broken or too deep; ask for the file again.")) from None
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise CannotReadRecord(_("This JSON is no FHIR bundle."))
    resources = [entry.get("resource") for entry in _objects(bundle, "entry")]
    kinds: dict[str, list[dict[str, Any]]] = {}
    for resource in resources:
        if isinstance(resource, dict):
            kinds.setdefault(str(resource.get("resourceType")), []).append(resource)
    people = kinds.pop("Patient", [])
    if len(people) != 1:
        raise CannotReadRecord(
            _("The bundle speaks of {n} people; bring one person a file.").format(n=len(people))
        )
    record = ForeignRecord("fhir")
    _put_patient(record, people[0])
    record.problems = [_condition(each) for each in kinds.pop("Condition", [])[:MOST]]
    record.encounters = [_encounter(each) for each in kinds.pop("Encounter", [])[:MOST]]
    counts = Counter({kind: len(rows) for kind, rows in kinds.items()})
    record.not_read = [f"{kind} ({n})" for kind, n in sorted(counts.items())]
    return record


def _put_patient(record: ForeignRecord, patient: dict[str, Any]) -> None:
    names = _objects(patient, "name")
    name = next((each for each in names if each.get("use") == "official"), names[0] if names else {})
    record.name = (" ".join([*_strings(name, "given"), str(name.get("family", ""))]).strip())[:120]
    record.name = record.name or str(name.get("text", ""))[:120]
    record.born_on = _date(str(patient.get("birthDate", "")))
    for telecom in _objects(patient, "telecom"):
        if telecom.get("system") == "email":
            record.email = record.email or str(telecom.get("value", "")).lower()
        elif telecom.get("system") == "phone":
            record.phone = record.phone or str(telecom.get("value", ""))[:40]
    address: dict[str, Any] = next(iter(_objects(patient, "address")), {})
    lines = [
        *_strings(address, "line"),
        *(str(address.get(key, "")) for key in ("city", "state", "postalCode")),
    ]
    record.address = ", ".join(filter(None, lines))[:300]


def _condition(resource: dict[str, Any]) -> dict[str, str]:
    words, code = _concept(resource.get("code"))
    return {"words": words, "code": code, "since": str(resource.get("onsetDateTime", ""))[:10]}


def _encounter(resource: dict[str, Any]) -> dict[str, str]:
    words, _code = _concept(next(iter(_objects(resource, "type")), {}))
    period = resource.get("period") if isinstance(resource.get("period"), dict) else {}
    assert isinstance(period, dict)
    place = resource.get("serviceProvider")
    who = str(place.get("display", "")) if isinstance(place, dict) else ""
    return {"on": str(period.get("start", ""))[:10], "words": words, "with": who[:300]}


def _concept(concept: Any) -> tuple[str, str]:
    coding: dict[str, Any] = next(iter(_objects(concept, "coding")), {}) if isinstance(concept, dict) else {}
    text = concept.get("text", "") if isinstance(concept, dict) else ""
    return str(text or coding.get("display", ""))[:300], str(coding.get("code", ""))[:60]


def _objects(holder: Any, key: str) -> list[dict[str, Any]]:
    found = holder.get(key) if isinstance(holder, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _strings(holder: Any, key: str) -> list[str]:
    found = holder.get(key) if isinstance(holder, dict) else None
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
