// The page of results: criteria applied as they are chosen, totals announced, the map beside. Without this script the
// same forms and links work.
import { syncBar } from "./bar.js";
import "./map_beside.js";

const SLOW_MS = 1000;
const announcement = document.getElementById("annonce");
const waiting = document.getElementById("attente");
let reading = null;
let slow = 0;

function results() {
  return document.getElementById("resultats");
}

document.addEventListener("change", (event) => {
  if (event.target.form?.id === "criteres") event.target.form.requestSubmit();
});

// Where reading goes on once the list is replaced: its first line after a page, its title after a tag. A box or a list
// of choices keeps the focus it has.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-page]")) reading = "liste";
  else if (event.target.closest?.(".tag")) reading = "total";
  else if (event.target.closest?.("#criteres")) reading = null;
});

/** After a swap: put the focus where reading goes on, and on the title when what held it is gone. */
function focusAfter(id) {
  const isLost = !document.activeElement || document.activeElement === document.body;
  const target = document.getElementById(id ?? (isLost ? "total" : ""));
  if (!target) return;
  if (id === "liste") target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: id === "liste" });
}

// An address holds what was chosen, not the fields left blank.
document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (!(request.body instanceof FormData || request.body instanceof URLSearchParams)) return;
  for (const [name, value] of [...request.body]) {
    if (value === "" || (name === "tri" && value === "pertinence")) request.body.delete(name);
  }
});

function wait() {
  clearTimeout(slow);
  waiting.replaceChildren();
  results().setAttribute("aria-busy", "true");
  slow = setTimeout(() => waiting.replaceChildren("Recherche en cours…"), SLOW_MS);
}

function stopWaiting() {
  clearTimeout(slow);
  waiting.replaceChildren();
  results().removeAttribute("aria-busy");
}

document.addEventListener("htmx:before:request", wait);

// What is not a page of results (an error, a place to choose) is shown whole.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.select === "#resultats" && !ctx.text.includes('id="resultats"')) {
    event.preventDefault();
    location.assign(ctx.request.action);
  }
});

// Nothing came back: the list stays, and what was chosen with it.
document.addEventListener("htmx:error", (event) => {
  const { ctx, error } = event.detail;
  if (!ctx || (error?.name === "AbortError" && ctx.request?.signal?.reason !== "timeout")) return;
  stopWaiting();
  const again = document.createElement("button");
  again.type = "button";
  again.className = "link";
  again.textContent = "Réessayer";
  again.addEventListener("click", () => {
    const source = ctx.sourceElement;
    if (source?.isConnected && source.matches("a")) source.click();
    else document.getElementById("criteres").requestSubmit();
  });
  waiting.replaceChildren("Pas de réponse\u00a0: la liste affichée est celle d’avant. ", again);
});

document.addEventListener("htmx:after:swap", () => {
  stopWaiting();
  announcement.textContent = document.getElementById("total").textContent;
  syncBar(results().dataset);
  focusAfter(reading);
  reading = null;
  document.dispatchEvent(new CustomEvent("results:replaced"));
});
