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
