"""Forms by which a file of facts comes in: what it is, and, once it was read, whether it is taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from folkmoot.adapters.feeds.periods import last_day
from folkmoot.apps.records.operations import Upload
from folkmoot.apps.records.terms import RECORDS

LARGEST = 50 * 1024 * 1024  # bytes of a file
LARGEST_SCHEMA = 100 * 1024  # and of the file that describes it


class FactsForm(forms.Form):
    """A file of a kind, or of records with the file that describes them, to be read."""

    kind = forms.ChoiceField(help_text="What the file is: each kind has a layout that says what its columns hold.")
    file = forms.FileField(
        label="The file",
        help_text="CSV in UTF-8, Parquet or a workbook, up to 50 MB. Import a larger one with the folkmoot command.",
    )
    schema = forms.FileField(
        required=False,
        label="Its schema file, for records",
        help_text="A TOML file that describes the columns of an extract of your own. Every other kind has its layout.",
    )
    key = forms.SlugField(
        max_length=80,
        required=False,
        label="Key of the data set",
        help_text="Leave it empty to let the kind decide. Small letters, digits and underscores.",
    )
    vintage = forms.CharField(
        max_length=120,
        required=False,
        help_text="What the publisher calls this release. Empty: the period that it covers.",
    )
    period = forms.CharField(
        max_length=40, required=False, help_text="Such as 2019/20, where no column of the file says it."
    )

    def __init__(self, kinds: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = (RECORDS, "Records, described by a schema file")
        self.fields["kind"] = forms.ChoiceField(
            choices=[("", "Choose a kind"), own, *kinds], help_text=self.fields["kind"].help_text
        )

    def clean_file(self) -> UploadedFile[bytes]:
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST:
            raise ValidationError("The file is larger than 50 MB. Import it with the folkmoot command.")
        return given

    def clean_schema(self) -> UploadedFile[bytes] | None:
        given: UploadedFile[bytes] | None = self.cleaned_data["schema"]
        if given and (given.size or 0) > LARGEST_SCHEMA:
            raise ValidationError("A schema file is smaller than 100 KB; this is something else.")
        return given

    def clean_period(self) -> str:
        words: str = self.cleaned_data["period"].strip()
        if words:
            try:
                last_day(words)
            except ValueError as error:
                raise ValidationError("Give a period such as 2021, 2020/21 or 2018-20, or leave it empty.") from error
        return words

    def clean(self) -> None:
        kind, schema = self.cleaned_data.get("kind"), self.cleaned_data.get("schema")
        if kind == RECORDS and not schema and "schema" not in self.errors:
            self.add_error("schema", "Give the file that describes the columns of these records.")
        elif kind and kind != RECORDS and schema:
            self.add_error("schema", "A file of this kind has its layout already; leave the schema file out.")

    def upload(self) -> Upload:
        """What was given, read whole."""
        given = self.cleaned_data
        file, schema = given["file"], given["schema"]
        return Upload(
            name=file.name or "file",
            content=file.read(),
            kind=given["kind"],
            schema_name=schema.name or "schema.toml" if schema else "",
            schema=schema.read() if schema else b"",
            period=given["period"],
            key=given["key"],
            vintage=given["vintage"],
        )


class TakeInForm(forms.Form):
    """Whether a file that was read is taken in, and how."""

    keep_good = forms.BooleanField(
        required=False,
        label="Keep the good rows and leave the others out",
        help_text="Otherwise one faulty row refuses the whole file.",
    )
    public = forms.BooleanField(
        required=False,
        label="Anybody may read of this data set",
        help_text="What it is, where it comes from and under which licence. Published values are taken only from such "
        "a data set. Left empty, it stays as it is; a new one is restricted.",
    )

    def __init__(self, *args: Any, faulty: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not faulty:
            del self.fields["keep_good"]
