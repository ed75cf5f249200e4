"""The blueprints of the pages, in the order they are registered."""

from flask import Blueprint

from directory.settings import Settings
from directory.web.fiche.page import fiches
from directory.web.search.home import home
from directory.web.search.results import results
from directory.web.shared.about import about
from directory.web.shared.components import components
from directory.web.shared.ops import ops

PAGES: tuple[Blueprint, ...] = (home, results, fiches, about, ops)


def page_blueprints(settings: Settings) -> tuple[Blueprint, ...]:
    """Return the blueprints to register; the page of components is shown in development only."""
    return (*PAGES, components) if settings.is_development else PAGES
