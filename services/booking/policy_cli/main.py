# SPDX-License-Identifier: MPL-2.0
"""The words after `python -m services.booking policy`."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from services.booking.policy_cli.check import check_files
from services.booking.policy_cli.docs import write_paper
from services.booking.policy_cli.schema import write_schema
from services.booking.policy_cli.try_wish import try_wish
from services.shared.sentences import LANGUAGES, SHARED, Sentences

TEXTS = Path(__file__).parents[1] / "texts"


def main(words: Sequence[str]) -> int:
    """Do what is asked and answer the exit code: 0 when all is well, 1 when a file is not."""
    asked = _parser().parse_args(words)
    say = Sentences.load([SHARED, TEXTS]).say(getattr(asked, "language", "da"))
    match asked.command:
        case "schema":
            return write_schema()
        case "docs":
            return write_paper()
        case "try":
            return try_wish(asked.file, asked.wish, say, asked.language)
        case _:
            return check_files(asked.files, say)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m services.booking policy", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say what is wrong with policy files, and run their examples")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    commands.add_parser("schema", help="write the JSON Schema that editors use, beside the policies")
    commands.add_parser("docs", help="write docs/policies.md: every published rule and what answers it")
    attempt = commands.add_parser("try", help="say what a policy says of a wish, rule by rule")
    attempt.add_argument("file", type=Path, metavar="FILE")
    attempt.add_argument("--wish", type=Path, required=True, metavar="FILE")
    for command in (check, attempt):
        command.add_argument("--language", choices=LANGUAGES, default="da")
    return parser
