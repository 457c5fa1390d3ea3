"""What every page must bear: axe in light and dark, a narrow window, wide letters."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW, USUAL = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
AXE = {
    "runOnly": {
        "type": "tag",
        "values": [
            *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
            "best-practice",
        ],
    },
    "resultTypes": ["violations"],
}
# The page scrolls sideways, or something is cut off at its edge (a table that scrolls
# within its own box is neither).
WIDE = """() => {
  const root = document.scrollingElement;
  const scrolls = (e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
  const boxed = (e) => { while ((e = e.parentElement)) if (scrolls(e)) return true; };
  const out = [...document.body.querySelectorAll("*")].filter((e) =>
    e.getBoundingClientRect().right > innerWidth + 1 && e.textContent.trim()
    && !e.matches(".vh, .vh *, svg *, script") && !boxed(e));
  const named = out.slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className}`);
  return root.scrollWidth > innerWidth ? [`${root.scrollWidth} px`, ...named] : named;
}"""
# WCAG 1.4.12: with these values no text may be cut off.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`main * { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } main p { margin-block-end: 2em !important }`);
  const usual = document.adoptedStyleSheets;
  document.adoptedStyleSheets = [...usual, sheet];
  const cut = [...document.querySelectorAll("main *")].filter((e) => {
    const style = getComputedStyle(e);
    if (e.matches(".vh, .vh *, textarea, input, svg, svg *") || !e.textContent.trim()) return false;
    const hides = (value) => value === "hidden" || value === "clip";
    return (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
      || (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
  }).map((e) => `${e.tagName.toLowerCase()}.${e.className}`);
  const sideways = document.scrollingElement.scrollWidth > innerWidth;
  document.adoptedStyleSheets = usual;
  return sideways ? [...cut, "the page scrolls sideways"] : cut;
}"""


def wear(page: Page, scheme: str) -> None:
    """Show the page in light or dark, with no colour on its way to another."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.getAnimations().forEach((moving) => moving.finish())")


class Looks:
    """Looks once at each kind of page and remembers what it found."""

    def __init__(self) -> None:
        self.seen: dict[str, list[str]] = {}
        self.axe = Axe()

    def at(self, page: Page, name: str) -> None:
        if name in self.seen:
            return
        found = self.seen[name] = []
        for scheme in ("light", "dark"):
            wear(page, scheme)
            found += [f"{scheme}: {line}" for line in self._violations(page)]
        page.emulate_media(color_scheme="light")
        if cut := page.evaluate(SPACED):
            found.append(f"cut off with wide spacing: {cut}")
        page.set_viewport_size(NARROW)
        if wide := page.evaluate(WIDE):
            found.append(f"scrolls sideways at 320 px: {wide}")
        page.set_viewport_size(USUAL)

    def _violations(self, page: Page) -> list[str]:
        results = self.axe.run(page, options=AXE).response
        return [
            f"{violation['id']}: {node['html'][:160]} {node['target']}"
            for violation in results["violations"]
            for node in violation["nodes"][:3]
        ]

    @property
    def faults(self) -> list[str]:
        return [
            f"{name}: {line}" for name, lines in self.seen.items() for line in lines
        ]
