"""Files of pictures, named by what is in them: the same bytes are kept once, for ever the same."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep_file(content: bytes, *, folder: str, extension: str) -> str:
    """The name under which the storage has these bytes now."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}.{extension}"
    if default_storage.exists(name):
        if default_storage.size(name) == len(content):
            return name
        # Somebody was cut off in the middle of writing it.
        default_storage.delete(name)
    saved = default_storage.save(name, ContentFile(content))
    if saved != name:
        # Somebody else was faster with the very same bytes.
        default_storage.delete(saved)
    return name
