/* Opens the picture of a scan in a viewer that zooms; without it the link leads to the picture itself. */
(() => {
  "use strict";
  const main = document.getElementById("main"), own = document.currentScript;
  if (!main || !own || !window.HTMLDialogElement) return;
  let library = null, viewer = null;

  const load = () => library || (library = new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = own.dataset.viewer;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }));

  const dialog = document.createElement("dialog");
  dialog.className = "zoom";
  const bar = document.createElement("p"), place = document.createElement("div");
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    bar.append(made);
    return made;
  };
  button(own.dataset.closer, () => viewer && viewer.viewport.zoomBy(1.5).applyConstraints());
  button(own.dataset.farther, () => viewer && viewer.viewport.zoomBy(1 / 1.5).applyConstraints());
  button(own.dataset.turn, () => viewer && viewer.viewport.rotateBy(90));
  button(own.dataset.close, () => dialog.close());
  place.className = "zoom-place";
  dialog.append(bar, place);
  /* The viewer would add a rule of style by itself, which the site's policy forbids; this says that it is there. */
  const mark = document.createElementNS("urn:natyija", "style");
  mark.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(mark);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    if (viewer) viewer.destroy();
    viewer = null;
  });

  main.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-zoom]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      await load();
    } catch {
      location.href = link.href;
      return;
    }
    dialog.setAttribute("aria-label", link.dataset.zoom);
    dialog.showModal();
    viewer = window.OpenSeadragon({
      element: place,
      tileSources: { type: "image", url: link.href },
      drawer: "canvas",
      showNavigationControl: false,
      maxZoomPixelRatio: 3,
      animationTime: 0.4,
    });
    viewer.addHandler("open-failed", () => { location.href = link.href; });
  });
})();
