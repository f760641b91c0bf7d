# SPDX-License-Identifier: MPL-2.0
"""The routes of this folder."""

from litestar.handlers import HTTPRouteHandler

from services.dialogue.web.staff.people.door import door
from services.dialogue.web.staff.people.door_files import door_file, door_worker
from services.dialogue.web.staff.people.evaluation import results
from services.dialogue.web.staff.people.letting_in import let_in, undo, write_in
from services.dialogue.web.staff.people.new_sign_up import new_page, send_new, slip
from services.dialogue.web.staff.people.prints import attendance_list, name_tags
from services.dialogue.web.staff.people.scans import scans
from services.dialogue.web.staff.people.sign_up_actions import accept, companions, mail, offer, prioritise, withdraw
from services.dialogue.web.staff.people.sign_ups import sign_ups_csv, sign_ups_page
from services.dialogue.web.staff.people.task_actions import reopen, settle_all, settle_one
from services.dialogue.web.staff.people.tasks import all_tasks, session_tasks

ROUTES: tuple[HTTPRouteHandler, ...] = (
    sign_ups_page,
    sign_ups_csv,
    new_page,
    send_new,
    slip,
    withdraw,
    offer,
    accept,
    prioritise,
    companions,
    mail,
    all_tasks,
    session_tasks,
    settle_one,
    settle_all,
    reopen,
    door,
    let_in,
    undo,
    write_in,
    scans,
    attendance_list,
    name_tags,
    results,
    door_file,
    door_worker,
)
