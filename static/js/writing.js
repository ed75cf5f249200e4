// What the form of a fiche gains with a script: needs found by a word, what is typed kept. All else works without.
const field = document.querySelector("[data-needs] input");
const said = document.querySelector("#besoins-trouves");

function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

function filter() {
  const words = folded(field.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const family of document.querySelectorAll(".needs .fold")) {
    let found = 0;
    for (const choice of family.querySelectorAll("[data-words]")) {
      const text = folded(choice.dataset.words);
      const chosen = choice.querySelector("input").checked;
      const answers = words.length > 0 && words.every((word) => text.includes(word));
      choice.hidden = words.length > 0 && !answers && !chosen;
      found += answers ? 1 : 0;
    }
    family.hidden = words.length > 0 && !family.querySelector("[data-words]:not([hidden])");
    if (words.length > 0) family.open = !family.hidden;
    count += found;
  }
  if (words.length === 0) said.textContent = "Un mot suffit\u00a0: dettes, crèche, permis…";
  else said.textContent = count ? `${count} ${count > 1 ? "besoins trouvés" : "besoin trouvé"}, ci-dessous.` : "Aucun besoin ne porte ce mot. Essayez-en un autre, ou effacez-le pour voir les familles.";
}

field?.addEventListener("input", filter);

// What is typed is kept on the server, under a number of its own from the first keystroke: two tabs have two.
const KEPT_EVERY_MS = 3000;
const form = document.querySelector("form[data-keep]");
const told = document.querySelector("[data-kept]");
const REFUSED = {
  400: "Saisie pas gardée\u00a0: la page est ouverte depuis trop longtemps. Enregistrez, elle reviendra entière.",
  401: "Saisie plus gardée\u00a0: votre session est finie. Connectez-vous dans un autre onglet, ce que vous tapez reste ici.",
  403: "Saisie plus gardée\u00a0: vos droits ont changé. Copiez ce que vous avez écrit.",
  409: "Saisie plus gardée ici\u00a0: une version plus récente vient d’un autre onglet.",
};
let typedSince = false;
let revision = Date.now();
let timer = 0;

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function held() {
  const data = new FormData(form);
  revision = Math.max(revision + 1, Date.now());
  data.set("revision", String(revision));
  data.set("ressource", form.dataset.resource);
  return data;
}

async function keep() {
  timer = 0;
  typedSince = false;
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: held(), keepalive: true });
    const now = new Date();
    const minutes = String(now.getMinutes()).padStart(2, "0");
    told.textContent = answer.ok
      ? `Saisie gardée à ${now.getHours()}\u00a0h\u00a0${minutes}. Vous pouvez la reprendre sur un autre poste.`
      : (REFUSED[answer.status] ?? "Saisie pas gardée. Ce que vous tapez reste dans cette page.");
  } catch {
    told.textContent = "Saisie pas gardée\u00a0: le réseau ne répond pas. Ce que vous tapez reste dans cette page.";
    typedSince = true;
    timer ||= setTimeout(keep, KEPT_EVERY_MS * 3);
  }
}

form?.addEventListener("input", (event) => {
  if (!event.target.name) return;
  if (!form.elements.saisie.value) form.elements.saisie.value = newKey();
  typedSince = true;
  timer ||= setTimeout(keep, KEPT_EVERY_MS);
});
form?.addEventListener("submit", () => {
  typedSince = false;
  clearTimeout(timer);
});
window.addEventListener("pagehide", () => {
  if (form && typedSince) navigator.sendBeacon(form.dataset.keep, held());
});
