"""campaign.toml and protocol forms as text, from the documents of a release."""

import json
from collections.abc import Iterator, Mapping

from portal.domain.documents import CampaignDocument, FormDocument, RuleDocument
from portal.domain.names import NamesDocument


def quoted(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def campaign_toml(campaign: CampaignDocument, forms: Mapping[str, FormDocument]) -> str:
    """campaign.toml of an archive: what was published needs no schedule any more."""
    return "\n".join(_campaign_lines(campaign, forms)) + "\n"


def _campaign_lines(campaign: CampaignDocument, forms: Mapping[str, FormDocument]) -> Iterator[str]:
    yield f"id = {quoted(campaign['campaign'])}"
    yield f"kind = {quoted(campaign['kind'])}"
    yield f"voting_date = {campaign['voting_date']}"
    for name in ("opens", "closes", "timezone"):
        yield f"{name} = {quoted(campaign[name])}"
    yield "archive = true"
    yield from _table("name", _names(campaign["name"]))
    if campaign["notice"]:
        yield from _table("notice", _names(campaign["notice"]))
    if forms:
        yield from _table("form", {kind: quoted(form["id"]) for kind, form in forms.items()})
    plain = {key: value for key, value in campaign["parameters"].items() if "." not in key}
    yield from _table("parameters", {key: quoted(value) for key, value in plain.items()})
    for key in dict.fromkeys(key.partition(".")[0] for key in campaign["parameters"] if "." in key):
        single = {
            name.partition(".")[2]: value
            for name, value in campaign["parameters"].items()
            if name.startswith(f"{key}.")
        }
        yield from _table(f"parameters.{key}", {quoted(code): quoted(value) for code, value in single.items()})
    if campaign["continues"]:
        continued = {"campaign": campaign["continues"], "as": campaign["continues_as"]}
        yield from _table("continues", {key: quoted(value) for key, value in continued.items()})
    yield from _stated(campaign)


def _stated(campaign: CampaignDocument) -> Iterator[str]:
    stated = campaign["stated"]
    if stated is None:
        return
    numbers = {"voters": stated["voters"], "participated": stated["participated"]}
    values = {name: str(number) for name, number in numbers.items() if number is not None}
    if stated["turnout_percent_stated"]:
        values["turnout_percent_stated"] = quoted(stated["turnout_percent_stated"])
    yield from _table("totals", values | {"source": quoted(stated["source"])})


def form_toml(form: FormDocument, rules: list[RuleDocument]) -> str:
    """A protocol form with its control ratios; keys that a form only derives from its lines are not published."""
    return "\n".join(_form_lines(form, rules)) + "\n"


def _form_lines(form: FormDocument, rules: list[RuleDocument]) -> Iterator[str]:
    yield f"id = {quoted(form['id'])}"
    if form["legal"]:
        yield f"legal = {quoted(form['legal'])}"
    yield from _dotted("name", form["name"])
    for line in form["lines"]:
        yield from ("", "[[line]]", f"id = {quoted(line['id'])}")
        if line["key"]:
            yield f"key = {quoted(line['key'])}"
        if line["scope"] != "contest":
            yield f"scope = {quoted(line['scope'])}"
        yield from _dotted("name", line["name"])
    for rule in rules:
        if rule["form"] == form["id"] and rule["relation"]:
            yield from ("", "[[ratio]]")
            for name in ("code", "relation", "severity", "source"):
                if rule[name]:
                    yield f"{name} = {quoted(rule[name])}"
            if "ordinary." in rule["relation"] or "remote." in rule["relation"]:
                yield 'scope = "precinct"'
            yield from _dotted("message", rule["message"])


def _names(names: NamesDocument) -> dict[str, str]:
    return {"ky": quoted(names["ky"]), "ru": quoted(names["ru"]), "en": quoted(names["en"])}


def _dotted(prefix: str, names: NamesDocument) -> Iterator[str]:
    yield from (f"{prefix}.{language} = {text}" for language, text in _names(names).items() if text != '""')


def _table(name: str, values: Mapping[str, str]) -> Iterator[str]:
    if values:
        yield from ("", f"[{name}]", *(f"{key} = {value}" for key, value in values.items()))
