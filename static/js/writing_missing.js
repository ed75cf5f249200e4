// What is still asked, followed while one types. On a new fiche, saving leads to the next missing answer: nothing is
// told wrong before it was left wrong.
const panel = document.querySelector("[data-asked]");
const form = document.querySelector("form[data-keep]");

function answers(name) {
  const [wanted, value] = name.split("=");
  const [before, after] = wanted.split("*");
  return [...form.elements].some((each) => {
    const isNamed = after === undefined ? each.name === wanted : each.name.startsWith(before) && each.name.endsWith(after);
    if (!isNamed) return false;
    if (each.type === "checkbox" || each.type === "radio") return each.checked && (value === undefined || each.value === value);
    return Boolean(each.value.trim());
  });
}

function isElsewhere() {
  const ways = [...form.querySelectorAll("[name=accueil]:checked")].map(({ value }) => value);
  return ways.length > 0 && !ways.includes("sur-place");
}

function isMissing(line) {
  if ("onSite" in line.dataset && isElsewhere()) return false;
  return !line.dataset.answers.split(" ").some(answers);
}

function follow() {
  let left = 0;
  for (const part of panel.querySelectorAll("[data-part]")) {
    const lines = [...part.querySelectorAll("[data-answers]")];
    for (const line of lines) line.hidden = !isMissing(line);
    const count = lines.filter((line) => !line.hidden).length;
    part.querySelector(".complete").hidden = count > 0;
    left += count;
  }
  const answersLeft = left > 1 ? `Il reste ${left} réponses` : "Il reste une réponse";
  panel.querySelector("h2").textContent = left ? answersLeft : "Il ne manque rien";
  return left;
}

function targetOf(line) {
  const id = line.querySelector("a").getAttribute("href").slice(1);
  const field = document.getElementById(id);
  // Of the needs, those that the text called come first.
  return field.closest("[data-needs]")?.querySelector(".suggested:not([hidden]) input") ?? field;
}

function nextMissing() {
  const lines = [...panel.querySelectorAll("[data-answers]:not([hidden])")];
  const here = document.activeElement;
  const follows = (line) => here && here !== document.body && here.compareDocumentPosition(targetOf(line)) & Node.DOCUMENT_POSITION_FOLLOWING;
  return lines.find(follows) ?? lines[0];
}

function lead(event) {
  const isSave = !event.submitter?.name;
  if (!isSave || Number(form.elements.version.value) > 0 || follow() === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const line = nextMissing();
  panel.querySelector("[role=status]").textContent = `Pas encore enregistrée, il manque\u00a0: ${line.textContent.trim()}.`;
  targetOf(line).focus();
}

if (panel) {
  follow();
  form.addEventListener("input", follow);
  form.addEventListener("change", follow);
  form.addEventListener("submit", lead);
}
