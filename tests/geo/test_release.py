"""Maps in releases: geometry once, values of what was touched, equal to a full build; no library in web workers."""

import gzip
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import orjson
import pytest

from geo.values import values_path
from portal.app import create_app
from portal.domain.documents import newest_turnout
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.public import map_views
from portal.settings import Settings
from portal.store.engine import open_store
from tests.geo.geographies import EAST, WEST, border_file
from tests.golden.script import STEPS, play
from tests.publication.world import CAMPAIGN, EVE, GOLDEN, World, approve_newest_schedule

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
POINTS = {
    "n-1": ("42", "70.5"),
    "n-2": ("42.2", "71"),
    "n-3": ("41.5", "71.5"),
    "s-1": ("42", "72.5"),
    "s-2": ("42.5", "73"),
    "r-1": ("41.2", "73"),
    "a-1": ("55.7", "37.6"),
}
HEAVY = ("geopandas", "shapely", "pandas", "folium", "pyogrio", "numpy")


def mapped_golden(folder: Path) -> Path:
    """The golden package with points of its precincts and borders of its regions."""
    package = Path(shutil.copytree(GOLDEN, folder))
    header, *lines = (package / "precincts.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{line},{','.join(POINTS[line.partition(',')[0]])}" for line in lines]
    rows = [f"{row},{'RU' if row.startswith('a-1') else ''}" for row in rows]
    (package / "precincts.csv").write_text("\n".join([f"{header},lat,lon,country", *rows, ""]), encoding="utf-8")
    (package / "boundaries").mkdir()
    border_file(package / "boundaries", "regions.geojson", [({"code": "N"}, WEST), ({"code": "S"}, EAST)])
    return package


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[World]:
    store = open_store(sqlite_url)
    package = read_package(mapped_golden(tmp_path / "package"), EVE)
    with store.write() as session:
        import_package(session, package, tmp_path / "home" / "private", Occasion(EVE, EVE, "tests"))
        approve_newest_schedule(session)
    yield World(store, tmp_path / "home")
    store.close()


def test_the_first_release_brings_geometry_and_later_ones_leave_it_where_it_is(world: World) -> None:
    play(world)
    geometry = [path for path in world.manifest(1) if path.startswith("geo/") and "values" not in path]
    assert {"geo/regions.geojson", "geo/precincts.geojson", "geo/locate.json", "geo/map.ky.js"} <= set(geometry)
    for path in geometry:
        assert world.manifest()[path].owner == 1


def test_the_documents_of_maps_fit_their_published_schemas(world: World) -> None:
    play(world)
    for path in world.manifest():
        name = (
            "geo-values-territory" if path.startswith("geo/values/") else path.replace("/", "-").removesuffix(".json")
        )
        schema = SCHEMAS / f"{name}.json"
        if path.startswith("geo/") and path.endswith(".json"):
            jsonschema.validate(world.document(path), orjson.loads(schema.read_bytes()))


@pytest.mark.parametrize(("language", "country"), [("ky", "Россия"), ("ru", "Россия"), ("en", "Russia")])
def test_precincts_abroad_are_listed_by_country(world: World, language: str, country: str) -> None:
    play(world, 1)
    (row,) = [row for row in world.document("find.json")["rows"] if row["number"] == "a-1"]
    assert row["country"] == "RU"
    page = create_app(settings=Settings(home=world.home)).test_client().get(f"/{language}/{CAMPAIGN}/map/").text
    listed = page.split('<h2 id="abroad">')[1].split("<h2")[0]
    assert f"<summary>{country} (1)</summary>" in listed
    assert f'href="/{language}/{CAMPAIGN}/precinct/a-1/"' in listed


def test_the_map_to_take_away_is_made_once_per_release_and_language(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(world, 1)
    made = []
    make = map_views._standalone
    monkeypatch.setattr(map_views, "_standalone", lambda page, language: made.append(language) or make(page, language))
    client = create_app(settings=Settings(home=world.home)).test_client()
    for language in ("ru", "ru", "ky", "ru"):
        answer = client.get(f"/{language}/{CAMPAIGN}/map/standalone.html", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert f"{CAMPAIGN}-1-{language}.html" in answer.headers["Content-Disposition"]
        assert gzip.decompress(answer.data).lstrip().lower().startswith(b"<!doctype html>")
    assert made == ["ru", "ky"]


def test_borders_of_the_package_are_what_is_drawn(world: World) -> None:
    play(world, 1)
    regions = {row["properties"]["code"]: row for row in world.document("geo/regions.geojson")["features"]}
    assert sorted(regions) == ["N", "S"] and not regions["N"]["properties"]["schematic"]
    assert len(world.document("geo/precincts.geojson")["features"]) == 6


def test_a_light_release_writes_values_of_touched_territories_only(world: World) -> None:
    play(world, 2)
    light = play_step(world, 2)
    written = world.written(light)
    touched = {path for path in written if path.startswith("territories/")}
    values = {path for path in written if path.startswith("geo/values/")}
    assert touched < {path for path in world.manifest() if path.startswith("territories/")}
    assert {path.replace("geo/values/", "territories/") for path in values} <= touched
    assert {path for path in written if path.startswith("geo/")} - values <= {"geo/values.json"}


def play_step(world: World, step: int) -> int:
    record, now = STEPS[step]
    with world.store.write() as session:
        record(session)
    published = world.publish(now)
    assert published is not None
    return published


def test_incremental_maps_equal_those_of_a_full_build(world: World, tmp_path: Path) -> None:
    play(world)
    fresh = world.fresh(tmp_path / "fresh")
    shutil.copytree(world.home / "private", fresh.home / "private")
    fresh.publish(world.clock.instant)
    chain, full = world.documents(), fresh.documents()
    assert {path: chain[path] for path in chain if path.startswith("geo/")} == {
        path: full[path] for path in full if path.startswith("geo/")
    }


def test_the_values_are_the_figures_of_the_documents(world: World) -> None:
    play(world)
    for path in world.manifest():
        if not path.startswith("territories/"):
            continue
        document = world.document(path)
        values = world.document(values_path(document["code"]))
        totals, own = document["totals"], values["own"]
        newest = newest_turnout(totals)
        assert own["voters"] == totals["voters"]
        assert (own["turnout"] or {}).get("percent") == (newest or {}).get("percent")
        assert own["hours"] == {point["as_of"]: [point["total"], point["percent"]] for point in totals["turnout"]}
        assert own["scanner"][:2] == [totals["scanner"]["received"], totals["scanner"]["expected"]]
        for code, row in own["contests"].items():
            counted = totals["contests"][code][row["count"]]
            assert (row["votes"], row["shares"], row["base"]) == (counted["votes"], counted["shares"], counted["base"])
        assert list(values["precincts"]) == [precinct["number"] for precinct in document["precincts"]]
        for precinct in document["precincts"]:
            row = values["precincts"][precinct["number"]]
            assert row["findings"] == len(precinct["findings"]) and row["voters"] == precinct["voters"]
            invalidated = {result["contest"] for result in precinct["results"] if not result["counted"]}
            assert not invalidated & set(row["contests"])


def test_a_campaign_without_places_has_no_maps(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    plain = World(store, tmp_path / "home").with_golden()
    play(plain, 2)
    assert not [path for path in plain.manifest() if path.startswith("geo/")]
    store.close()


def test_pages_of_maps_are_served_without_any_library_of_geometry(world: World) -> None:
    play(world)
    script = f"""
import sys
from pathlib import Path
from portal.app import create_app
from portal.domain.documents import newest_turnout
from portal.settings import Settings
client = create_app(settings=Settings(home=Path({str(world.home)!r}))).test_client()
for path in ("map/", "map.json", "map.csv", "map/standalone.html", "", "contest/d1/"):
    assert client.get('/ky/golden/' + path).status_code == 200, path
answer = client.post("/ky/golden/map/where/", data={{"lat": "42", "lon": "70.5"}})
assert answer.status_code == 200 and "n-1" in answer.text
assert client.post("/ky/golden/map/where/", data={{"lat": "north", "lon": "1"}}).status_code == 422
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_light_release_loads_no_library_of_geometry(world: World) -> None:
    play(world, 2)
    with world.store.write() as session:
        STEPS[2][0](session)
    script = f"""
import sys
from datetime import datetime
from pathlib import Path
from portal.publication.archive import Archive
from portal.publication.builder import Builder
from portal.store.engine import open_store
store = open_store({world.store.engine.url.render_as_string(hide_password=False)!r})
now = datetime.fromisoformat({STEPS[2][1].isoformat()!r})
built = Builder(store, Archive(Path({str(world.home)!r})), False, "0").build("golden", now, now)
assert built is not None and "geo/values.json" in built.staging.entries
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_coordinate_reaches_a_log(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    play(world, 1)
    client = create_app(settings=Settings(home=world.home)).test_client()
    answer = client.post("/en/golden/map/where/", data={"lat": "42.123456", "lon": "70.654321", "as": "fragment"})
    assert "n-1" in answer.text and answer.headers["Cache-Control"] == "no-store"
    out, err = capfd.readouterr()
    assert not any(text in caplog.text + out + err for text in ("42.123", "70.654"))
    assert "42.123" not in answer.text


def test_the_twins_hold_the_rows_of_the_table(world: World) -> None:
    play(world)
    client = create_app(settings=Settings(home=world.home)).test_client()
    twin = orjson.loads(client.get("/en/golden/map.json").data)
    assert twin["document"] == world.document("geo/values.json")
    lines = client.get("/en/golden/map.csv").text.splitlines()
    assert lines[0].startswith("territory,parent,name,voters") and len(lines) == 7


@pytest.mark.parametrize("step", [1, 3, 5])
def test_the_map_is_there_before_the_first_figure_and_at_every_step_after(world: World, step: int) -> None:
    play(world, step)
    client = create_app(settings=Settings(home=world.home)).test_client()
    for path in ("map/", "map.csv", "", "contest/d1/", "contest/q/", "map/standalone.html"):
        answer = client.get(f"/ru/golden/{path}")
        assert answer.status_code == 200, path
        assert "None" not in answer.text or path == "map/standalone.html"
    page = client.get("/ru/golden/map/")
    assert "geolocation=(self)" in page.headers["Permissions-Policy"]
    assert page.headers["Content-Security-Policy"].count("'self'") >= 3
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_before_the_first_figures_a_map_explains_no_classes_and_counts_no_findings(world: World) -> None:
    play(world, 1)
    client = create_app(settings=Settings(home=world.home)).test_client()
    page = client.get(f"/en/{CAMPAIGN}/map/").text
    turnout = orjson.loads(page.split('id="map-config">')[1].split("</script>")[0])["measures"][0]
    assert turnout["name"] == "turnout" and turnout["legend"] == []
    assert '<td class="n nothing" data-label="Findings">—</td>' in page
    assert 'data-label="Findings">0</td>' not in page


def test_bounds_of_a_legend_are_written_as_percentages_of_the_language_are(world: World) -> None:
    play(world, 2)
    client = create_app(settings=Settings(home=world.home)).test_client()
    signs = {}
    for language in ("en", "ru"):
        page = client.get(f"/{language}/{CAMPAIGN}/map/").text
        turnout = orjson.loads(page.split('id="map-config">')[1].split("</script>")[0])["measures"][0]
        signs[language] = {bounds[-2:] for _, bounds in turnout["legend"]}
    assert all(sign[0].isdigit() and sign[1] == "%" for sign in signs["en"])
    assert signs["ru"] == {"\N{NO-BREAK SPACE}%"}


def test_precincts_that_a_region_has_beside_its_districts_are_named(world: World) -> None:
    play(world, 2)
    client = create_app(settings=Settings(home=world.home)).test_client()
    page = client.get(f"/en/{CAMPAIGN}/map/").text
    assert orjson.loads(page.split('id="map-config">')[1].split("</script>")[0])["own"] == ["S"]
    assert "counted in the row of their region only: South." in page
