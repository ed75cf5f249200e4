// Suggestions under both fields of the bar. What is typed stays as typed: nothing is chosen but by the person.
const WAIT_MS = 150;
const SHORTEST = 2;
const KINDS = { need: "besoin", structure: "structure", service: "service", commune: "commune" };

const form = document.getElementById("barre");

const WORDS = {
  tNoResults: () => "Aucune suggestion",
  tStatusQueryTooShort: (length) => `Tapez au moins ${length} lettres pour avoir des suggestions.`,
  tStatusNoResults: () => "Aucune suggestion.",
  tStatusSelectedOption: (option, count, index) => `${option}, ${index + 1} sur ${count}.`,
  tStatusResults: (count, selected) =>
    `${count} ${count > 1 ? "suggestions disponibles" : "suggestion disponible"}. ${selected}`,
  tAssistiveHint: () =>
    "Des suggestions apparaissent pendant la saisie\u00a0: flèches haut et bas pour les parcourir, Entrée pour en choisir une.",
};

/**
 * Suggest under a field while somebody types in it; what a script writes there opens nothing, and neither does an answer
 * that comes once the field was left or the search sent: a menu would cover what is read next. ``beside`` gives what
 * else of the bar the answer depends on.
 */
function suggester(id, address, read, beside = () => ({})) {
  let waiting = 0;
  let request = null;
  let showLast = null;
  const isTyping = () => document.activeElement?.id === id;

  function stop() {
    clearTimeout(waiting);
    request?.abort();
  }

  async function ask(typed, show) {
    request = new AbortController();
    const { signal } = request;
    let found = [];
    try {
      const answer = await fetch(`${address}?${new URLSearchParams({ q: typed, limite: 5, ...beside() })}`, { signal });
      found = answer.ok ? read(await answer.json()) : [];
    } catch {
      // A suggestion that does not come is no error for whoever types.
    }
    if (!signal.aborted && isTyping()) show(found);
  }

  return {
    source(typed, show) {
      stop();
      // What the field held at first is no suggestion: pasted over, it would be shown as an empty line.
      if (!showLast) show([]);
      showLast = show;
      if (isTyping()) waiting = setTimeout(ask, WAIT_MS, typed, show);
      else show([]);
    },
    stop,
    close() {
      stop();
      showLast?.([]);
    },
  };
}

function readSuggestions(found) {
  const named = (kind) => (label) => ({ kind, label });
  return [
    ...found.besoins.slice(0, 4).map((need) => ({ kind: "need", label: need.libelle, code: need.code })),
    ...found.communes.slice(0, 2).map((commune) => ({ kind: "commune", label: commune.libelle })),
    ...found.structures.slice(0, 3).map(named("structure")),
    ...found.services.slice(0, 4).map(named("service")),
  ];
}

/** Structures come by their distance to the place already typed. */
function placeTyped() {
  const lieu = document.getElementById("lieu").value.trim();
  return lieu ? { lieu } : {};
}

function readPlaces(found) {
  return found.lieux.map((place) => ({ label: place.libelle, detail: place.codes_postaux.slice(0, 1).join("") }));
}

function line(suggestion, detail) {
  const shown = document.createElement("span");
  shown.textContent = suggestion.label;
  const kind = document.createElement("span");
  kind.className = "quiet";
  kind.textContent = detail;
  return detail ? shown.outerHTML + kind.outerHTML : shown.outerHTML;
}

/** Put a combobox in the place of a field, with its value, its caret and its focus. */
function complete(id, { suggestions, detail, onConfirm, confirmOnBlur = false }) {
  const plain = document.getElementById(id);
  const hadFocus = document.activeElement === plain;
  const caret = [plain.selectionStart, plain.selectionEnd];
  const box = document.createElement("div");
  plain.replaceWith(box);
  window.accessibleAutocomplete({
    element: box,
    id,
    name: plain.name,
    defaultValue: plain.value,
    placeholder: plain.placeholder,
    source: suggestions.source,
    minLength: SHORTEST,
    autoselect: false,
    confirmOnBlur,
    showNoOptionsFound: false,
    displayMenu: "overlay",
    templates: {
      inputValue: (suggestion) => suggestion?.label ?? "",
      suggestion: (suggestion) => line(suggestion, detail(suggestion)),
    },
    onConfirm: (suggestion) => suggestion && onConfirm(suggestion),
    ...WORDS,
  });
  const field = document.getElementById(id);
  for (const name of ["maxlength", "enterkeyhint", "aria-invalid"]) {
    if (plain.hasAttribute(name)) field.setAttribute(name, plain.getAttribute(name));
  }
  if (plain.hasAttribute("aria-describedby")) keepDescribed(field, plain.getAttribute("aria-describedby"));
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) suggestions.stop();
  });
  form.addEventListener("submit", suggestions.close);
  // Enter in the field searches what is typed, whether suggestions are shown or not.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && document.activeElement === field) {
      event.preventDefault();
      event.stopPropagation();
      form.requestSubmit();
    }
  }, true);
  if (hadFocus) {
    field.focus();
    field.setSelectionRange(...caret);
  }
  return field;
}

/** Keep what the page says of a field (its error): the combobox writes its own help in the same attribute. */
function keepDescribed(field, said) {
  const keep = () => {
    const now = field.getAttribute("aria-describedby") ?? "";
    if (!now.split(" ").includes(said)) field.setAttribute("aria-describedby", `${said} ${now}`.trim());
  };
  new MutationObserver(keep).observe(field, { attributeFilter: ["aria-describedby"] });
  keep();
}

function write(id, value) {
  const field = document.getElementById(id);
  if (!field || field.value === value) return;
  // The combobox keeps its own copy of the text: it is told as if the person had typed.
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function chooseNeed(code) {
  forgetSearchBefore();
  // The need chosen is of this search: what is left in the box says nothing of the one before.
  form.querySelector("[data-before]")?.remove();
  const chosen = document.createElement("input");
  chosen.type = "hidden";
  chosen.name = "besoin";
  chosen.value = code;
  document.getElementById("barre-criteres").append(chosen);
  document.getElementById("q").name = "";
}

/** The next person has another need, at another moment; a place and explicit criteria are kept, and said. */
function forgetSearchBefore() {
  for (const old of form.querySelectorAll("[name=besoin], [name=famille], [name=ouvert]")) old.remove();
}

function confirm(suggestion) {
  setTimeout(() => {
    if (suggestion.kind === "commune") {
      write("lieu", suggestion.label);
      write("q", "");
      document.getElementById("q").focus();
      return;
    }
    if (suggestion.kind === "need") chooseNeed(suggestion.code);
    form.requestSubmit();
  });
}

/** Show in the bar what the results answer, after they were replaced. */
export function syncBar({ text, place }) {
  const focused = document.activeElement?.id;
  if (focused !== "q") write("q", text);
  if (focused !== "lieu") write("lieu", place);
}

function locate(button) {
  const error = form.querySelector("[data-locate-error]");
  error.textContent = "";
  if (!navigator.geolocation) {
    error.textContent = "Cet appareil ne donne pas sa position\u00a0: indiquez une commune.";
    return;
  }
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const asked = new URLSearchParams(new FormData(form));
      for (const name of ["lieu", "commune"]) asked.delete(name);
      if (!asked.get("q")) asked.delete("q");
      // A hundred metres are enough to sort by distance, and say less than a door.
      asked.set("lat", coords.latitude.toFixed(3));
      asked.set("lon", coords.longitude.toFixed(3));
      location.assign(`${form.action}?${asked}`);
    },
    () => {
      button.disabled = false;
      error.textContent = "La position n’a pas été donnée\u00a0: indiquez une commune.";
    },
    { timeout: 10000, maximumAge: 300000 },
  );
}

function start() {
  if (!form) return;
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      // The browser would put a page of its own in the place of the list.
      event.preventDefault();
      form.querySelector("[data-locate-error]").textContent = "Pas de connexion\u00a0: la recherche n’est pas partie.";
      return;
    }
    // A blank field says nothing: the address is shorter without it. « lieu » stays, blank, to forget the place.
    const words = document.getElementById("q");
    const before = form.elements.namedItem("avant");
    if (before && words.value.trim() !== before.value) forgetSearchBefore();
    else if (before?.dataset.isNeed) words.name = "";
    if (before) before.name = "";
    if (!words.value.trim()) words.name = "";
  });
  window.addEventListener("pageshow", () => {
    document.getElementById("q").name = "q";
    const before = form.querySelector("[data-before]");
    if (before) before.name = "avant";
  });
  form.querySelector("[data-locate]").addEventListener("click", (event) => locate(event.currentTarget));
  if (!window.accessibleAutocomplete) return;
  complete("q", {
    suggestions: suggester("q", form.dataset.suggestions, readSuggestions, placeTyped),
    detail: (suggestion) => KINDS[suggestion.kind],
    onConfirm: confirm,
  });
  complete("lieu", {
    suggestions: suggester("lieu", form.dataset.places, readPlaces),
    detail: (suggestion) => suggestion.detail,
    onConfirm: () => {},
    // Leaving the field, by Tab or otherwise, takes the suggestion that is highlighted.
    confirmOnBlur: true,
  });
}

start();
