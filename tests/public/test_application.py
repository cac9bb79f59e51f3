"""What the application is made of: roles, declared access, and what a web worker must not load."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from portal.access import PUBLIC, Access, UndeclaredRoute, access, require_declared_access
from portal.app import create_app
from portal.errors import InputError
from portal.settings import Settings
from tests.published.tree import Tree

ROOT = Path(__file__).resolve().parents[2]


def test_every_route_declares_that_the_public_may_read_it(app):
    rules = list(app.url_map.iter_rules())
    assert len(rules) > 30
    for rule in rules:
        assert app.view_functions[rule.endpoint].access is Access.PUBLIC, rule
        # A location comes in the body of a request, because addresses are logged; nothing is written of it.
        # A report of a reader is added to a spool of files, which the public side cannot read (record 0010).
        posts = rule.endpoint in ("maps.where", "reports.take") or rule.rule.endswith("/_dash-update-component")
        asks = {"POST", "OPTIONS"} if posts else {"GET", "HEAD", "OPTIONS"}
        assert rule.methods <= asks, rule


def test_an_application_with_an_undeclared_route_does_not_start():
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/open", "open", access(PUBLIC)(lambda: ""))
    require_declared_access(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(UndeclaredRoute, match="/forgotten"):
        require_declared_access(app)


@pytest.mark.parametrize("roles", [(), ("press",), ("public", "nonsense")])
def test_a_role_that_this_version_does_not_have_stops_the_start(tmp_path, roles):
    with pytest.raises(InputError, match="roles"):
        create_app(roles=roles, settings=Settings(home=tmp_path))


def test_a_test_instance_says_so_on_every_page(tree: Tree):
    app = create_app(settings=Settings(home=tree.root.parent, mode="test"))
    assert "Test: nothing on this page is a real result." in app.test_client().get("/en/kg2025/").text


WORKER = """
import json, sys
from wsgi import app
client = app.test_client()
pages = ("/ky/", "/ru/kg2025/", "/en/kg2025/precinct/1002/", "/ru/kg2025/data/")
codes = [client.get(page).status_code for page in pages]
status = open("/proc/self/status").read()
rss = int(status.split("VmRSS:")[1].split()[0]) if "VmRSS:" in status else 0
print(json.dumps({"codes": codes, "modules": sorted({name.split(".")[0] for name in sys.modules}), "rss_kb": rss,
                  "ours": sorted(name for name in sys.modules if name.startswith("portal."))}))
"""


def test_a_web_worker_knows_no_database_and_no_heavy_library_and_stays_small(tree: Tree):
    environment = {**os.environ, "NATYIJA_HOME": str(tree.root.parent), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", WORKER], env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["codes"] == [200, 200, 200, 200]
    assert not {"sqlalchemy", "alembic", "psycopg", "pandas", "pyarrow", "geopandas", "folium", "redis"} & set(
        told["modules"]
    )
    # The formats of the log stand alone; of the publisher itself a web worker holds nothing.
    log = ("portal.publication.transparency",)
    ours = [name for name in told["ours"] if name != "portal.publication" and not name.startswith(log)]
    assert not [name for name in ours if name.startswith(("portal.store", "portal.publication", "portal.ingest"))]
    assert told["rss_kb"] < 120_000
