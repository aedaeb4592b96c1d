"""The command line: career-advisor, or python -m bot.

Exit codes: 0 success, 1 failure, 2 wrong usage or configuration. Each failure prints one line that says what to do.
"""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import offline
from bot.advisor import format_traceback
from bot.evaluation.survey import Groups, UnusableAnswers
from bot.logs import VERSION, configure_log
from bot.question_sheet import format_sheet
from bot.settings import (
    ENV_FILE,
    Misconfigured,
    Settings,
    is_exposed,
    read_settings,
    system_language,
)
from content.check import faults_of
from content.folder import read
from content.loader import PACKAGED, Faulty, load
from content.model import Catalog
from content.words import without_marks
from storage.backups import back_up, back_up_and_rotate
from storage.errors import Misnamed, Unusable

log = logging.getLogger("bot")  # run as a module, its own name is __main__

FAILED, WRONG = 1, 2

cli = typer.Typer(
    name="career-advisor",
    help="A career advisor on Telegram: technical expert, project manager, or both?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(VERSION)
        raise typer.Exit


@cli.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Define what stands before a command."""


Language = Annotated[
    str | None, typer.Option(help="Language, for example en or ru. Default: the system's.")
]
Transcript = Annotated[Path | None, typer.Option(help="Also write the conversation to this file.")]


@cli.command()
def run() -> None:
    """Run the Telegram bot, or the same conversation in the terminal without TELEGRAM_BOT_TOKEN."""
    settings = _settings()
    if is_exposed():
        log.warning(
            "other users of this machine can read %s; run: chmod 600 %s", ENV_FILE, ENV_FILE
        )
    if settings.telegram_bot_token is None:
        _talk(settings, None, None)
        return
    gc.disable()  # a start creates no garbage, and collecting takes a tenth of its time
    # Importing Telegram's libraries takes a third of a start; other commands do not need them.
    from bot.app import run_bot  # noqa: PLC0415

    with _explain_failures():
        run_bot(settings, _catalog(settings))


@cli.command("try")
def try_out(language: Language = None, transcript: Transcript = None) -> None:
    """Hold the conversation in the terminal; its answers are stored in a separate database."""
    _talk(_settings(), language, transcript)


@cli.command()
def check(
    show: Annotated[
        bool, typer.Option("--print", help="Print each question with its points in all languages.")
    ] = False,
) -> None:
    """Check the content and list every fault with its file and line."""
    settings = _settings()
    faults = faults_of(read(settings.content_dir or PACKAGED))
    for fault in faults:
        typer.echo(fault)
    if faults:
        _fail(f"{len(faults)} to fix.", FAILED)
    if show:
        typer.echo(format_sheet(_catalog(settings)))
    typer.echo("The content is whole.")


@cli.command()
def stats(language: Language = None) -> None:
    """Print what admins see with /stats."""
    settings = _settings()
    with _explain_failures():
        report = offline.print_stats(settings, _catalog(settings), language or system_language())
        typer.echo(without_marks(asyncio.run(report)))


@cli.command()
def dead_letters(
    retry: Annotated[
        bool, typer.Option("--retry", help="Let the running bot handle them again.")
    ] = False,
) -> None:
    """List the updates that could not be handled; with --retry the bot handles them again within a minute."""
    settings = _settings()
    with _explain_failures():
        found = asyncio.run(offline.read_dead_letters(settings, retry=retry))
    for each in found:
        typer.echo(
            f"{each.id}  {each.at:%Y-%m-%d %H:%M}  {each.reason}{'  (to be handled again)' if each.again else ''}"
        )
    typer.echo(
        "There are no dead letters."
        if not found
        else "The table dead_letters keeps what is stored of them for seven days."
    )


@cli.command()
def backup(
    target: Annotated[
        Path, typer.Argument(help="The file to write, or with --keep the folder for copies.")
    ],
    keep: Annotated[
        int | None,
        typer.Option(
            min=1, help="Name the copy by the current time and keep only the newest N copies."
        ),
    ] = None,
) -> None:
    """Write a consistent copy of the database, also while the bot runs."""
    url = _settings().database_url
    with _explain_failures():
        if keep is None:
            back_up(url, target)
        else:
            target = back_up_and_rotate(url, target, keep, datetime.now(UTC))
    typer.echo(f"Written to {target}.")


@cli.command()
def restore(
    copy: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to restore.")],
) -> None:
    """Check a copy and replace the database with it; the bot must not be running."""
    settings = _settings()
    with _explain_failures():
        former = asyncio.run(offline.restore(settings, copy))
    typer.echo(f"Restored from {copy}.{f' The former database is {former}.' if former else ''}")


@cli.command("simulate")
def simulate(
    people: Annotated[int, typer.Option(min=10, help="How many people to draw.")] = 8000,
    seed: Annotated[int, typer.Option(help="The same seed draws the same people.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure the advice on simulated people (takes a minute or two)."""
    # The running bot does not need the evaluation and its progress bars.
    from bot.evaluation import simulation_report  # noqa: PLC0415

    settings = _settings()
    with _explain_failures():
        measured = simulation_report.simulate_all(_catalog(settings), people, seed)
    if as_json:
        typer.echo(simulation_report.format_json(measured))
    else:
        typer.echo("\n".join(simulation_report.format_text(measured)))


@cli.command()
def validate(  # noqa: PLR0913, PLR0917 - one argument for each option
    answers: Annotated[
        Path,
        typer.Option(help="CSV file (or .gz): a column per question, a row per person."),
    ],
    label: Annotated[
        str, typer.Option(help="The column with each person's group, if there is one.")
    ] = "",
    technical: Annotated[
        str, typer.Option(help="Without --label: columns of the technical trait: i*,B")
    ] = "",
    leading: Annotated[
        str, typer.Option(help="Without --label: columns of the leading trait: e*,B")
    ] = "",
    loading: Annotated[
        float,
        typer.Option(min=0.1, max=0.9, help="Without --label: the loading of each column."),
    ] = 0.53,
    hold_out: Annotated[
        bool,
        typer.Option(
            "--hold-out", help="Without --label: hold out half of the columns for comparison."
        ),
    ] = False,
    positive: Annotated[str, typer.Option(help="Labels of the leading side: A,B")] = "1",
    negative: Annotated[
        str, typer.Option(help="Labels of the technical side. Default: all others.")
    ] = "",
    content: Annotated[
        Path | None, typer.Option(help="Folder with the questions.toml that was answered.")
    ] = None,
    columns: Annotated[
        str, typer.Option(help="With --fit, instead of --content: columns to learn from: agree_*,B")
    ] = "",
    within: Annotated[
        str | None, typer.Option(help="Column of bands to compare within, such as experience.")
    ] = None,
    fit: Annotated[
        bool, typer.Option("--fit", help="First learn scores and weights from half of the people.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(help="With --fit: the content folder to create.")
    ] = None,
    folds: Annotated[int, typer.Option(min=2, max=20, help="Folds of the cross-validation.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same figures.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Measure the advice on real answers and compare it with a logistic regression."""
    if technical and leading and not label:
        from bot.evaluation.replay import ItemColumns, replay_file  # noqa: PLC0415

        items = ItemColumns(_split_list(technical), _split_list(leading), loading)
        with _explain_failures():
            for line in replay_file(answers, items, hold_out=hold_out, seed=seed, as_json=as_json):
                typer.echo(line)
        return
    if not label:
        _fail("Name the groups: --label COLUMN; or use --technical i* and --leading e*.", WRONG)
    if technical or leading or hold_out:
        _fail("--technical, --leading and --hold-out cannot be combined with --label.", WRONG)
    if not content and not (fit and columns):
        _fail("Name the questions: --content DIR, or --fit with --columns agree_*,B.", WRONG)
    if output and not fit:
        _fail("--output needs --fit; add --fit.", WRONG)
    try:
        from bot.evaluation.validation_report import ValidationRequest, validate_file  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as error:
        if error.name not in ("numpy", "sklearn"):
            raise
        _fail("This needs scikit-learn: pip install 'career-advisor[measure]'.", FAILED)
    groups = Groups(label, _split_list(positive), _split_list(negative), within)
    request = ValidationRequest(answers, groups, content, _split_list(columns), output, folds, seed)
    with _explain_failures():
        for line in validate_file(request, learns=fit, as_json=as_json):
            typer.echo(line)


def main() -> None:
    """Run the command line."""
    # Only the owner may read the files created.
    os.umask(0o077)
    cli()


def _split_list(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _talk(settings: Settings, language: str | None, transcript: Path | None) -> None:
    with _explain_failures():
        asyncio.run(offline.run_terminal(_catalog(settings), language, transcript))


def _catalog(settings: Settings) -> Catalog:
    """Return the content of the settings; raise Faulty when it has faults."""
    return load(settings.content_dir or PACKAGED)


def _settings() -> Settings:
    with _explain_failures():
        settings = read_settings()
    token = settings.telegram_bot_token
    configure_log(settings.log_level, token.get_secret_value() if token else None)
    return settings


@contextmanager
def _explain_failures() -> Iterator[None]:
    """Turn errors that the operator can fix into one line and an exit code."""
    try:
        yield
    except (Misconfigured, Misnamed) as error:
        _fail(str(error), WRONG)
    except Faulty as error:
        _fail(f"{error}\nFix the content; `career-advisor check` lists every fault.", FAILED)
    except (UnusableAnswers, Unusable) as error:
        _fail(str(error), FAILED)
    except Exception as error:
        # A bug. Its message may contain what a person wrote, so only its type and place are printed.
        _fail(
            f"{format_traceback(error)}{type(error).__name__}: a bug; please report the lines above.",
            FAILED,
        )


def _fail(why: str, code: int) -> NoReturn:
    typer.echo(why, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
