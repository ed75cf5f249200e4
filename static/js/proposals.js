// A list proposed under a field while somebody types. Enter takes the one that is lit, Escape shuts the list; with
// nothing lit, Enter does what it does in any field.
const WAIT_MS = 150;
let lists = 0;

/**
 * ask       (text) → promise of { items, said }; said: a sentence in the place of the list, or beside it.
 * line      (item) → [what it is, its detail].
 * take      (item): what choosing does; it writes the field itself.
 * shortest  letters from which something is asked; 0 asks on focus too.
 * lights    the first item is lit at once, for a list that answers what is typed.
 */
export function propose(field, { ask, line, take, shortest = 2, lights = false }) {
  const list = document.createElement("ul");
  const told = document.createElement("p");
  list.id = `propositions-${(lists += 1)}`;
  list.className = "proposals";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Propositions");
  told.className = "help";
  told.setAttribute("role", "status");
  field.after(list);
  // Beside other fields, a sentence has the width of all.
  (field.closest(".address") ?? list).after(told);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) {
    field.setAttribute(name, value);
  }
  let items = [];
  let lit = -1;
  let timer = 0;
  let asked = 0;

  function shut() {
    clearTimeout(timer);
    asked += 1;
    items = [];
    lit = -1;
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function light(index) {
    lit = index;
    [...list.children].forEach((option, rank) => option.setAttribute("aria-selected", String(rank === index)));
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  function choose(index) {
    const item = items[index];
    shut();
    told.textContent = "";
    take(item);
  }

  function show(answer, isTyped) {
    items = answer.items;
    list.replaceChildren(...items.map((item, rank) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${rank}`;
      option.setAttribute("role", "option");
      const [text, detail] = line(item);
      const shown = document.createElement("span");
      shown.textContent = text;
      const beside = document.createElement("span");
      beside.className = "quiet";
      beside.textContent = detail;
      option.append(shown, beside);
      option.addEventListener("click", () => choose(rank));
      return option;
    }));
    list.hidden = items.length === 0;
    field.setAttribute("aria-expanded", String(items.length > 0));
    light(lights && isTyped && items.length ? 0 : -1);
    const count = items.length;
    told.textContent = answer.said || (count ? `${count} ${count > 1 ? "propositions" : "proposition"}.` : "");
    told.classList.toggle("hidden", !answer.said);
  }

  async function look(isTyped) {
    const text = field.value.trim();
    if (text.length < shortest) {
      shut();
      told.textContent = "";
      return;
    }
    const mine = (asked += 1);
    try {
      const answer = await ask(text);
      if (mine === asked && document.activeElement === field) show(answer, isTyped);
    } catch {
      // A proposal that does not come is no error for whoever types.
      if (mine === asked) shut();
    }
  }

  field.addEventListener("input", (event) => {
    // What a script writes there opens nothing.
    if (!event.isTrusted || document.activeElement !== field) return;
    clearTimeout(timer);
    timer = setTimeout(() => look(true), WAIT_MS);
  });
  field.addEventListener("focus", () => {
    if (shortest === 0 && !field.value.trim()) look(false);
  });
  field.addEventListener("blur", shut);
  // The field keeps the focus while a finger or a mouse chooses.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      shut();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      light(lit < 0 ? (step > 0 ? 0 : items.length - 1) : (lit + step + items.length) % items.length);
    } else if (event.key === "Enter" && lit >= 0) {
      event.preventDefault();
      choose(lit);
    } else if (event.key === "Enter") clearTimeout(timer);
  });
}

/** Read a list from the site. */
export async function asked(address, parameters) {
  const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** Write in a field as if somebody had typed: what is typed is then kept. */
export function write(field, value) {
  if (!field || field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
