"""What can go wrong, as a person needs to hear it.

* OnRecordError
  * StoreError
    - IndexMissing
    - IndexLocked
    - IndexDamaged
    - StorageFull
    - ModelMismatch
  * ModelError

Every message says what was wrong; ``remedy`` says what to do next. The command line shows both and
never a traceback.
"""


class OnRecordError(Exception):
    """An error that is the user's to see: one line of cause, one line of remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class StoreError(OnRecordError):
    """The index cannot be used as asked."""


class IndexMissing(StoreError):
    """There is no index at the place that was named."""


class IndexLocked(StoreError):
    """Another process is writing to the index."""


class IndexDamaged(StoreError):
    """The index holds something that contradicts itself or cannot be read."""


class StorageFull(StoreError):
    """The disk (or a quota on it) would not take what was to be stored."""


class ModelMismatch(StoreError):
    """The index was made by another embedding model than the one in use."""


class ModelError(OnRecordError):
    """A model cannot be found, or is not what it claims to be."""
