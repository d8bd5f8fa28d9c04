"""What comes in from elsewhere and what leaves."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.core import json_text
from reverie.core.uploads import UploadField
from reverie.process.actions import Handing
from reverie.process.archive import SHORTEST
from reverie.process.forms.fields import UNKEPT, choice, day, text
from reverie.process.transcripts import (
    ENCODINGS,
    CannotReadTranscript,
    Spoken,
    Transcript,
    read,
    reread,
    telling,
)

WHO = [("client", _("the client")), ("me", _("me")), ("other", _("somebody else"))]


class ExportForm(forms.Form):
    """Why the notes leave, and a passphrase, twice."""

    why = forms.ChoiceField(
        label=_("Why they leave"),
        choices=[("own", _("For my own keeping")), ("release", _("To somebody whom the client authorized"))],
        initial="own",
        required=False,
        widget=forms.RadioSelect,
    )
    recipient = text(label=_("Who gets them"), longest=200)
    purpose = text(label=_("What for"), longest=500)
    signed_on = day(label=_("Signed by the client on"))
    expires_on = day(label=_("Holds until"))
    passphrase = forms.CharField(
        label=_("Passphrase"),
        min_length=SHORTEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must agree; nothing else opens the file."""
        cleaned = super().clean() or {}
        if "passphrase" in cleaned and cleaned["passphrase"] != cleaned.get("again"):
            self.add_error("again", _("The two do not agree. Type them again."))
        return cleaned

    def handing(self) -> Handing:
        """The clean values."""
        names = ("why", "recipient", "purpose", "signed_on", "expires_on")
        return Handing(**{name: self.cleaned_data[name] for name in names} | {"why": self._why()})

    def _why(self) -> str:
        return self.cleaned_data["why"] or "own"


class TranscriptForm(forms.Form):
    """A transcript file; read here, never written to a disk."""

    file = UploadField(
        megabytes=5,
        label=_("Transcript (.txt, .vtt, .srt or .docx, at most 5 MB)"),
        widget=forms.FileInput(attrs={"class": "input", "accept": ".txt,.vtt,.srt,.docx"}),
        error_messages={
            "required": _("Choose a file of at most 5 MB."),
            "too_large": _("The file is larger than {megabytes} MB; divide it."),
        },
    )

    def clean_file(self) -> Transcript:
        """The turns of the file, in the encoding guessed."""
        file = self.cleaned_data["file"]
        try:
            return read(file.read(), file.name)
        except CannotReadTranscript as error:
            raise forms.ValidationError(str(error)) from None


class SpeakersForm(forms.Form):
    """Who is who in a transcript that was read, about which hour, and whether the letters are right.

    The turns travel with the page; `hours` are sessions without a sheet, (id, words).
    """

    encoding = choice(ENCODINGS.items(), label=_("Letters are read as"))
    looked = forms.BooleanField(required=False, label=_("I looked: the letters are right"))
    hour = choice((), label=_("About which hour"))
    turns = forms.CharField(widget=forms.HiddenInput(attrs=UNKEPT))
    was = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        heard: Transcript | None = None,
        hours: Sequence[tuple[UUID, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        found = self.transcript() if heard is None else heard
        self.speakers = list(found.speakers)
        self.telling = telling(found)
        self.fields["hour"].choices = [  # type: ignore[attr-defined]
            ("", _("None: a sheet without an hour")),
            *[(str(key), words) for key, words in hours],
        ]
        if not self.telling:
            del self.fields["looked"]
        if found.encoding not in ENCODINGS:
            del self.fields["encoding"]
        for place, name in enumerate(self.speakers):
            first = WHO[min(place, 2)][0]
            self.fields[f"who-{place}"] = choice(WHO, label=name, initial=first, required=True)

    def transcript(self) -> Transcript:
        """The turns that the page carried; none when they were damaged."""
        try:
            rows = [Spoken(*row) for row in json_text.loads(self.data.get("turns", ""))]
        except (ValueError, TypeError):
            rows = []
        is_whole = all(isinstance(row.speaker, str) and isinstance(row.text, str) for row in rows)
        return Transcript(tuple(rows) if is_whole else (), str(self.data.get("was", "")))

    def again(self) -> Transcript:
        """The transcript read in the encoding that was chosen. Raises CannotReadTranscript."""
        return reread(self.transcript(), str(self.data.get("encoding", "")))

    def clean_looked(self) -> bool:
        """Letters that another encoding would show otherwise must be looked at."""
        if not self.cleaned_data["looked"]:
            raise forms.ValidationError(_("Look at the lines above, and say that their letters are right."))
        return True

    def clean_turns(self) -> str:
        """Refuse a page whose turns were damaged."""
        value = str(self.cleaned_data["turns"])
        if not self.transcript().turns:
            raise forms.ValidationError(_("The transcript was lost on the way. Choose the file again."))
        return value

    def letters(self, client_name: str) -> tuple[dict[str, str], dict[str, str]]:
        """Speaker -> letter in the text, and letter -> who that is."""
        first = client_name.split()[0]
        initial = first[0].upper() if first[0].upper() != "T" else "C"
        letters: dict[str, str] = {}
        names: dict[str, str] = {}
        for place, speaker in enumerate(self.speakers):
            who = self.cleaned_data[f"who-{place}"]
            short = "".join(sign for sign in speaker.split()[0] if sign.isalnum())[:12] or f"S{place + 1}"
            letter = {"client": initial, "me": "T"}.get(who, short)
            letters[speaker] = letter
            names[letter] = {"client": first, "me": "you"}.get(who, speaker)
        return letters, names


def packed_turns(transcript: Transcript) -> str:
    """The turns as the page carries them."""
    return json.dumps([[turn.speaker, turn.minute, turn.text] for turn in transcript.turns])


class MoveForm(forms.Form):
    """The lines chosen for the record, worded anew, and the part of the note that they go into."""

    field = choice((), label=_("Into this part of the progress note"), required=True)

    def __init__(
        self, *args: Any, lines: Sequence[str], fields: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = list(fields)  # type: ignore[attr-defined]
        self.count = len(lines)
        for place, line in enumerate(lines):
            self.fields[f"line-{place}"] = text(
                rows=2, longest=2000, label=_("Line %s") % (place + 1), initial=line
            )

    def worded(self) -> list[str]:
        """The lines as they are to stand in the record."""
        return [self.cleaned_data[f"line-{place}"] for place in range(self.count)]
