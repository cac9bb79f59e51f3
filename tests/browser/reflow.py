"""What is wrong with a page that is narrow: wider than its window, cut off, standing out or written over.

1280 pixels at a zoom of 400 % are 320 pixels of the page (WCAG 1.4.10); tables may scroll in a box of their own.
"""

from playwright.sync_api import Page

NARROW = {"width": 320, "height": 256}
_FAULTS = """() => {
  const found = new Set(), texts = [], width = document.documentElement.clientWidth;
  const name = (e) => `${e.tagName.toLowerCase()} "${e.textContent.trim().slice(0, 40)}"`;
  const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflow);
  if (document.documentElement.scrollWidth > width) found.add(`${document.documentElement.scrollWidth} wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, e = text.parentElement;
    if (!text.data.trim() || e.closest(".skip, .trap, .map-frame, template")) continue;
    if (!e.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    let box = {left: -1, right: width + 1, top: -Infinity, bottom: Infinity}, inside = false, hidden = false;
    for (let a = e; a !== document.body; a = a.parentElement) {
      const style = getComputedStyle(a), r = a.getBoundingClientRect();
      if (style.clipPath !== "none") hidden = true;
      else if (scrolls(a)) {
        inside = true;
        box = {left: Math.max(box.left, r.left), right: Math.min(box.right, r.right),
               top: Math.max(box.top, r.top), bottom: Math.min(box.bottom, r.bottom)};
      } else if (/hidden|clip/.test(style.overflowX) && a.scrollWidth > a.clientWidth + 1) {
        found.add(`cut off: ${name(a)}`);
      }
    }
    if (hidden) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const r of range.getClientRects()) {
      if (!inside && (r.left < -1 || r.right > width + 1)) found.add(`outside: ${name(e)}`);
      const left = Math.max(r.left, box.left), right = Math.min(r.right, box.right);
      const top = Math.max(r.top, box.top), bottom = Math.min(r.bottom, box.bottom);
      if (right > left && bottom > top) texts.push({left, right, top, bottom, e});
    }
  }
  texts.sort((a, b) => a.top - b.top);
  texts.forEach((a, i) => {
    for (let j = i + 1; j < texts.length && texts[j].top < a.bottom; j++) {
      const b = texts[j], high = Math.min(a.bottom, b.bottom) - b.top;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (wide > 2 && high > 0.4 * Math.min(a.bottom - a.top, b.bottom - b.top))
        found.add(`written over: ${name(a.e)}, ${name(b.e)}`);
    }
  });
  return [...found];
}"""


def faults(page: Page) -> list[str]:
    """Each fault of the page as it is shown now, in words."""
    found: list[str] = page.evaluate(_FAULTS)
    return found
