/* Keeps an open page up to date: asks for the newest release and swaps the main part without moving the reader. */
(() => {
  "use strict";
  const main = document.getElementById("main");
  if (!main || !main.dataset.latest) return;
  const say = document.querySelector(".said"), banners = document.getElementById("banners");
  const REGULAR = 15000, LONGEST = 240000;
  let pause = REGULAR, timer = 0, known = 0, seen = 0, tag = "";

  const age = () => {
    if (!window.Intl || !Intl.RelativeTimeFormat) return;
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
    for (const place of document.querySelectorAll("[data-ago]")) {
      const minutes = Math.floor((Date.now() - Date.parse(place.dataset.ago)) / 60000);
      place.textContent = minutes >= 0 && minutes < 600 ? `(${words.format(-minutes, "minute")})` : "";
    }
  };

  const path = (element) => {
    const steps = [];
    for (let at = element; at && at !== main; at = at.parentElement) steps.unshift([...at.parentElement.children].indexOf(at));
    return steps;
  };

  const swap = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const next = fresh.getElementById("main");
    const warned = fresh.getElementById("banners"), told = warned.innerHTML !== banners.innerHTML;
    if (!next || (next.innerHTML === main.innerHTML && !told)) return;
    const focused = main.contains(document.activeElement) ? document.activeElement : null;
    if (focused && focused.matches("input, select, textarea")) return;
    const steps = focused && path(focused), address = focused && focused.getAttribute("href");
    const opened = [...main.querySelectorAll("details")].map((one) => one.open);
    const sideways = [...main.querySelectorAll(".scroll")].map((one) => one.scrollLeft);
    const height = window.scrollY, above = main.offsetTop;
    /* A pause must reach those who have the page open; it says itself what happened. */
    if (told) banners.replaceChildren(...warned.childNodes);
    main.replaceChildren(...next.childNodes);
    main.dataset.release = next.dataset.release;
    main.querySelectorAll("details").forEach((one, at) => { one.open = Boolean(opened[at]); });
    main.querySelectorAll(".scroll").forEach((one, at) => { one.scrollLeft = sideways[at] || 0; });
    window.scrollTo({ top: height && height + main.offsetTop - above, behavior: "instant" });
    if (focused) {
      const same = address && [...main.querySelectorAll("a[href]")].find((one) => one.getAttribute("href") === address);
      const there = same || steps.reduce((at, step) => (at ? at.children[step] : null), main);
      if (there && there.focus) there.focus({ preventScroll: true });
    }
    const changed = document.getElementById("changed"), newer = fresh.getElementById("changed");
    if (changed && newer) changed.replaceChildren(...newer.childNodes);
    document.title = fresh.title;
    say.textContent = "";
    say.textContent = (told && banners.textContent.trim()) || say.dataset.say;
    age();
  };

  const look = async () => {
    try {
      const pointer = await fetch(main.dataset.latest, { credentials: "omit", cache: "no-cache" });
      if (!pointer.ok) throw new Error(pointer.status);
      const newest = (await pointer.json()).release;
      if (newest !== known) {
        const page = await fetch(location.href, { credentials: "omit", cache: "no-cache" });
        if (!page.ok) throw new Error(page.status);
        const fresh = page.headers.get("ETag") || "";
        if (!fresh || fresh !== tag) swap(await page.text());
        tag = fresh;
        /* Just after a release a page may still be the former one: it is asked for once more. */
        if (newest === seen) known = newest;
        seen = newest;
      }
      pause = REGULAR;
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    }
    wait();
  };

  const wait = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, pause * (0.7 + Math.random() * 0.6));
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : wait()));
  setInterval(age, 30000);
  age();
  wait();
})();
