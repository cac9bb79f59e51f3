"""The catalogue of all campaigns' data sets as DCAT 3 in JSON-LD, for portals of open data that harvest others."""

from typing import Any

from portal import urls
from portal.public.open_data.package import DataPackage
from portal.public.reading import Reading
from portal.published.errors import NothingPublished, NotPublished
from portal.published.shapes import NamesDocument

MEDIA_TYPE = "application/ld+json"
ADDRESS = "/data/catalog.jsonld"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TITLE: NamesDocument = {
    "ky": "Шайлоолордун ачык маалыматтары",
    "ru": "Открытые данные выборов",
    "en": "Open election data",
}
PUBLISHER: NamesDocument = {
    "ky": "Кыргыз Республикасынын Борбордук шайлоо комиссиясы",
    "ru": "Центральная избирательная комиссия Кыргызской Республики",
    "en": "Central Election Commission of the Kyrgyz Republic",
}


def catalog(reading: Reading, site: str) -> dict[str, Any]:
    """The catalogue; `site` begins all addresses and may be empty: they are then relative to the catalogue's own."""
    datasets = [found for row in reading.index()["campaigns"] if (found := _dataset(reading, site, row["id"]))]
    return {
        "@context": CONTEXT,
        "@id": site + ADDRESS,
        "@type": "dcat:Catalog",
        "dct:title": _in_languages(TITLE),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": _in_languages(PUBLISHER)},
        "dct:language": ["ky", "ru", "en"],
        "dcat:dataset": datasets,
    }


def _dataset(reading: Reading, site: str, campaign: str) -> dict[str, Any] | None:
    """One campaign; None before its first bulk files."""
    try:
        release = reading.release(campaign)
    except (NotPublished, NothingPublished):
        return None
    release.follow_pointer()
    package = DataPackage(release)
    if package.described is None:
        return None
    described = package.described
    return {
        "@id": f"{site}/data/{campaign}/",
        "@type": "dcat:Dataset",
        "dct:identifier": campaign,
        "dct:title": _in_languages(described["titles"]),
        "dct:description": described["description"],
        "dct:issued": {"@value": described["created"], "@type": "xsd:dateTime"},
        "dct:license": {"@id": package.licence["path"]},
        "dcat:version": described["version"],
        "dcat:landingPage": {"@id": site + urls.data("en", campaign)},
        "dcat:distribution": [
            _distribution(site + package.url(file["path"]), file)
            for file in (*package.resources, *described["files"])
            if "/" not in file["path"]
        ],
    }


def _distribution(address: str, file: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _in_languages(file["titles"]),
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": file["mediatype"],
        "dcat:byteSize": file["bytes"],
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file["hash"].removeprefix("sha256:"),
        },
    }


def _in_languages(names: NamesDocument) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in names.items() if isinstance(text, str)]
