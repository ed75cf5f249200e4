// The page of a fiche, or of a sheet: print, copy, and the map once it is wanted.
import { printIfAsked } from "./printing.js";

const WIDE = "(min-width: 48.01rem)";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  if (button.dataset.copy) await copy(document.getElementById(button.dataset.copy), button);
  if ("showMap" in button.dataset) showMap();
});

async function copy(field, button) {
  const said = button.parentElement.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = "Texte copié.";
  } catch {
    // Without the right to write there, the text is at least selected.
    field.focus();
    field.select();
    said.textContent = "Texte sélectionné\u00a0: Ctrl\u00a0+\u00a0C pour le copier.";
  }
}

let shown = false;
async function showMap() {
  const place = document.querySelector("[data-map]");
  if (shown || !place) return;
  shown = true;
  const { showPlaces } = await import("./map.js");
  showPlaces(place);
}

// At a desk the week is whole; a browser that cannot do so by its style is helped.
if (window.matchMedia(WIDE).matches && !CSS.supports("selector(::details-content)")) {
  for (const week of document.querySelectorAll(".fold")) week.open = true;
}

// At a desk the map comes by itself, after everything else; on a phone, only when asked for.
if (window.matchMedia(WIDE).matches) {
  if ("requestIdleCallback" in window) requestIdleCallback(showMap, { timeout: 3000 });
  else setTimeout(showMap, 300);
}

if (document.querySelector(".leaf")) printIfAsked();
