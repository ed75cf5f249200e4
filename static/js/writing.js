// What the form of a fiche gains with a script: needs found by a word. All else works without.
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
