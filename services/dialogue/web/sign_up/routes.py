# SPDX-License-Identifier: MPL-2.0
"""The routes of this folder."""

from litestar.handlers import HTTPRouteHandler

from services.dialogue.web.sign_up.confirm_page import confirm, confirm_page, confirmed_page
from services.dialogue.web.sign_up.evaluation import evaluate
from services.dialogue.web.sign_up.form_page import receipt, send_sign_up, sign_up_page
from services.dialogue.web.sign_up.my_links import my_links, send_my_links
from services.dialogue.web.sign_up.own_changes import change, come_back, give_back, say_yes
from services.dialogue.web.sign_up.own_page import own_page

ROUTES: tuple[HTTPRouteHandler, ...] = (
    sign_up_page,
    send_sign_up,
    receipt,
    confirm_page,
    confirm,
    confirmed_page,
    own_page,
    give_back,
    say_yes,
    come_back,
    change,
    evaluate,
    my_links,
    send_my_links,
)
