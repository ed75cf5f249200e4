// What stands on the map: pins with their number, names of communes.
export const PIN_PX = 32;
const BOX_PX = 300;
const BOX_HEIGHT_PX = 220;
const BOX_EDGES_PX = 60;
const NAME_PX = 16;
const NAME_PX_A_LETTER = 3.6;

/** Name a mark for whoever does not see it; the button that closes its box speaks English by itself. */
export function named(marker, said) {
  marker.on("add", () => marker.getElement().setAttribute("aria-label", said));
  marker.on("popupopen", ({ popup: box }) => {
    box.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", "Fermer");
  });
  return marker;
}

/** Act when a mark is pressed: with a mouse or a finger, Enter or the space bar. */
export function onPress(marker, act) {
  marker.on("click", act);
  marker.on("add", () => {
    marker.getElement().addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    });
  });
}

export function icon(L, kind, text, size) {
  const mark = document.createElement("div");
  mark.className = kind;
  if (text) {
    const said = document.createElement("span");
    said.textContent = text;
    mark.append(said);
  }
  const anchor = kind === "pin" ? [size / 2, size * 1.2] : [size / 2, size / 2];
  return L.divIcon({ html: mark, className: "", iconSize: [size, size], iconAnchor: anchor, popupAnchor: [0, -size] });
}

/** Return how large the box of a mark may be: whole inside the map, beside a list on a narrow desk too. */
export function boxWithin(map) {
  return { maxWidth: Math.min(BOX_PX, map.getSize().x - BOX_EDGES_PX), maxHeight: BOX_HEIGHT_PX };
}

export function readHit(hit) {
  const { id, rank, latitude, longitude } = hit.dataset;
  const link = hit.querySelector("a");
  return {
    id,
    rank,
    url: link.href,
    // The structure, hidden in the link for whoever reads links alone, has its own line here.
    titre: [...link.childNodes].filter((part) => part.className !== "hidden").map((part) => part.textContent).join(""),
    structure: (hit.querySelector(".who") ?? hit.closest(".same").querySelector(".name")).textContent.trim(),
    commune: hit.dataset.commune,
    latitude: Number(latitude),
    longitude: Number(longitude),
  };
}

/** Without a background, say which communes hold the lines of the list; a name that has no room is left out. */
export function nameCommunes({ L, map, layer, names }, hits) {
  names.clearLayers();
  // A name under a pin would be read with its number.
  const taken = layer.getLayers().map((marker) => ({ at: map.latLngToLayerPoint(marker.getLatLng()).subtract([0, PIN_PX]), half: PIN_PX / 2 }));
  const byCommune = new Map();
  for (const hit of hits) if (hit.commune && !byCommune.has(hit.commune)) byCommune.set(hit.commune, hit);
  for (const [commune, { latitude, longitude }] of byCommune) {
    const at = map.latLngToLayerPoint([latitude, longitude]);
    const half = commune.length * NAME_PX_A_LETTER;
    if (taken.some((other) => Math.abs(other.at.x - at.x) < other.half + half && Math.abs(other.at.y - at.y) < NAME_PX)) continue;
    taken.push({ at, half });
    const name = document.createElement("span");
    name.textContent = commune;
    const shape = L.divIcon({ html: name, className: "town", iconSize: [0, 0] });
    // The list says the same: nothing to stop at.
    L.marker([latitude, longitude], { icon: shape, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(names);
  }
}
