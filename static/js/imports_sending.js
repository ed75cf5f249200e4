// How a file leaves: in one form when it is small, else in parts, each sent again when the line gives way.
const WAITS_MS = [1000, 3000, 9000];

export class NotSent extends Error {
  // isRefused: the server answered, and will not answer otherwise; else the network is away.
  constructor(isRefused) {
    super("not sent");
    this.isRefused = isRefused;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function sendForm(address, said, show) {
  return new Promise((done, failed) => {
    const sending = new XMLHttpRequest();
    sending.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) show(event.loaded / event.total);
    });
    sending.addEventListener("load", () => {
      done({ status: sending.status, isPage: sending.status < 400 && sending.responseURL !== "", url: sending.responseURL });
    });
    sending.addEventListener("error", () => failed(new NotSent(false)));
    sending.open("POST", address);
    sending.send(said);
  });
}

async function sendPart(address, said, show) {
  for (let tried = 0; ; tried += 1) {
    try {
      const answer = await sendForm(address, said, show);
      if (answer.status < 400) return;
      if (answer.status < 500 && answer.status !== 429) throw new NotSent(true);
    } catch (failure) {
      if (failure.isRefused) throw failure;
    }
    if (tried === WAITS_MS.length) throw new NotSent(false);
    await new Promise((go) => setTimeout(go, WAITS_MS[tried]));
  }
}

export function sizeOf(files) {
  return files.reduce((sum, file) => sum + file.size, 0);
}

// Returns the form that names what was sent, of hidden fields.
export async function sendParts(address, files, partBytes, form, show) {
  const key = newKey();
  const token = form.elements.csrf_token.value;
  const whole = sizeOf(files);
  const fields = [
    ["csrf_token", token],
    ["envoi", key],
  ];
  let sent = 0;
  for (const [number, file] of files.entries()) {
    const parts = Math.ceil(file.size / partBytes);
    for (let rank = 0; rank < parts; rank += 1) {
      const part = file.slice(rank * partBytes, (rank + 1) * partBytes);
      const said = new FormData();
      said.set("csrf_token", token);
      said.set("envoi", key);
      said.set("rang_fichier", String(number));
      said.set("rang", String(rank));
      said.set("morceau", part, "morceau");
      await sendPart(address, said, (share) => show((sent + share * part.size) / whole));
      sent += part.size;
    }
    fields.push(["nom_fichier", file.name], ["morceaux", String(parts)]);
  }
  return hiddenForm(form.action, fields);
}

function hiddenForm(address, fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of fields) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  return form;
}
