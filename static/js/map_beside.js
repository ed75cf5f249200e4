// The map beside lists: drawn by itself at a desk, after everything else; on a phone, once it is asked for.
const WIDE = "(min-width: 70.01rem)";
const panel = document.getElementById("carte");
const wide = window.matchMedia(WIDE);

let isStarted = false;
async function start() {
  if (isStarted) return;
  isStarted = true;
  const { showResults } = await import("./map.js");
  showResults(panel.querySelector("[data-map]"));
}

function startWhenWide() {
  // Without a line to place, the column is folded: nothing is loaded for it.
  if (!wide.matches || !panel.checkVisibility()) return;
  if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 3000 });
  else setTimeout(start, 300);
}

panel.addEventListener("toggle", (event) => {
  if (event.newState === "open") start();
});
wide.addEventListener("change", startWhenWide);
document.addEventListener("results:replaced", startWhenWide);
window.addEventListener("load", startWhenWide);
if (document.readyState === "complete") startWhenWide();
