# SPDX-License-Identifier: MPL-2.0
"""What a letter says of a dialogue session: to those who take part, and to those who run it."""

from datetime import datetime
from typing import Any

from services.notify.channels.contract import Kind, SignUpNews
from services.notify.channels.email.places import Times
from services.shared.contracts.dialogue import LinksMailReply, SessionFacts, SessionRoomAnswered, SignUpState
from services.shared.contracts.portal import Language
from services.shared.written_dates import clock_time, date_long, day_and_time

_NEEDS = {
    "sign_language",
    "text_interpreter",
    "hearing_loop",
    "companion",
    "child_care",
    "transport",
    "step_free",
    "interpreter",
    "other",
}
"""Access needs there is a word for; another is shown as dialogue calls it."""


def sign_up_facts(kind: Kind, news: SignUpNews, language: Language) -> dict[str, Any]:
    """Everything the templates of a sign-up may name. `mine` holds the secret paths."""
    event, mine = news.event, news.reply
    return {
        "topic": _case(kind, news),
        "why": ("mail.why.sign_up", {"title": event.session.title}),
        "what": event.session.title,
        "event": event,
        "mine": mine,
        "now": (session_times(event.session, language),),
        "before": (session_times(event.previous, language),) if event.previous else (),
        "stands": _stands(mine.state),
        "until": _moment(mine.expires_at or event.expires_at, language),
        "draw": _moment(mine.draw_at, language),
        "place_follows": not event.session.place and event.session.mode != "online",
        "online_url": mine.online_url if (mine.online_url or "").startswith(("https://", "http://")) else None,
        "need_word": f"mail.need.{mine.need}" if mine.need in _NEEDS else None,
        "session_path": f"/dialog/{event.session.slug}",
    }


def links_facts(reply: LinksMailReply, language: Language) -> dict[str, Any]:
    """Everything the template of somebody's links may name."""
    links = ((_stands(link.state), (session_times(link.session, language),), link.own_path) for link in reply.links)
    return {"what": "", "why": ("mail.why.links", {}), "links": tuple(links)}


def room_facts(event: SessionRoomAnswered, language: Language) -> dict[str, Any]:
    """Everything the templates about a session's room may name."""
    return {
        "what": event.session.title,
        "why": ("mail.why.room", {"title": event.session.title}),
        "event": event,
        "now": (session_times(event.session, language),),
        "until": _moment(event.decide_by, language),
        "room_path": f"/dialog/styring/{event.session_id}/lokale",
    }


def session_times(session: SessionFacts, language: Language) -> Times:
    """Title, place and time."""
    when = day_and_time(session.starts_at, session.ends_at, language)
    if session.mode == "online":
        return Times(session.title, "Online", "", (when,))
    return Times(session.title, session.place, "" if session.address == session.place else session.address, (when,))


def _case(kind: Kind, news: SignUpNews) -> str:
    """Where one kind of news is said in several ways: the way, with a dot before it."""
    match kind:
        case "sign_up.queued":
            way = ".drawn" if news.reply.draw_at else ""
            return f"{way}.unproved" if news.reply.confirm_path else f"{way}.proved"
        case "sign_up.repeated":
            return f".{_stands(news.reply.state)}"
        case "sign_up.withdrawn":
            return ".by_staff" if news.event.by_staff else ".own"
        case "sign_up.lapsed":
            return ".line" if news.event.was == "waiting" else ".place"
        case "sign_up.need_settled":
            return f".{news.reply.need_outcome or 'open'}"
        case _:
            return ""


def _stands(state: SignUpState) -> str:
    return "over" if state in {"withdrawn", "lapsed", "called_off"} else state


def _moment(instant: datetime | None, language: Language) -> str:
    """As "tirsdag den 24. november 2026 kl. 18.00"; empty when there is none."""
    if instant is None:
        return ""
    return f"{date_long(instant, language)}{' kl. ' if language == 'da' else ', '}{clock_time(instant, language)}"
