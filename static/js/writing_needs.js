// Needs called by the title and the description stand on top, those found by a word right under it. None is ticked
// unasked, each stands once, and ticking moves nothing: they move when another text is read.
const block = document.querySelector("[data-needs]");
const WAIT_MS = 600;
const HINT = "Un mot suffit\u00a0: dettes, crèche, permis…";

function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/['’]/g, " ");
}

function start() {
  const field = block.querySelector(".find input");
  const said = document.getElementById("besoins-trouves");
  const top = block.querySelector(".suggested");
  const found = block.querySelector(".found");
  const families = new Map([...block.querySelectorAll(".fold")].map((each) => [each.dataset.number, each]));
  const needs = [...block.querySelectorAll("[data-words]")];
  const form = block.closest("form");
  let reasons = new Map(needs.map((need) => [need.querySelector("input").value, need.querySelector(".why")?.textContent ?? ""]));
  let timer = 0;

  block.querySelector(".later").open = false;

  function why(need, words) {
    const [label, ...others] = need.dataset.words.split("|");
    const holds = (text) => words.every((word) => ` ${folded(text)}`.includes(` ${word}`));
    if (holds(label)) return "";
    const expression = others.find(holds);
    if (expression) return `«\u00a0${expression}\u00a0»`;
    return holds(need.dataset.words.replaceAll("|", " ")) ? "" : null;
  }

  function explain(need, text) {
    need.querySelector(".why")?.remove();
    if (!text) return;
    const reason = document.createElement("span");
    reason.className = "why";
    reason.textContent = text;
    need.append(reason);
  }

  function arrange() {
    const words = folded(field.value).split(/[\s,;]+/).filter(Boolean);
    const focused = document.activeElement;
    let count = 0;
    for (const need of needs) {
      const box = need.querySelector("input");
      const answer = words.length ? why(need, words) : null;
      const wasUp = need.parentElement === top || need.parentElement === found;
      const reason = reasons.get(box.value) ?? "";
      if (answer !== null) {
        found.append(need);
        explain(need, answer);
        count += 1;
      } else if (reason || (box.checked && wasUp)) {
        top.append(need);
        explain(need, reason);
      } else {
        families.get(need.dataset.family).append(need);
        explain(need, "");
      }
    }
    for (const family of families.values()) sortFamily(family);
    top.hidden = top.children.length === 0;
    found.hidden = found.children.length === 0;
    if (block.contains(focused)) focused.focus({ preventScroll: true });
    if (!words.length) said.textContent = HINT;
    else said.textContent = count ? `${count} ${count > 1 ? "besoins trouvés" : "besoin trouvé"}.` : "Aucun besoin ne porte ce mot. Essayez-en un autre, ou ouvrez les familles.";
  }

  function sortFamily(family) {
    const inside = needs.filter((need) => need.parentElement === family);
    inside.sort((one, other) => Number(one.dataset.rank) - Number(other.dataset.rank));
    family.append(...inside);
    const all = needs.filter((need) => need.dataset.family === family.dataset.number).length;
    const above = all - inside.length;
    const counts = [inside.length || "", above ? `${above} plus haut` : ""];
    family.querySelector(".total").textContent = counts.filter(Boolean).join(" et ");
  }

  async function suggest() {
    const asked = new FormData();
    for (const name of ["csrf_token", "titre", "description"]) asked.set(name, form.elements.namedItem(name).value);
    try {
      const answer = await fetch(block.dataset.address, { method: "POST", body: asked });
      if (!answer.ok) return;
      const { besoins } = await answer.json();
      reasons = new Map(besoins.map(({ code, mot }) => [code, mot]));
      arrange();
    } catch {
      // Without suggestions, the needs are where they were.
    }
  }

  field.addEventListener("input", arrange);
  for (const name of ["titre", "description"]) {
    form.elements.namedItem(name).addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(suggest, WAIT_MS);
    });
  }
}

if (block) start();
