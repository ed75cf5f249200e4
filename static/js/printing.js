// "Imprimer la feuille", pressed on a page that shows the selection, opens the dialog on the sheet it leads to. A sheet
// that is opened, read again or come back to never prints by itself.
const KEY = "imprimer";
const WITHIN_MS = 10_000;

/** Note that the next sheet of this tab was asked for to be printed. */
export function askToPrint() {
  sessionStorage.setItem(KEY, String(Date.now()));
}

/** Print this sheet when a button asked for it just now; once. */
export function printIfAsked() {
  const asked = Number(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (Date.now() - asked > WITHIN_MS) return;
  if (document.readyState === "complete") window.print();
  else window.addEventListener("load", () => window.print());
}
