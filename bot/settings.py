"""The settings: the only reader of the environment and of `.env`."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ENV_FILE = ".env"
SHARED_ACCOUNTS = frozenset({777000, 1087968824, 136817688})  # Telegram's own
TOKEN = r"\d{3,20}:[\w-]{20,}"  # noqa: S105 - the form of a token, not one


class Misconfigured(Exception):
    """A setting is wrong; the text says in one line which and what to do, never what a secret held."""


class Settings(BaseSettings):
    """Every setting, from the environment or `.env`; empty is the same as not set."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = Field(
        default=None,
        description="The bot's token from @BotFather. Without it the conversation runs in the terminal.",
    )
    telegram_api_url: HttpUrl = Field(
        default=HttpUrl("https://api.telegram.org"),
        description="Root of the Bot API server: Telegram's own, or yours.",
    )
    database_url: str = Field(
        default="sqlite:///data/career-advisor.sqlite3",
        description="The database. The terminal keeps its own file, data/terminal.sqlite3.",
    )
    admin_ids: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(),
        description="Telegram ids of those who may see /stats, comma-separated.",
    )
    content_dir: Path | None = Field(
        default=None,
        description="A content folder of your own instead of the one that comes with the program.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much the log tells: DEBUG, INFO, WARNING or ERROR."
    )
    stats_block: int = Field(
        default=50,
        ge=20,
        description="Results are shown to admins in whole groups of so many people who finished, at least 20.",
    )
    retention_months: int | None = Field(
        default=None,
        ge=2,
        le=120,
        description="People who have been silent for so many months are erased; without it nobody is.",
    )

    send_rate: int = Field(
        default=30,
        ge=0,
        description="How many new messages a second are sent at most, as Telegram asks for; 0 is no limit.",
    )
    flood_rate: int = Field(
        default=5,
        ge=0,
        description="How many updates a second of one person are taken at once, more for a short while; 0 is no limit.",
    )
    tap_guard_ms: int = Field(
        default=400,
        ge=0,
        description="A tap within so many milliseconds after its question has come up is no answer; 0 counts every tap.",
    )
    webhook_url: HttpUrl | None = Field(
        default=None,
        description="Where Telegram posts updates to, an https address that leads here; without it the bot polls.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description="What Telegram proves itself with: 1 to 256 letters, digits, _ and -. Needed with WEBHOOK_URL.",
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8080",
        description="Where the bot listens for posts, host:port; TLS is the business of the proxy before it.",
    )

    @property
    def listen(self) -> tuple[str, int]:
        """Return host and port of WEBHOOK_LISTEN."""
        host, _, port = self.webhook_listen.rpartition(":")
        return host, int(port)

    @field_validator("webhook_listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        if not re.fullmatch(r".+:\d{1,5}", value):
            raise ValueError("must be host:port, for example 127.0.0.1:8080")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _as_telegram_takes_it(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(
            r"[\w-]{1,256}", value.get_secret_value(), re.ASCII
        ):
            raise ValueError("must be 1 to 256 letters, digits, _ and -")
        return value

    @model_validator(mode="after")
    def _webhook_whole(self) -> Self:
        if self.webhook_url is not None and self.webhook_secret is None:
            raise ValueError("WEBHOOK_SECRET is needed with WEBHOOK_URL")
        return self

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()]
            if isinstance(value, str)
            else value
        )

    @field_validator("admin_ids")
    @classmethod
    def _require_people(cls, value: frozenset[int]) -> frozenset[int]:
        for each in sorted(value):
            if each in SHARED_ACCOUNTS:
                raise ValueError(f"{each} is an account of Telegram's own; list the ids of people")
            if each <= 0:
                raise ValueError(f"{each} is not a person's id; list ids of people, all above 0")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("telegram_bot_token", mode="before")
    @classmethod
    def _without_spaces(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("telegram_bot_token")
    @classmethod
    def _shaped_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(TOKEN, value.get_secret_value()):
            raise ValueError(
                "does not look like a token; copy it again from @BotFather (123456789:AA...)"
            )
        return value


def system_language() -> str:
    """Return the system's language as an IETF tag, empty when it names none."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    named = next((name for name in names if name), "")
    return named.partition(".")[0].replace("_", "-")


def read_settings() -> Settings:
    """Return the settings; raise Misconfigured naming each wrong one, in one line."""
    try:
        return Settings()
    except ValidationError as error:
        # Only the names and the reasons: the wrong value itself may be a secret.
        names = (str(each["loc"][0]).upper() if each["loc"] else "" for each in error.errors())
        reasons = (each["msg"].removeprefix("Value error, ") for each in error.errors())
        wrong = (
            f"{name}: {reason}" if name else reason
            for name, reason in zip(names, reasons, strict=True)
        )
        raise Misconfigured("; ".join(wrong)) from None
    except UnicodeDecodeError:
        raise Misconfigured(f"{ENV_FILE} is not a text in UTF-8; save it as one") from None


def is_exposed(file: Path = Path(ENV_FILE)) -> bool:
    """Return whether other users of this machine may read or change the file; False where there is none."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return False
    return os.name == "posix" and bool(mode & 0o077)
