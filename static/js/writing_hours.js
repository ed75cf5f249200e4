// The hours: a range typed in one field, days taken in one gesture, what an advisor will read told while one types.
const SPAN = /^(.+?)\s*(?:-|–|à|a)\s*(.+)$/;
const CLOCK = /^(\d{1,2})(?:(?:h|:|\.)?(\d{2})?|h)(?:min|mn)?$/;
const WORKING_DAYS = ["lu", "ma", "me", "je", "ve"];
const WAIT_MS = 500;
const group = document.querySelector("[data-hours]");

function clock(text) {
  const said = text.toLowerCase().replace(/\s/g, "");
  if (said === "midi") return "12 h";
  const found = CLOCK.exec(said);
  if (!found) return text;
  const isDigits = /^\d{3,4}$/.test(said);
  const [hour, minute] = isDigits ? [said.slice(0, -2), said.slice(-2)] : [found[1], found[2] ?? "00"];
  if (Number(hour) > 24 || Number(minute) > 59) return text;
  return Number(minute) ? `${Number(hour)} h ${minute.padStart(2, "0")}` : `${Number(hour)} h`;
}

function write(field, value) {
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function start() {
  const form = group.closest("form");
  let timer = 0;
  let asked = 0;

  const lines = () => [...group.querySelectorAll(".span")];
  const part = (line, name) => line.querySelector(`[name$='.${name}']`);
  const days = (line) => [...line.querySelectorAll(".days input")];
  const hasDays = (line) => days(line).some((day) => day.checked);

  /** « 9-12 » typed in the first field fills both. */
  function spread(line) {
    const [first, last] = [part(line, "de"), part(line, "a")];
    const both = last.value.trim() ? null : SPAN.exec(first.value.trim());
    if (!both) return false;
    write(last, clock(both[2]));
    write(first, clock(both[1]));
    return true;
  }

  function offer(line) {
    const how = line.querySelector(".how");
    const above = lines().slice(0, lines().indexOf(line)).findLast(hasDays);
    let button = how.querySelector("button");
    if (!button) {
      button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      how.prepend(button);
    }
    button.hidden = hasDays(line);
    how.querySelector(".choice").hidden = !button.hidden;
    button.textContent = above ? "mêmes jours" : "lundi à vendredi";
    button.setAttribute("aria-label", `${above ? "Mêmes jours que la plage du dessus" : "Lundi à vendredi"}, ${line.querySelector("legend").textContent}`);
    button.onclick = () => {
      const taken = above ? days(above).filter((day) => day.checked).map(({ value }) => value) : WORKING_DAYS;
      for (const day of days(line)) day.checked = taken.includes(day.value);
      part(line, "de").dispatchEvent(new Event("input", { bubbles: true }));
      refresh();
      part(after(line), "de").focus();
    };
  }

  function after(line) {
    const next = lines()[lines().indexOf(line) + 1];
    return next ?? add();
  }

  function add() {
    const last = lines().at(-1);
    const [, rank] = part(last, "de").name.split(".");
    const line = last.cloneNode(true);
    for (const each of line.querySelectorAll("*")) {
      for (const name of ["name", "id", "for"]) {
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(`.${rank}.`, `.${Number(rank) + 1}.`));
      }
      if (each.type === "checkbox") each.checked = false;
      else if (each.matches("input")) each.value = "";
    }
    line.querySelector(".how button")?.remove();
    line.querySelector("legend").textContent = `${lines().length + 1}e plage d’heures`;
    last.after(line);
    offer(line);
    return line;
  }

  function closedDays() {
    let foot = group.querySelector(".days-foot");
    if (!foot) {
      foot = document.createElement("div");
      foot.className = "days-foot";
      foot.setAttribute("aria-hidden", "true");
      foot.append(document.createElement("div"));
      lines().at(-1).after(foot);
    }
    const used = lines().filter((line) => part(line, "de").value.trim());
    const open = new Set(used.flatMap((line) => days(line).filter((day) => day.checked).map(({ value }) => value)));
    foot.hidden = used.length === 0;
    foot.firstChild.replaceChildren(...days(lines()[0]).map((day) => {
      const said = document.createElement("span");
      said.textContent = open.has(day.value) ? "" : "fermé";
      return said;
    }));
  }

  async function tell() {
    const mine = (asked += 1);
    const said = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (name === "csrf_token" || name.startsWith("horaires.")) said.append(name, value);
    }
    try {
      const answer = await fetch(group.dataset.hours, { method: "POST", body: said });
      if (!answer.ok || mine !== asked) return;
      const { dit, cas } = await answer.json();
      const box = group.querySelector(".said");
      box.hidden = dit.length === 0;
      box.querySelector("[role=status]").replaceChildren(...dit.map((words) => {
        const line = document.createElement("p");
        line.textContent = words;
        return line;
      }));
      group.querySelector(".special .read").textContent = cas;
    } catch {
      // What is typed is read again when it is saved.
    }
  }

  function refresh() {
    for (const line of lines()) offer(line);
    closedDays();
    clearTimeout(timer);
    timer = setTimeout(tell, WAIT_MS);
  }

  group.addEventListener("input", refresh);
  group.addEventListener("change", (event) => {
    const line = event.target.closest(".span");
    if (line && event.target.matches(".hour") && !spread(line)) write(event.target, clock(event.target.value));
  });
  group.addEventListener("keydown", (event) => {
    const line = event.target.closest(".span");
    if (!line || event.target !== part(line, "de") || event.key !== "Tab" || event.shiftKey || !spread(line)) return;
    // Both ends are there: the days come next.
    const button = line.querySelector(".how button:not([hidden])");
    if (!button) return;
    event.preventDefault();
    button.focus();
  });
  for (const line of lines()) offer(line);
  closedDays();
}

if (group) start();
