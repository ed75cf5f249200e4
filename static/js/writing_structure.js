// Known structures under the field of the structure. Taking one fills blanks only, and what it filled goes with it.
import { asked, propose, write } from "./proposals.js";

const FILLED = { siret: "structure.siret", telephone: "telephone", courriel: "courriel", site: "site" };
const field = document.getElementById("structure.nom");
const form = field?.form;
const byScript = new Map();

function fieldOf(name) {
  return document.getElementById(name);
}

function clear() {
  for (const [name, value] of byScript) {
    if (fieldOf(name).value === value) write(fieldOf(name), "");
  }
  byScript.clear();
  for (const each of form.querySelectorAll("[data-of-structure]")) each.remove();
  field.parentElement.querySelector(".read")?.remove();
}

function addNetworks(codes) {
  if (form.querySelector("[name='structure.reseaux']")) return;
  for (const code of codes) {
    const kept = document.createElement("input");
    Object.assign(kept, { type: "hidden", name: "structure.reseaux", value: code });
    kept.dataset.ofStructure = "";
    form.append(kept);
  }
}

function take(known) {
  clear();
  write(field, known.nom);
  for (const [member, name] of Object.entries(FILLED)) {
    const target = fieldOf(name);
    if (!target || target.value.trim() || !known[member]) continue;
    write(target, known[member]);
    byScript.set(name, target.value);
  }
  addNetworks(known.reseaux);
  const label = (name) => document.querySelector(`label[for='${name}']`).firstChild.textContent.trim().toLowerCase();
  const taken = [...byScript.keys()].filter((name) => name !== FILLED.siret).map(label);
  const said = document.createElement("p");
  said.className = "read quiet";
  said.setAttribute("role", "status");
  const siret = byScript.has(FILLED.siret) ? `, SIRET ${known.siret}` : "";
  const list = taken.length > 1 ? `${taken.slice(0, -1).join(", ")} et ${taken.at(-1)}` : taken[0];
  said.textContent = `Connue\u00a0: ${known.fiches}${siret}.` + (list ? ` Repris, à vérifier\u00a0: ${list}.` : "");
  field.parentElement.append(said);
}

if (field && form.dataset.structures) {
  propose(field, {
    ask: async (text) => ({ items: (await asked(form.dataset.structures, { q: text })).structures }),
    line: (known) => [known.nom, known.detail],
    take,
  });
  field.addEventListener("input", (event) => {
    // What was filled belongs to the structure that was taken, not to another name.
    if (event.isTrusted && field.parentElement.querySelector(".read")) clear();
  });
}
