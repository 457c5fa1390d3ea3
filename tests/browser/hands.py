"""How a person works a page: with a mouse, or with nothing but a keyboard."""

from playwright.sync_api import Locator, Page, expect

#: A page of this site has far fewer stops; more means that the target can't be reached.
MOST_STOPS = 250

# Where the focus is, whether the target is before it, and whether it can be seen.
STOP = """(target) => {
  const here = document.activeElement;
  if (!here || here === document.body) return {place: "", before: false};
  const order = here.compareDocumentPosition(target);
  const boxes = [here, here.closest(".choice, .course, .check, label")].filter(Boolean);
  const marked = boxes.some((box) => {
    const style = getComputedStyle(box);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return outlined || style.boxShadow !== "none";
  });
  const seen = boxes.some((box) => {
    const {left, right, top, bottom} = box.getBoundingClientRect();
    const spots = [0.1, 0.5, 0.9].flatMap((x) => [0.02, 0.1, 0.5, 0.9, 0.98].map((y) =>
      document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)));
    return spots.some((spot) => spot && (box.contains(spot) || spot.contains(box) && spot.matches("label")));
  });
  const name = here.getAttribute("name") || here.id || here.textContent.trim().slice(0, 40);
  return {
    place: `${here.tagName.toLowerCase()} ${name}`,
    here: here === target,
    group: here.type === "radio" && target.type === "radio" && here.name === target.name
      && here.form === target.form,
    before: Boolean(order & Node.DOCUMENT_POSITION_PRECEDING),
    marked, seen,
  };
}"""


class Mouse:
    """Points and types; works without scripts too."""

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def tick(self, target: Locator) -> None:
        target.check()

    def choose(self, target: Locator) -> None:
        target.check()


class Keyboard:
    """Tab, Shift+Tab, Enter, Space, arrows and letters. Every stop must be visible."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops = 0

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        self.reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def choose(self, target: Locator) -> None:
        """Come to the group of radio buttons, and go on by the arrow keys."""
        stop = self.reach(target, group=True)
        for _ in range(10):
            if stop["here"]:
                break
            self.page.keyboard.press("ArrowUp" if stop["before"] else "ArrowDown")
            stop = self._stop(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def reach(self, target: Locator, *, group: bool = False) -> dict:
        """Tab until the target has the focus."""
        expect(target).to_be_visible()
        stop = self._stop(target)
        for _ in range(MOST_STOPS):
            if stop.get("here") or (group and stop.get("group")):
                return stop
            self.page.keyboard.press("Shift+Tab" if stop["before"] else "Tab")
            stop = self._stop(target)
            self.stops += 1
            if stop["place"]:
                assert stop["marked"], f"No visible focus on {stop['place']}"
                assert stop["seen"], f"The focus is hidden on {stop['place']}"
        raise AssertionError(f"The keyboard does not reach {target}")

    def _stop(self, target: Locator) -> dict:
        """Chromium brings the focus into view a little later than it moves it."""
        for _ in range(20):
            stop = target.evaluate(
                f"(target) => new Promise((tell) => requestAnimationFrame(() => tell(({STOP})(target))))"
            )
            if not stop["place"] or stop["seen"]:
                break
            self.page.wait_for_timeout(100)
        return stop
