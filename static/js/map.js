// The map: département outlines without any other host, the fiches of the list with its numbers, clusters from the
// server. It says nothing the list does not: a reader who skips it loses nothing.
import { MapCard } from "./map_card.js";
import { boxWithin, icon, nameCommunes, named, onPress, PIN_PX, readHit } from "./map_marks.js";
import { outlinesOf } from "./topology.js";

export const MOST_ZOOM = 17;
const TOWN_ZOOM = 13;
// Without a background, a border or two must be in sight for a mark to stand somewhere.
const OUTLINES_ZOOM = 11;
const FRANCE = [[41.3, -5.2], [51.1, 9.6]];
const CLUSTER_PX = 44;
const NBSP = "\u00a0";

async function load(place) {
  const { leaflet, leafletCss } = place.dataset;
  if (!window.L) {
    await Promise.all([
      added("link", { rel: "stylesheet", href: leafletCss }),
      added("script", { src: leaflet }),
    ]);
  }
  return window.L;
}

function added(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

/** Draw an empty map in a place of the page; return it with Leaflet. */
export async function draw(place) {
  const L = await load(place);
  const canvas = document.createElement("div");
  place.prepend(canvas);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    maxZoom: MOST_ZOOM,
    scrollWheelZoom: place.classList.contains("mini") ? false : true,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    zoomControl: false,
    // The box that holds the map is watched instead: a window resized is no move of the map.
    trackResize: false,
    attributionControl: Boolean(place.dataset.tiles),
  });
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (place.dataset.tiles) {
    L.tileLayer(place.dataset.tiles, { attribution: place.dataset.credit, maxZoom: MOST_ZOOM }).addTo(map);
  } else {
    const answer = await fetch(place.dataset.outlines);
    const outlines = outlinesOf(await answer.json(), "departements");
    for (const outline of outlines) {
      L.polygon(outline, { className: "outline", interactive: false, color: null, fillColor: null }).addTo(map);
    }
  }
  place.querySelector(".map-wait")?.remove();
  return { L, map };
}

/** Show the places of one fiche. */
export async function showPlaces(place) {
  const points = [...place.querySelectorAll("[data-latitude]")].map((each) => ({
    at: [Number(each.dataset.latitude), Number(each.dataset.longitude)],
    address: each.textContent,
  }));
  const { L, map } = await draw(place);
  for (const { at, address } of points) {
    const options = { icon: icon(L, "pin", "", 28), title: address, alt: address, keyboard: points.length > 1 };
    named(L.marker(at, options), address).addTo(map).bindPopup(address, boxWithin(map));
  }
  const bounds = L.latLngBounds(points.map(({ at }) => at));
  map.fitBounds(bounds.pad(0.3), { maxZoom: TOWN_ZOOM - 2, animate: false });
}

/** Show the list of results, and follow it. */
export async function showResults(place) {
  const { L, map } = await draw(place);
  new ResultsMap(L, map, place);
}

class ResultsMap {
  constructor(L, map, place) {
    this.L = L;
    this.map = map;
    this.place = place;
    this.markers = new Map();
    this.layer = L.layerGroup().addTo(map);
    this.around = L.layerGroup().addTo(map);
    this.button = place.querySelector(".area");
    this.names = L.layerGroup().addTo(map);
    this.isQuiet = false;
    this.card = new MapCard(place, (marker, isOpen) => this.mark(marker.items, isOpen));
    this.button.addEventListener("click", () => this.searchHere());
    map.on("moveend", () => this.moved());
    map.on("click", () => this.card.close());
    document.addEventListener("results:replaced", () => this.follow());
    for (const [kind, isShown] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
      document.addEventListener(kind, (event) => {
        const hit = event.target.closest?.(".hit[data-id]");
        if (hit) this.highlight(hit.dataset.id, isShown);
      });
    }
    new ResizeObserver(() => this.quietly(() => map.invalidateSize({ pan: false }))).observe(place);
    this.follow();
  }

  get results() {
    return document.getElementById("resultats").dataset;
  }

  hits() {
    return [...document.querySelectorAll(".hit[data-id]")];
  }

  /** Frame the numbered hits, and where the person is. */
  follow() {
    const { latitude, longitude, radius } = this.results;
    this.around.clearLayers();
    const seen = this.L.latLngBounds(this.hits().map((hit) => [Number(hit.dataset.latitude), Number(hit.dataset.longitude)]));
    if (latitude) {
      const centre = [Number(latitude), Number(longitude)];
      const options = { radius: Number(radius) * 1000, className: "around", interactive: false, color: null, fillColor: null };
      this.L.circle(centre, options).addTo(this.around);
      seen.extend(seen.isValid() ? centre : this.L.latLng(centre).toBounds(2 * options.radius));
    }
    const maxZoom = this.place.dataset.tiles ? TOWN_ZOOM : OUTLINES_ZOOM;
    this.card.close();
    this.quietly(() => {
      this.map.fitBounds(seen.isValid() ? seen.pad(0.15) : FRANCE, { maxZoom, animate: false });
    });
    this.button.hidden = true;
    this.refresh();
  }

  /** Move the map ourselves: the list is not asked to follow. */
  quietly(move) {
    this.isQuiet = true;
    move();
    this.isQuiet = false;
  }

  moved() {
    if (!this.isQuiet && this.results.areaUrl) this.button.hidden = false;
    this.refresh();
  }

  async refresh() {
    // A page of several lists has no question of its own: its map shows their lines.
    if (!this.results.areaUrl) {
      this.show({ points: [], grappes: [] });
      return;
    }
    const bounds = this.map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const limited = box.map((degrees, rank) => Math.max(-180 + (rank % 2) * 90, Math.min(180 - (rank % 2) * 90, degrees)));
    const asked = new URLSearchParams(this.results.query);
    asked.set("bbox", limited.map((degrees) => degrees.toFixed(5)).join(","));
    asked.set("zoom", String(Math.round(this.map.getZoom())));
    this.request?.abort();
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.place.dataset.points}?${asked}`, { signal: this.request.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  show({ points, grappes }) {
    // A mark whose card is open stays: what is being read is never taken away.
    const open = this.card.marker;
    const read = new Set(open?.items?.map(({ id }) => String(id)));
    this.layer.eachLayer((marker) => marker !== open && this.layer.removeLayer(marker));
    this.markers.clear();
    if (open) this.know(open);
    // A fiche that two lists hold is one mark.
    const hits = [...new Map(this.hits().map(readHit).reverse().map((hit) => [hit.id, hit])).values()].reverse();
    const ranked = new Set(hits.map(({ id }) => id));
    const spots = points
      .filter((point) => !ranked.has(String(point.id)))
      .map((point) => ({ ...point, url: `/ressources/${point.id}` }));
    const items = [...hits, ...spots].filter(({ id }) => !read.has(String(id)));
    for (const group of this.apart(grappes, CLUSTER_PX)) this.addCluster(group);
    for (const group of this.apart(items, PIN_PX)) this.add(group);
    if (!this.place.dataset.tiles) nameCommunes(this, hits);
  }

  /** Put together what would overlap: a mark must be large enough to be hit, and its number read. */
  apart(items, least) {
    const groups = [];
    for (const item of items) {
      const at = this.map.latLngToLayerPoint([item.latitude, item.longitude]);
      const near = groups.find((group) => group.at.distanceTo(at) < least);
      if (near) near.items.push(item);
      else groups.push({ at, items: [item] });
    }
    return groups.map((group) => group.items);
  }

  addCluster(items) {
    const { L } = this;
    const total = items.reduce((sum, item) => sum + item.total, 0);
    const at = [items[0].latitude, items[0].longitude];
    const said = `${total}${NBSP}ressources, agrandir`;
    // Above the pins: a number half covered is read as another one.
    const options = { icon: icon(L, "cluster", String(total), 38), title: said, alt: said, zIndexOffset: 1100 };
    const marker = named(L.marker(at, options), said);
    onPress(marker, () => this.map.setView(at, this.map.getZoom() + 2));
    this.layer.addLayer(marker);
  }

  add(items) {
    const { L } = this;
    const [first] = items;
    const others = items.length > 1 ? ` (et ${items.length - 1}${NBSP}au même endroit)` : "";
    const said = (first.rank ? `${first.rank}. ${first.titre}` : first.titre) + others;
    const shape = first.rank
      ? icon(L, "pin", items.length > 1 ? `${first.rank}+` : first.rank, 29)
      : icon(L, "spot", "", 26);
    const height = first.rank ? 1000 - Number(first.rank) : 0;
    const marker = named(L.marker([first.latitude, first.longitude], { icon: shape, alt: said, zIndexOffset: height }), said);
    marker.items = items;
    marker.height = height;
    this.card.follow(marker, said);
    marker.on("mouseover", () => this.mark(items, true));
    marker.on("mouseout", () => marker !== this.card.marker && this.mark(items, false));
    this.layer.addLayer(marker);
    this.know(marker);
  }

  know(marker) {
    for (const { id } of marker.items) {
      const known = this.markers.get(String(id)) ?? [];
      this.markers.set(String(id), [...known, marker]);
    }
  }

  /** From the map to the list. */
  mark(items, isShown) {
    for (const { id } of items) {
      for (const hit of document.querySelectorAll(`.hit[data-id="${id}"]`)) hit.classList.toggle("is-shown", isShown);
    }
  }

  /** From the list to the map. */
  highlight(id, isShown) {
    for (const marker of this.markers.get(id) ?? []) {
      marker.getElement()?.classList.toggle("is-shown", isShown);
      marker.setZIndexOffset(isShown ? 2000 : marker.height);
    }
  }

  searchHere() {
    const bounds = this.map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const url = new URL(this.results.areaUrl, location.href);
    url.searchParams.set("bbox", box.map((degrees) => degrees.toFixed(4)).join(","));
    location.assign(url);
  }
}
