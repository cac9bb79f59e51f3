"""The blueprint of the pages of accounts."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
