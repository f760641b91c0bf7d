# SPDX-License-Identifier: MPL-2.0
"""The pages about policies, for staff."""

from litestar.handlers import HTTPRouteHandler

from services.booking.web.policy_adoption import adopt, adoption
from services.booking.web.policy_draft import copy_or_remove, discard, draft, draft_file, start, undo
from services.booking.web.policy_page import policies, policies_css, policy, policy_version, policy_version_file
from services.booking.web.policy_rule import add_rule, edit_rule, new_rule, read_file, save_rule
from services.booking.web.policy_trial import compare, try_wish

POLICY_PAGES: tuple[HTTPRouteHandler, ...] = (
    policies,
    policies_css,
    policy,
    policy_version,
    policy_version_file,
    start,
    draft,
    draft_file,
    undo,
    discard,
    copy_or_remove,
    new_rule,
    add_rule,
    edit_rule,
    save_rule,
    read_file,
    try_wish,
    compare,
    adoption,
    adopt,
)
