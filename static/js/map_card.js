// The card of a mark: what stands there, each with its button. A mark that is rested upon or has the focus shows it; one
// that is pressed keeps it there. From the mark, Tab goes into it; from its end, to the next mark.
import { onPress } from "./map_marks.js";
import { selectButton } from "./selection.js";

const REST_MS = 150;
const MOST_LISTED = 8;

export class MapCard {
  /** ``onChange`` is told the marks whose card opens or closes. */
  constructor(place, onChange) {
    this.place = place;
    this.onChange = onChange;
    this.marker = null;
    this.isKept = false;
    this.box = document.createElement("div");
    this.box.className = "map-card";
    this.box.hidden = true;
    this.box.setAttribute("role", "group");
    place.append(this.box);
    place.addEventListener("pointerleave", () => this.leave());
    place.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.holds(relatedTarget)) this.leave();
    });
    this.box.addEventListener("keydown", (event) => this.goOn(event));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.marker) return;
      event.preventDefault();
      this.dismiss();
    });
  }

  /** Have a mark show its card. */
  follow(marker, said) {
    let resting = 0;
    onPress(marker, () => this.open(marker, said, { isKept: true }));
    marker.on("mouseover", () => {
      resting = setTimeout(() => this.isKept || this.open(marker, said, { isKept: false }), REST_MS);
    });
    // A map that moves takes its marks away: one that is gone shows nothing.
    marker.on("mouseout remove", () => clearTimeout(resting));
    marker.on("add", () => {
      const element = marker.getElement();
      element.setAttribute("aria-expanded", String(marker === this.marker));
      element.addEventListener("focus", () => {
        if (element.matches(":focus-visible") && marker !== this.marker) this.open(marker, said, { isKept: false });
      });
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Tab" || event.shiftKey || marker !== this.marker) return;
        event.preventDefault();
        this.stops()[0].focus();
      });
    });
  }

  open(marker, said, { isKept }) {
    if (marker !== this.marker) {
      this.close();
      this.marker = marker;
      this.box.setAttribute("aria-label", said);
      this.box.replaceChildren(...marker.items.slice(0, MOST_LISTED).map(lineOf), this.closing());
      const mark = marker.getElement().getBoundingClientRect();
      const map = this.place.getBoundingClientRect();
      this.box.classList.toggle("is-high", mark.top + mark.bottom > map.top + map.bottom);
      this.box.hidden = false;
      this.tell(true);
    }
    this.isKept = isKept;
  }

  close() {
    if (!this.marker) return;
    this.tell(false);
    this.marker = null;
    this.isKept = false;
    this.box.hidden = true;
  }

  tell(isOpen) {
    const element = this.marker.getElement();
    element?.setAttribute("aria-expanded", String(isOpen));
    element?.classList.toggle("is-shown", isOpen);
    this.onChange(this.marker, isOpen);
  }

  /** Close it when nobody asked for it to stay. */
  leave() {
    if (!this.isKept && !this.holds(document.activeElement)) this.close();
  }

  /** Close it, the focus back on its mark. */
  dismiss() {
    const { marker } = this;
    const wasInside = this.box.contains(document.activeElement);
    this.close();
    if (wasInside) marker.getElement()?.focus({ focusVisible: false });
  }

  holds(element) {
    return this.box.contains(element) || (this.marker !== null && this.marker.getElement() === element);
  }

  stops() {
    return [...this.box.querySelectorAll("a, button")];
  }

  goOn(event) {
    const stops = this.stops();
    const isLeft = event.shiftKey ? document.activeElement === stops[0] : document.activeElement === stops.at(-1);
    if (event.key !== "Tab" || !isLeft) return;
    const mark = this.marker.getElement();
    const marks = [...mark.parentElement.querySelectorAll("[tabindex='0']")];
    const target = event.shiftKey ? mark : marks[marks.indexOf(mark) + 1];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  closing() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link close";
    button.textContent = "Fermer";
    button.addEventListener("click", () => this.dismiss());
    return button;
  }
}

function lineOf({ id, rank, url, titre, structure }) {
  const box = document.createElement("div");
  const name = document.createElement("p");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = titre;
  name.append(link, document.createElement("br"), structure);
  const acts = document.createElement("p");
  acts.className = "acts";
  const select = selectButton(id, titre);
  if (select) acts.append(select);
  if (rank) {
    const line = document.createElement("a");
    line.href = `#fiche-${id}`;
    line.textContent = `Voir la ligne ${rank}`;
    line.addEventListener("click", (event) => {
      event.preventDefault();
      goToLine(id);
    });
    acts.append(line);
  }
  box.append(name, acts);
  return box;
}

/** From the map to a line of the list, which a phone shows under the map. */
function goToLine(id) {
  const panel = document.getElementById("carte");
  if (panel.matches(":popover-open")) panel.hidePopover();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const hit = document.querySelector(`.hit[data-id="${id}"]`);
  const folded = hit.closest("details");
  if (folded) folded.open = true;
  hit.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  hit.querySelector(".title a").focus({ preventScroll: true });
}
