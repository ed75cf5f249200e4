// By keyboard: a group of boxes is one stop, walked with arrows and ticked with Space; in a long text, Ctrl and Enter
// save. Over the days of a range, Shift and an arrow, or a finger swept across, give each day the state of the first.
const GROUPS = ".choices, .days, .suggested, .found, .fold";
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const form = document.querySelector("form[data-keep]");

function boxesOf(group) {
  return [...group.querySelectorAll("input[type=checkbox]")].filter((box) => box.closest(GROUPS) === group);
}

function stopAt(boxes, chosen) {
  for (const box of boxes) box.tabIndex = box === chosen ? 0 : -1;
}

function makeStops() {
  for (const group of form.querySelectorAll(GROUPS)) {
    const boxes = boxesOf(group);
    const current = boxes.find((box) => box === document.activeElement) ?? boxes.find((box) => box.checked) ?? boxes[0];
    stopAt(boxes, current);
  }
}

function tick(box, state) {
  if (box.checked === state) return;
  box.checked = state;
  for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
}

function walk(event) {
  const box = event.target;
  const group = box.type === "checkbox" && box.closest(GROUPS);
  if (!group || event.ctrlKey || event.altKey || event.metaKey) return;
  const boxes = boxesOf(group);
  const here = boxes.indexOf(box);
  const last = boxes.length - 1;
  const there = { Home: 0, End: last }[event.key] ?? (event.key in STEPS ? Math.min(last, Math.max(0, here + STEPS[event.key])) : -1);
  if (there < 0) return;
  event.preventDefault();
  if (event.shiftKey && group.matches(".days")) tick(boxes[there], box.checked);
  stopAt(boxes, boxes[there]);
  boxes[there].focus();
}

/** A finger that starts on a day and goes sideways gives the others its state. */
function sweep(event) {
  const day = event.target.closest(".day");
  if (!day) return;
  const days = day.parentElement;
  const first = day.querySelector("input");
  const state = !first.checked;
  const over = (move) => {
    const met = document.elementFromPoint(move.clientX, move.clientY)?.closest(".day");
    if (!met || met.parentElement !== days || met === day) return;
    tick(first, state);
    tick(met.querySelector("input"), state);
  };
  const end = () => {
    document.removeEventListener("pointermove", over);
    // The click that ends a sweep on its first day would take it back.
    if (first.checked === state) first.addEventListener("click", (click) => click.preventDefault(), { once: true });
    setTimeout(makeStops);
  };
  document.addEventListener("pointermove", over);
  document.addEventListener("pointerup", end, { once: true });
  document.addEventListener("pointercancel", end, { once: true });
}

if (form) {
  makeStops();
  form.addEventListener("keydown", walk);
  form.addEventListener("change", (event) => event.target.type === "checkbox" && stopAt(boxesOf(event.target.closest(GROUPS) ?? form), event.target));
  form.addEventListener("pointerdown", sweep);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && event.target.matches("textarea")) form.requestSubmit(form.querySelector("button.hidden"));
  });
  new MutationObserver(makeStops).observe(form.querySelector(".write-body"), { childList: true, subtree: true });
}
