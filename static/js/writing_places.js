// Addresses proposed under their field, and the point of each place on a map: tapped, dragged, or moved with arrows.
import { asked, propose, write } from "./proposals.js";

const METRES = 10;
const MORE_METRES = 100;
const METRES_A_DEGREE = 111_320;
const STREET_ZOOM = 16;
const BEYOND_TOWN_M = 30_000;
const STEPS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const SIDES = ["au nord", "au nord-est", "à l’est", "au sud-est", "au sud", "au sud-ouest", "à l’ouest", "au nord-ouest"];
const group = document.getElementById("groupe-lieux");

function metresBetween([fromLat, fromLon], [toLat, toLon]) {
  const north = (toLat - fromLat) * METRES_A_DEGREE;
  const east = (toLon - fromLon) * METRES_A_DEGREE * Math.cos((fromLat * Math.PI) / 180);
  return [north, east];
}

function moved([latitude, longitude], north, east) {
  const metresEast = METRES_A_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return [latitude + north / METRES_A_DEGREE, longitude + east / metresEast];
}

/** Say how far a point is from another, as one reads a plan: « à 20 m à l’est ». */
function distance(from, to) {
  const [north, east] = metresBetween(from, to);
  const metres = Math.round(Math.hypot(north, east) / METRES) * METRES;
  if (metres === 0) return "";
  const side = SIDES[(Math.round((Math.atan2(east, north) * 4) / Math.PI) + 8) % 8];
  const said = metres < 1000 ? `${metres}\u00a0m` : `${(metres / 1000).toFixed(1).replace(".", ",")}\u00a0km`;
  return `à ${said} ${side}`;
}

function pointOf(text) {
  const degrees = text.split(" ").map(Number);
  return degrees.length === 2 && degrees.every(Number.isFinite) && text.trim() ? degrees : null;
}

class PlaceForm {
  constructor(fieldset) {
    this.fieldset = fieldset;
    this.wire = fieldset.dataset.place;
    this.box = fieldset.querySelector("[data-pin]");
    this.said = this.box.querySelector(".point [role=status]");
    this.back = this.box.querySelector(".point button");
    this.precision = this.box.dataset.precision;
    this.shown = pointOf(this.box.dataset.pin);
    // A point put by hand says nothing of where its address is.
    this.origin = this.input("repere").value ? null : this.shown;
    this.start = this.shown;
    this.back.addEventListener("click", () => this.putBack());
    for (const name of ["adresse", "code_postal", "commune"]) {
      this.input(name).addEventListener("input", () => this.textMoved());
    }
    this.complete();
    if (this.shown) this.drawWhenSeen();
    this.tell();
  }

  input(name) {
    return this.fieldset.querySelector(`[name='${this.wire}.${name}']`);
  }

  text() {
    const town = [this.input("code_postal"), this.input("commune")].map(({ value }) => value.trim()).filter(Boolean).join(" ");
    return [this.input("adresse").value.trim().replace(/\s+/g, " "), town].filter(Boolean).join(", ");
  }

  complete() {
    const structure = () => ({
      structure: document.getElementById("structure.nom")?.value ?? "",
      siret: document.getElementById("structure.siret")?.value.replace(/\s/g, "") ?? "",
    });
    propose(this.input("adresse"), {
      ask: async (text) => {
        const town = text && [this.input("code_postal").value, this.input("commune").value].join(" ").trim();
        const answer = await asked(group.dataset.addresses, { q: [text, town].filter(Boolean).join(", "), ...structure() });
        return { items: answer.adresses, said: answer.dit };
      },
      line: (place) => [[place.adresse, [place.code_postal, place.commune].filter(Boolean).join(" ")].filter(Boolean).join(", "), place.detail],
      take: (place) => this.take(place),
      shortest: 0,
      lights: true,
    });
    propose(this.input("commune"), {
      ask: async (text) => {
        const { lieux } = await asked(group.dataset.towns, { q: text, limite: 5 });
        return { items: lieux.filter(({ precision }) => precision === "commune") };
      },
      line: (town) => [town.libelle, town.codes_postaux.slice(0, 1).join("")],
      take: (town) => {
        write(this.input("commune"), town.commune);
        const postcode = this.input("code_postal");
        if (!town.codes_postaux.includes(postcode.value.trim())) {
          write(postcode, town.codes_postaux.length === 1 ? town.codes_postaux[0] : "");
        }
      },
    });
  }

  take(place) {
    for (const name of ["adresse", "code_postal", "commune", "complement"]) {
      if (place[name] !== null) write(this.input(name), place[name]);
    }
    this.input("repere").value = "";
    this.origin = place.latitude === null ? null : [place.latitude, place.longitude];
    this.start = this.origin;
    this.shown = this.origin;
    this.precision = { adresse: "Position à l’adresse", rue: "Position à la rue", commune: "Position au centre de la commune", main: "Position placée à la main" }[place.precision] ?? "";
    if (place.precision === "main") this.put(this.origin);
    this.textTaken = this.text();
    if (this.shown) this.draw();
    this.tell();
  }

  /** A point belongs to the text that it was found for. */
  textMoved() {
    if (!this.shown || this.box.hidden) return;
    const belongs = this.input("repere").value ? this.input("repere_pour").value : this.textTaken;
    this.textTaken ??= this.text();
    if (belongs === undefined || belongs === this.text()) return;
    if (this.input("repere").value) {
      this.said.textContent = "L’adresse a changé\u00a0: à l’enregistrement, il faudra dire si le repère reste.";
      return;
    }
    this.shown = this.origin = null;
    this.box.hidden = true;
  }

  drawWhenSeen() {
    this.textTaken = this.text();
    new IntersectionObserver((seen, watcher) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      watcher.disconnect();
      this.draw();
    }).observe(this.fieldset);
  }

  async draw() {
    this.box.hidden = false;
    if (this.map) {
      this.map.invalidateSize();
      this.map.setView(this.shown, STREET_ZOOM, { animate: false });
      this.mark();
      return;
    }
    const [{ draw, MOST_ZOOM }, { icon, named }] = await Promise.all([import("./map.js"), import("./map_marks.js")]);
    const place = this.box.querySelector("[data-map]");
    const { L, map } = await draw(place);
    Object.assign(this, { L, map });
    map.setView(this.shown, Math.min(STREET_ZOOM, MOST_ZOOM), { animate: false });
    map.scrollWheelZoom.disable();
    map.on("click", ({ latlng }) => this.move([latlng.lat, latlng.lng]));
    this.cross = L.marker(this.shown, { icon: L.divIcon({ className: "cross", iconSize: [16, 16] }), interactive: false, keyboard: false }).addTo(map);
    this.pin = named(L.marker(this.shown, { icon: icon(L, "pin", "", 28), draggable: true, alt: "" }), this.label());
    this.pin.addTo(map);
    this.pin.on("dragend", () => {
      const { lat, lng } = this.pin.getLatLng();
      this.move([lat, lng]);
    });
    this.pin.getElement().addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const metres = event.shiftKey ? MORE_METRES : METRES;
      this.move(moved(this.shown, step[0] * metres, step[1] * metres));
    });
    this.mark();
    this.tell();
  }

  move(point) {
    if (this.start && Math.hypot(...metresBetween(this.start, point)) > BEYOND_TOWN_M) {
      this.said.textContent = "Le repère ne va pas si loin de son adresse.";
      this.mark();
      return;
    }
    this.shown = point;
    this.put(point);
    this.mark();
    this.tell();
  }

  put(point) {
    this.input("repere_pour").value = this.text();
    // Written as typed: what is typed is kept on the server.
    write(this.input("repere"), point.map((degrees) => degrees.toFixed(6)).join(" "));
  }

  putBack() {
    write(this.input("repere"), "");
    if (this.origin) this.shown = this.origin;
    this.mark();
    this.tell();
    if (!this.origin) this.said.textContent = "Le repère sera remis sur l’adresse à l’enregistrement.";
    this.pin?.getElement().focus();
  }

  mark() {
    if (!this.pin) return;
    this.pin.setLatLng(this.shown);
    const from = this.origin ?? this.start;
    if (from) this.cross.setLatLng(from);
    if (!this.map.getBounds().pad(-0.1).contains(this.shown)) this.map.panTo(this.shown, { animate: false });
    this.pin.getElement().setAttribute("aria-label", this.label());
  }

  where() {
    const from = this.origin ?? this.start;
    const far = from && this.shown ? distance(from, this.shown) : "";
    if (!far) return "";
    return this.origin ? `${far} de l’adresse` : `${far} de là où il était`;
  }

  label() {
    const where = this.where();
    return `Repère du lieu${where ? `, ${where}` : ""}. Flèches pour le déplacer.`;
  }

  tell() {
    const byHand = Boolean(this.input("repere").value);
    const where = this.where();
    this.said.textContent = byHand ? `Placé à la main${where ? `, ${where}` : ""}.` : this.precision && `${this.precision}.`;
    this.back.hidden = !byHand;
  }
}

for (const fieldset of group?.querySelectorAll("[data-place]") ?? []) new PlaceForm(fieldset);
