// À faire, line after line: a line that is done folds, the focus goes to the next one. Without this script the page
// comes back at the next line.
const TOO_SOON_MS = 400;
const said = document.querySelector("[data-said]");
// Before everything: the first gesture may come as soon as the page is there.
let lastDone = -Infinity;

for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;

/** The main button of the next line, whatever its kind. */
function nextButton(line) {
  const lines = [...document.querySelectorAll(".task:not(.is-done)")];
  const after = lines.slice(lines.indexOf(line) + 1);
  return (after[0] ?? lines.find((each) => each !== line))?.querySelector(".do .btn");
}

/** One less: in the header, in the sentence on top, and beside the kind of the line that is done. */
function countDown(line) {
  for (const count of document.querySelectorAll("[data-count]")) {
    const left = Number(count.textContent) - 1;
    count.textContent = String(Math.max(left, 0));
  }
  let kind = line;
  while (kind && !kind.matches(".kind")) kind = kind.previousElementSibling;
  const beside = kind ? `, .groups a[href="#${kind.id}"] [data-left]` : "";
  for (const count of document.querySelectorAll(`.page-head [data-left]${beside}`)) {
    const left = Math.max(Number(count.dataset.left) - 1, 0);
    const { one, many } = count.dataset;
    count.dataset.left = String(left);
    count.textContent = left.toLocaleString("fr-FR") + (many ? `\u00a0${left < 2 ? one : many}` : "");
  }
}

function fold(line) {
  const next = nextButton(line);
  countDown(line);
  const done = line.querySelector("template").content.cloneNode(true);
  line.replaceWith(done);
  // The first line that waits is where the skip link leads.
  const first = document.querySelector(".task:not(.is-done) .do .btn");
  if (first) first.id = "premiere";
  said.textContent = "Confirmée.";
  next?.focus();
  // Nothing is left: the page says what comes next.
  if (!next) location.reload();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".task [data-folds]")) return;
  event.preventDefault();
  // A double click, or a key held down, falls on the next line: it was not read.
  if (event.timeStamp - lastDone < TOO_SOON_MS || form.dataset.sent) return;
  lastDone = event.timeStamp;
  form.dataset.sent = "oui";
  const line = form.closest(".task");
  const next = nextButton(line);
  next?.focus();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    const held = document.activeElement;
    fold(line);
    if (held && held !== next && document.contains(held)) held.focus();
  } catch {
    // The page says why: signed out, changed meanwhile, the network away.
    delete form.dataset.sent;
    form.submit();
  }
});
