// The page of results: criteria applied as they are chosen, totals announced, the map beside. Without this script the
// same forms and links work.
import { syncBar } from "./bar.js";

const WIDE = "(min-width: 70.01rem)";
const announcement = document.getElementById("annonce");
let turnedPage = false;

function results() {
  return document.getElementById("resultats");
}

document.addEventListener("change", (event) => {
  if (event.target.form?.id === "criteres") event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  turnedPage = Boolean(event.target.closest?.("[data-page]"));
});

// An address holds what was chosen, not the fields left blank.
document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (!(request.body instanceof FormData || request.body instanceof URLSearchParams)) return;
  for (const [name, value] of [...request.body]) {
    if (value === "" || (name === "tri" && value === "pertinence")) request.body.delete(name);
  }
});

// What is not a page of results (an error, a place to choose) is shown whole.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.select === "#resultats" && !ctx.text.includes('id="resultats"')) {
    event.preventDefault();
    location.assign(ctx.request.action);
  }
});
document.addEventListener("htmx:error", (event) => {
  const action = event.detail.ctx?.request?.action;
  if (action && event.detail.error?.name !== "AbortError") location.assign(action);
});

document.addEventListener("htmx:after:swap", () => {
  const title = document.getElementById("total").textContent;
  announcement.textContent = title;
  syncBar(results().dataset);
  if (turnedPage) {
    turnedPage = false;
    const list = document.getElementById("liste");
    list.scrollIntoView({ block: "start" });
    list.focus({ preventScroll: true });
  }
  document.dispatchEvent(new CustomEvent("results:replaced"));
});

let mapStarted = false;
async function startMap() {
  if (mapStarted) return;
  mapStarted = true;
  const { showResults } = await import("./map.js");
  showResults(document.querySelector("#carte [data-map]"));
}

const panel = document.getElementById("carte");
panel.addEventListener("toggle", (event) => {
  if (event.newState === "open") startMap();
});
const wide = window.matchMedia(WIDE);
function startWhenWide() {
  if (!wide.matches) return;
  if ("requestIdleCallback" in window) requestIdleCallback(startMap, { timeout: 3000 });
  else setTimeout(startMap, 300);
}
wide.addEventListener("change", startWhenWide);
window.addEventListener("load", startWhenWide);
if (document.readyState === "complete") startWhenWide();
