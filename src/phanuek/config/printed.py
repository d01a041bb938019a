"""Documents drawn from the code, so that they cannot be out of date."""

from collections.abc import Callable, Mapping
from typing import Any

from phanuek.agreements import states as agreements
from phanuek.matching import states as matching
from phanuek.matching.ranking import CANDIDATES, OFFERS, newcomers_words
from phanuek.needs import states as needs
from phanuek.offers import states as offers
from phanuek.organisations.roles import ROLES, Permission
from phanuek.referrals import states as referrals

HEAD = "<!-- printed by `manage.py print_docs`; edit the code instead -->\n"


def roles() -> str:
    """Who may do what: one row a permission, one column a role."""
    lines = [HEAD + "# Roles\n"]
    for role in ROLES.values():
        area = " · by area" if role.by_area else ""
        lines.append(
            f"- **{role.label.en}** ({role.label.th}, `{role.code}`{area}): {role.description.en} {role.description.th}"
        )
    lines.append("\n| may | " + " | ".join(f"`{code}`" for code in ROLES) + " |")
    lines.append("|---|" + ":-:|" * len(ROLES))
    for permission in Permission:
        marks = " | ".join("✓" if permission in role.permissions else "" for role in ROLES.values())
        lines.append(f"| {permission.value.replace('_', ' ')} | {marks} |")
    return "\n".join(lines) + "\n"


def states() -> str:
    """The ways of what the house keeps, as drawings."""
    return "\n".join(
        [
            HEAD + "# States\n",
            "## An agreement's first signing\n",
            _drawing(agreements.STAGES),
            "## An amendment\n",
            _drawing(agreements.AMENDMENT_TRANSITIONS),
            "## A progress claim\n",
            _drawing(agreements.CLAIM_TRANSITIONS),
            "## A meeting\n",
            _drawing(agreements.MEETING_TRANSITIONS),
            "## A task of a meeting\n",
            _drawing(agreements.TASK_TRANSITIONS),
            "## A period report\n",
            _drawing(agreements.REPORT_TRANSITIONS),
            "## A need\n",
            _drawing(needs.TRANSITIONS),
            "## A version of an offer's conditions\n",
            _drawing(offers.PROPOSAL_TRANSITIONS),
            "## A round\n",
            _drawing(matching.ROUND_TRANSITIONS),
            "## A draw\n",
            _drawing(matching.DRAW_TRANSITIONS),
            "## A place in a waiting list\n",
            _drawing(matching.WAITING_TRANSITIONS),
            "## A referral\n",
            _drawing(referrals.TRANSITIONS),
        ]
    )


def _drawing(transitions: Mapping[Any, Any]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    for state in transitions:
        lines.append(f"  {state.value}: {state.label.en} · {state.label.th}")
    for start, ends in transitions.items():
        lines += [f"  {start.value} --> {end.value}" for end in sorted(ends, key=lambda end: str(end.value))]
    return "\n".join([*lines, "```\n"])


def ranking() -> str:
    """In which order offers and groups stand, line by line."""
    lines = [HEAD + "# Ranking\n"]
    for title, rule in (("Offers before a group or a need", OFFERS), ("Groups before an offer", CANDIDATES)):
        lines.append(f"## {title}: version {rule.version}, from {rule.since.isoformat()}\n")
        lines += [f"{n}. {line.title.en} · {line.title.th}" for n, line in enumerate(rule.lines, start=1)]
        lines.append("")
    return "\n".join([*lines, f"{newcomers_words().en}. {newcomers_words().th}", ""])


PAGES: dict[str, Callable[[], str]] = {"ranking.md": ranking, "roles.md": roles, "states.md": states}
