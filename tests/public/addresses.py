"""Every page of the test tree, without its language."""

PAGES = (
    "/",
    "/kg2025/",
    "/kg2025/turnout/",
    "/kg2025/contest/1/",
    "/kg2025/option/1/2/",
    "/kg2025/differences/",
    "/kg2025/scans/",
    "/kg2025/decisions/",
    "/kg2025/watch/",
    "/kg2025/territory/1/",
    "/kg2025/territory/2/",
    "/kg2025/precinct/1001/",
    "/kg2025/precinct/1002/",
    "/kg2025/data/",
    "/kg2025/releases/",
    "/kg2025/releases/1/",
    "/old2021/",
    "/next2026/",
)
TEXTS = ("/about/", "/about/method/", "/about/glossary/", "/about/accessibility/", "/verify/", "/site/")
LANGUAGES = ("ky", "ru", "en")
