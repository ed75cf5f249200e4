"""What waits: mails that have not left, and long work."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from directory.domain.accounts.messages import Message
from directory.domain.jobs import Job
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.web.admin.words import JOB_STATES, JOBS, MAIL_STATES, MAILS

queues = Blueprint("queues", __name__)

SHOWN = 100


@dataclass(frozen=True, slots=True)
class QueuesView:
    """``unsure``: the mails of which nobody knows whether they arrived."""

    mails: tuple[Message, ...]
    unsure: tuple[Message, ...]
    jobs: tuple[Job, ...]


@queues.get("/administration")
@needs(Action.OPERATE)
def page() -> str:
    waiting = current_services().queues
    unsure = waiting.mails_of_unknown_fate(limit=SHOWN)
    view = QueuesView(tuple(waiting.mails(limit=SHOWN)), tuple(unsure), tuple(waiting.jobs(limit=SHOWN)))
    return render_template(
        "pages/admin/queues.html", view=view, kinds=MAILS, mail_states=MAIL_STATES, jobs=JOBS, job_states=JOB_STATES
    )
