// Imports: a file is sent as soon as it is chosen or dropped, with a bar; work behind the page is followed.
// Without this script there is a button to send, and a link to look again.
import { NotSent, sendForm, sendParts, sizeOf } from "./imports_sending.js";

const POLL_MS = 1000;
const MEGABYTE = 1024 * 1024;
const FAILED = {
  away: "L’envoi a été interrompu. Vérifiez la connexion, puis choisissez le fichier de nouveau.",
  refused: "L’envoi n’a pas été accepté\u00a0: vous êtes peut-être déconnecté. Rechargez la page, puis choisissez le fichier de nouveau.",
};

for (const form of document.querySelectorAll("[data-sends]")) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop");
  const refusal = form.querySelector("[data-refusal]");

  // Returns what is wrong with files before they leave, nothing for those that may.
  function refusalOf(files) {
    const { mostMb, mostFiles } = form.dataset;
    if (files.length > Number(mostFiles)) return `Donnez ensemble ${mostFiles} fichiers au plus, ou une archive ZIP qui les contient.`;
    if (sizeOf(files) <= Number(mostMb) * MEGABYTE) return "";
    return files.length > 1
      ? `Ces fichiers dépassent ensemble ${mostMb}\u00a0Mo. Donnez-les en plusieurs fois.`
      : `Ce fichier dépasse ${mostMb}\u00a0Mo. Découpez-le en plusieurs fichiers.`;
  }

  async function send() {
    const files = [...input.files];
    if (files.length === 0 || form.dataset.sent) return;
    refusal.textContent = refusalOf(files);
    refusal.hidden = refusal.textContent === "";
    if (!refusal.hidden) return;
    form.dataset.sent = "oui";
    const advance = form.querySelector("[data-advance]");
    const bar = advance.querySelector("progress");
    advance.querySelector("[data-name]").textContent = files.map((file) => file.name).join(", ");
    advance.hidden = false;
    const show = (share) => {
      bar.value = 100 * share;
    };
    const partBytes = Number(form.dataset.partMb) * MEGABYTE;
    // The last form is sent as a browser does: what is refused says why in a page of its own.
    try {
      if (files.some((file) => file.size > partBytes)) {
        (await sendParts(form.dataset.parts, files, partBytes, form, show)).submit();
        return;
      }
      const answer = await sendForm(form.action, new FormData(form), show);
      if (answer.isPage) location.assign(answer.url);
      else form.submit();
    } catch (failure) {
      delete form.dataset.sent;
      advance.hidden = true;
      refusal.hidden = false;
      refusal.textContent = failure instanceof NotSent && failure.isRefused ? FAILED.refused : FAILED.away;
    }
  }

  input.addEventListener("change", send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    send();
  });
}

async function follow(box) {
  const bar = box.querySelector("progress");
  const done = box.querySelector("[data-done]");
  try {
    const answer = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (said.fini) {
      location.reload();
      return;
    }
    const waits = box.querySelector("[data-waiting]");
    if (waits) waits.hidden = !said.attend;
    if (said.total) {
      bar.max = said.total;
      bar.value = said.fait;
      if (done) done.textContent = new Intl.NumberFormat("fr-FR").format(said.fait);
    }
  } catch {
    // The network is away: it is asked again.
  }
  setTimeout(() => follow(box), POLL_MS);
}

for (const box of document.querySelectorAll("[data-poll]")) setTimeout(() => follow(box), POLL_MS / 2);
