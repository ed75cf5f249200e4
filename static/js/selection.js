// The button of a fiche puts it in the selection where it stands, and the tray at the foot of the screen follows; without
// this script, the page comes back to it.
import { askToPrint } from "./printing.js";

const WIDE = "(min-width: 48.01rem)";
const SAID = { ajouter: "Sélectionner", retirer: "Retirer" };

// What is chosen, as far as this page was told; asked for once, when the first box of the map opens.
const chosen = new Set();
let asked;

function form() {
  return document.getElementById("selection");
}

function say(text) {
  form()?.querySelector("[data-selection-said]").replaceChildren(text);
}

/** Show which fiches are in the selection: on every button, in the header and in the tray. */
function show({ fiches: ids, plateau }) {
  chosen.clear();
  for (const id of ids) chosen.add(String(id));
  for (const button of document.querySelectorAll("button.select")) {
    const isIn = chosen.has(button.value);
    button.name = isIn ? "retirer" : "ajouter";
    button.classList.toggle("is-in", isIn);
    button.querySelector("[data-said]").textContent = SAID[button.name];
  }
  for (const count of document.querySelectorAll("[data-selection-count]")) {
    count.hidden = !ids.length;
    count.firstElementChild.textContent = String(ids.length);
    count.lastElementChild.textContent = ids.length > 1 ? " fiches" : " fiche";
  }
  const place = document.querySelector("[data-tray]");
  if (place) fill(place, plateau);
}

/** Put the tray as the server has it in its place, unfolded where it was. */
function fill(place, html) {
  const wasOpen = place.querySelector("details")?.open;
  place.replaceChildren(document.createRange().createContextualFragment(html));
  const list = place.querySelector("details");
  if (!list) return;
  list.open = wasOpen || isWholeHere();
  list.querySelector("[name=suite]").value = form().elements.namedItem("suite").value;
}

/** At a desk the tray names its fiches; a browser that cannot do so by its style is helped. */
function isWholeHere() {
  return window.matchMedia(WIDE).matches && !CSS.supports("selector(::details-content)");
}

async function state() {
  const answer = await fetch(form().dataset.state, { headers: { Accept: "application/json" } });
  if (answer.ok) show(await answer.json());
}

/** Send a form as its button says; what a script cannot do the page does, and says why. */
async function send(target, submitter) {
  try {
    const answer = await fetch(target.action, {
      method: "POST",
      body: new FormData(target, submitter),
      headers: { Accept: "application/json" },
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.message);
    show(said);
    return said.fiches;
  } catch {
    const sent = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value });
    target.append(sent);
    target.submit();
    // A page that is come back to would send it again with the next button.
    sent.remove();
    return null;
  }
}

async function select(target, submitter) {
  const isAdding = submitter.name === "ajouter";
  const ids = await send(target, submitter);
  if (ids) say(`${isAdding ? "Ajoutée à la sélection" : "Retirée de la sélection"}\u00a0: ${ids.length}.`);
}

/** Move a fiche of the tray, and stay on it. */
async function move(target, submitter) {
  const number = submitter.value.split("-")[1];
  const ids = await send(target, submitter);
  if (!ids) return;
  document.getElementById(`plateau-${number}`)?.focus();
  say(`Fiche ${ids.indexOf(Number(number)) + 1} sur ${ids.length}.`);
}

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if ("prints" in target.dataset) askToPrint();
  const act = target.id === "selection" ? select : "selectionOrder" in target.dataset ? move : null;
  if (!act) return;
  event.preventDefault();
  act(target, submitter);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[data-prints]")) askToPrint();
});

if (isWholeHere()) for (const list of document.querySelectorAll("[data-tray] details")) list.open = true;

// A page that comes back as it was left asks what was chosen since; so do lists that are replaced, and boxes of the map.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && form()) state();
});

/** Return the button of a fiche, for a box that the map opens; nothing where nobody may select. */
export function selectButton(id, title) {
  if (!form()) return "";
  asked ??= state();
  const button = document.createElement("button");
  button.className = "link select";
  button.setAttribute("form", "selection");
  button.name = chosen.has(String(id)) ? "retirer" : "ajouter";
  button.value = String(id);
  const said = document.createElement("span");
  said.dataset.said = "";
  said.textContent = SAID[button.name];
  const hidden = document.createElement("span");
  hidden.className = "hidden";
  hidden.textContent = `\u00a0: ${title}`;
  button.append(said, hidden);
  return button;
}
