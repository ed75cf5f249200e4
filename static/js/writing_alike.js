// A fiche that may be there already is told under the field one is in, with why: the same, or remembered as another.
const form = document.querySelector("form[data-alike]");
const WATCHED = ["structure.nom", "structure.siret", "titre", "telephone", "courriel"];

function value(name) {
  return form.elements.namedItem(name)?.value?.trim() ?? "";
}

function asked() {
  const typed = new URLSearchParams({
    structure: value("structure.nom"), siret: value("structure.siret"), titre: value("titre"), telephone: value("telephone"),
    courriel: value("courriel"), adresse: value("lieux.0.adresse"), code_postal: value("lieux.0.code_postal"), commune: value("lieux.0.commune"),
  });
  for (const [name, text] of [...typed]) if (!text) typed.delete(name);
  for (const box of form.querySelectorAll("[name=besoins]:checked")) typed.append("besoin", box.value);
  for (const other of form.querySelectorAll("[name=autre_que]")) typed.append("autre_que", other.value);
  return typed;
}

function note(fiche) {
  const box = document.createElement("div");
  box.className = "note warning alike-note";
  box.setAttribute("role", "status");
  const said = document.createElement("p");
  const why = document.createElement("strong");
  why.textContent = `Cette fiche existe peut-être déjà (${fiche.reasons.join(", ")})\u00a0: `;
  const link = document.createElement("a");
  link.href = fiche.url;
  link.textContent = fiche.title;
  said.append(why, link, `, ${[fiche.structure, fiche.address].filter(Boolean).join(", ")}.`);
  const actions = document.createElement("div");
  actions.className = "actions";
  const same = document.createElement("a");
  same.className = "btn";
  same.href = fiche.url;
  same.textContent = "C’est la même, l’ouvrir";
  const other = document.createElement("button");
  other.className = "btn";
  other.type = "button";
  other.textContent = "Ce n’est pas la même";
  actions.append(same, other);
  box.append(said, actions);
  return { box, other };
}

function start() {
  let turn = 0;

  async function look(field) {
    const mine = (turn += 1);
    try {
      const answer = await fetch(`${form.dataset.alike}?${asked()}`);
      if (!answer.ok || mine !== turn) return;
      const [fiche] = (await answer.json()).fiches;
      form.querySelector(".alike-note")?.remove();
      if (fiche) show(fiche, field);
    } catch {
      // It is asked again before the fiche is created.
    }
  }

  function show(fiche, field) {
    const { box, other } = note(fiche);
    other.addEventListener("click", () => {
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name: "autre_que", value: fiche.id });
      form.append(kept);
      field.focus();
      look(field);
    });
    field.closest(".entry").append(box);
  }

  form.addEventListener("change", (event) => {
    const { name } = event.target;
    if (WATCHED.includes(name) || /^lieux\.0\.(adresse|commune)$/.test(name)) look(event.target);
  });
}

if (form && form.dataset.alike) start();
