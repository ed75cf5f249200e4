// The button of a fiche puts it in the selection where it stands; without this script, the page comes back to it.
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

/** Show which fiches are in the selection: on every button, and in the header. */
function show(ids) {
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
}

async function state() {
  const answer = await fetch(form().dataset.state, { headers: { Accept: "application/json" } });
  if (answer.ok) show((await answer.json()).fiches);
}

document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  if (target.id !== "selection") return;
  event.preventDefault();
  const isAdding = submitter.name === "ajouter";
  try {
    const answer = await fetch(target.action, {
      method: "POST",
      body: new FormData(target, submitter),
      headers: { Accept: "application/json" },
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.message);
    show(said.fiches);
    say(`${isAdding ? "Ajoutée à la sélection" : "Retirée de la sélection"}\u00a0: ${said.fiches.length}.`);
  } catch {
    // What a script cannot do the page does, and says why.
    target.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
    target.submit();
  }
});

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
