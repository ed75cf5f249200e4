// Passkeys: asks the device for a key, and sends what it answers as the form of the page.
const NOT_DONE = "La clé d’accès n’a pas répondu. Réessayez, ou choisissez un autre moyen.";

function bytes(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (each) => String.fromCharCode(each)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const named = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

async function made(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const key = await navigator.credentials.create({ publicKey });
  return answer(key, ["clientDataJSON", "attestationObject"]);
}

async function shown(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
  };
  const key = await navigator.credentials.get({ publicKey });
  return answer(key, ["clientDataJSON", "authenticatorData", "signature", "userHandle"]);
}

function answer(key, parts) {
  const held = parts.filter((part) => key.response[part]).map((part) => [part, text(key.response[part])]);
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response: Object.fromEntries(held) });
}

// What a device is asked when its key is to be shown; the page itself holds it when one is to be made.
async function challenge(form) {
  const said = await fetch(form.dataset.passkey, { method: "POST", body: new FormData(form) });
  const { options, etape, refus } = await said.json();
  if (!options) throw new Error(refus);
  form.elements.etape.value = etape;
  return options;
}

const refusal = document.querySelector("[data-passkey-refusal]");

async function send(form, button) {
  refusal.hidden = true;
  button.disabled = true;
  try {
    const options = form.dataset.passkeyOptions;
    form.elements.reponse.value = options ? await made(JSON.parse(options)) : await shown(await challenge(form));
    form.submit();
  } catch {
    refusal.textContent = NOT_DONE;
    refusal.hidden = false;
    button.disabled = false;
  }
}

const form = document.querySelector("form[data-passkey], form[data-passkey-options]");
const button = document.querySelector("[data-passkey-button]");
if (form && button && window.PublicKeyCredential) {
  button.hidden = false;
  document.querySelector("[data-passkey-missing]")?.remove();
  if (button.type === "button") button.addEventListener("click", () => send(form, button));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, button);
  });
}
