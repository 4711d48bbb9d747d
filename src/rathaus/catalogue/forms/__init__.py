"""Forms of the service owner: handing in files, writing texts, and confirming what was read."""

from rathaus.catalogue.forms.review import ReviewForm, list_sentence
from rathaus.catalogue.forms.texts import TextsForm
from rathaus.catalogue.forms.uploading import TextsUploadForm, UploadForm

__all__ = ["ReviewForm", "TextsForm", "TextsUploadForm", "UploadForm", "list_sentence"]
