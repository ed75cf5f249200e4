"""The blueprints of the pages, in the order they are registered."""

from flask import Blueprint

from directory.settings import Settings
from directory.web.accounts.inviting import inviting
from directory.web.accounts.keys import keys
from directory.web.accounts.links import links
from directory.web.accounts.moving import moving
from directory.web.accounts.own import own
from directory.web.accounts.own_factors import own_factors
from directory.web.accounts.partners import partners
from directory.web.accounts.passkeys import passkeys
from directory.web.accounts.people import people
from directory.web.accounts.provider import provider
from directory.web.accounts.sign_in import sign_in
from directory.web.accounts.transfers import transfers
from directory.web.admin.arranging import arranging
from directory.web.admin.classification import classification
from directory.web.admin.journal import journal
from directory.web.admin.queues import queues
from directory.web.admin.regrouping import regrouping
from directory.web.admin.unanswered import unanswered
from directory.web.admin.wording import wording
from directory.web.duplicates.merging import merges
from directory.web.duplicates.queue import doubles
from directory.web.duplicates.rows import rows
from directory.web.duplicates.typing import alike
from directory.web.exports.kept import kept_exports
from directory.web.exports.page import exports
from directory.web.fiche.page import fiches
from directory.web.follows.page import follows
from directory.web.follows.searches import followed_searches
from directory.web.follows.stopping import stopping
from directory.web.imports.absent import absent
from directory.web.imports.columns import columns
from directory.web.imports.deposit import deposit
from directory.web.imports.listing import imports
from directory.web.imports.origin import origin
from directory.web.imports.outcome import outcome
from directory.web.imports.parts import parts
from directory.web.imports.reading import reading
from directory.web.imports.sources import sources
from directory.web.imports.trial import trial
from directory.web.imports.values import values
from directory.web.offices.importing import office_files
from directory.web.offices.keeping import offices
from directory.web.offices.notes import team_notes
from directory.web.offices.sector import sector
from directory.web.reports.answering import answering
from directory.web.reports.outcomes import outcomes
from directory.web.reports.proposing import proposing
from directory.web.reports.reporting import reporting
from directory.web.reports.suggesting import suggesting
from directory.web.search.home import home
from directory.web.search.results import results
from directory.web.selections.adding import adding
from directory.web.selections.page import selections
from directory.web.selections.sharing import sharing
from directory.web.shared.about import about
from directory.web.shared.components import components
from directory.web.shared.ops import ops
from directory.web.sheets.liaison import liaison
from directory.web.sheets.link import sheet_link
from directory.web.sheets.page import sheets
from directory.web.steering.committee import committee
from directory.web.steering.listing import steering_lists
from directory.web.steering.page import steering
from directory.web.steering.workbook import steering_files
from directory.web.structures.page import structures
from directory.web.todo.link import link
from directory.web.todo.mending import mending
from directory.web.todo.page import todo
from directory.web.writing.acts import acts
from directory.web.writing.completion import completion
from directory.web.writing.contact import contact
from directory.web.writing.entries import entries
from directory.web.writing.history import history
from directory.web.writing.hours_said import hours_said
from directory.web.writing.page import writing
from directory.web.writing.together import together

PAGES: tuple[Blueprint, ...] = (
    home, results, exports, kept_exports, fiches, structures, link,
    todo, writing, completion, hours_said, together, acts, contact, entries,
    imports, deposit, parts, origin, reading, columns, values, trial, outcome, absent, sources,
    history, alike, doubles, rows, merges, transfers, sign_in, provider, links, own, own_factors, passkeys, people,
    moving, inviting, partners, keys, journal, queues, classification, arranging, regrouping, wording, about, ops,
    reporting, answering, outcomes, proposing, suggesting, adding, selections, sharing, mending, unanswered,
    sheets, sheet_link, liaison, sector, offices, office_files, team_notes,
    follows, followed_searches, stopping, steering, steering_lists, steering_files, committee,
)  # fmt: skip


def page_blueprints(settings: Settings) -> tuple[Blueprint, ...]:
    """Return the blueprints to register; the page of components is shown in development only."""
    return (*PAGES, components) if settings.is_development else PAGES
