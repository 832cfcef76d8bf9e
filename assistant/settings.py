"""What can be set, where it is looked for, and what it is when nobody sets it.

Flags come first, then ``ONRECORD_*`` variables, then ``onrecord.toml`` in the working folder, then
the defaults below.
"""

from __future__ import annotations

import tomllib
from typing import Any

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from vectorstore.errors import OnRecordError

FILE = "onrecord.toml"


class SettingsError(OnRecordError):
    """A setting is unknown or has a value that it cannot have."""


def default_index() -> str:
    """The index directory when none is named: ``index`` in the platform's user data directory."""
    return str(platformdirs.user_data_path("onrecord") / "index")


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix="ONRECORD_", toml_file=FILE, extra="forbid", frozen=True
    )

    index: str = Field(default_factory=default_index, min_length=1)
    """A directory, or the URL of a Chroma server."""

    embedding_model: str = ""
    """A sentence-transformers name or folder; empty for the bundled model."""

    entailment_model: str = ""
    """A sentence-transformers CrossEncoder for inference (NLI), name or folder; empty for none."""

    llm: str = "extractive"
    """``extractive``, or what LangChain's init_chat_model takes: ``ollama:…``, ``openai:…``."""

    tokens_per_question: int = Field(default=20_000, ge=500, le=10_000_000)
    """What one question may cost at a chat model, in tokens sent and received."""

    private: tuple[str, ...] = ()
    """Sources never sent to a model off this machine: patterns of paths, URLs, publishers."""

    @property
    def told(self) -> dict[str, str]:
        """What an answer depends on besides its sources, for a record of how it was made."""
        told = {
            "index": self.index,
            "embedding model": self.embedding_model or "bundled",
            "model": self.llm,
        }
        if self.entailment_model:
            told["entailment model"] = self.entailment_model
        return told

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then variables, then the file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: str | None) -> Settings:
    """The settings in force; a flag that is None was not given.

    Raises SettingsError, naming the setting, where one is unknown or out of range.
    """
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{FILE} is not valid TOML: {error}", "Correct it there.") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()
        )
        raise SettingsError(
            f"The settings do not hold: {problems}",
            f"Look in {FILE} and the ONRECORD_* variables; known settings: "
            f"{', '.join(Settings.model_fields)}.",
        ) from error
