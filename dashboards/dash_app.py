"""One Dash app for each explorer and language: a figure that follows the address, and a link to the point clicked.

The page around it (filters, summary, table) is plain HTML and works without scripts; Dash draws the figure.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, dcc, html

from dashboards import addresses
from dashboards.callbacks import ADDRESS, FIGURE, PICKED, picked_precinct
from dashboards.desk import Desk
from dashboards.texts import gettext
from portal import urls
from portal.languages import Language
from portal.published.errors import NotPublished

_CONFIG = re.compile(r"(<script[^>]*>)(.*)(</script>)", re.DOTALL)
_TOLD = ("dash_version", "python_version", "dash_version_url", "ddk_version", "plotly_version", "end_id")
GRAPH: dict[str, Any] = {
    "responsive": True,
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "showTips": False,
    "scrollZoom": False,
}


class ExplorerApp(Dash):
    """Dash without its own page: `frame` makes the page from Dash's configuration and renderer tags."""

    frame: Callable[[str], str]

    def interpolate_index(self, **tags: Any) -> str:  # type: ignore[override]
        """The page, with Dash's entry point and configuration in it and no word about versions."""
        config = _without_versions(tags["config"])
        return self.frame(f"{config}\n{tags['renderer']}")

    def _generate_scripts_html(self) -> str:
        # Ours carry no versions and are shared by all apps (dashboards/scripts.py).
        return ""


def _without_versions(tag: str) -> str:
    match = _CONFIG.fullmatch(tag.strip())
    if match is None:
        raise RuntimeError("Dash writes its configuration otherwise than before; see dashboards/dash_app.py")
    told = {name: value for name, value in json.loads(match[2]).items() if name not in _TOLD}
    told["children_props"] = {}
    return match[1] + json.dumps(told).replace("<", "\\u003c").replace("/", "\\u002f") + match[3]


def make_app(server: Any, desk: Desk, explorer: str, language: Language, frame: Callable[[str], str]) -> ExplorerApp:
    """Mounts the app of one explorer in one language; its callbacks only read."""
    prefix = addresses.prefix(language, explorer)
    app = ExplorerApp(
        f"{language}-{explorer}",
        server=server,
        url_base_pathname=prefix,
        assets_folder="",
        include_assets_files=False,
        add_log_handler=False,
        enable_mcp=False,
        update_title="",
        use_async=False,
        title=explorer,
    )
    app.frame = frame
    config: Any = {**GRAPH, "locale": language}
    app.layout = html.Div(
        [
            dcc.Location(id=ADDRESS, refresh=False),
            dcc.Graph(id=FIGURE, config=config, responsive=True, style={"minHeight": "340px"}),
            html.P(id=PICKED, role="status", className="picked"),
        ]
    )

    @app.callback(
        Output(FIGURE, "figure"), Output(FIGURE, "style"), Input(ADDRESS, "pathname"), Input(ADDRESS, "search")
    )
    def draw(pathname: str, search: str) -> tuple[dict[str, Any], dict[str, str]]:
        """The figure of the page's own address, and how high it is: as wide as the page, as high as it has rows."""
        address = addresses.parse(pathname)
        if address is None or not pathname.startswith(prefix):
            raise NotPublished(pathname)
        drawn = desk.figure(address, search.removeprefix("?"))
        return drawn, {"height": f"{drawn['layout']['height']}px"}

    @app.callback(Output(PICKED, "children"), Input(FIGURE, "clickData"), State(ADDRESS, "pathname"))
    def pick(click: Any, pathname: str) -> Any:
        """A link to the precinct behind the point that was clicked."""
        address, number = addresses.parse(pathname), picked_precinct(click)
        if address is None or number is None:
            return None
        release = desk.surroundings.site.current().release(address.campaign)
        if number not in release.precincts_index()["precincts"]:
            raise NotPublished(number)
        text = gettext("Open precinct No. %(number)s", number=number)
        return html.A(text, href=urls.precinct(language, address.campaign, number))

    return app
