// Territories proposed while one adds them: several in one field, between semicolons.
import { asked, propose, write } from "./proposals.js";

const field = document.getElementById("zones.ajout");
const address = document.getElementById("groupe-lieux")?.dataset.towns;
const SHORTEST = 2;

function parts() {
  return field.value.split(";").map((part) => part.trim());
}

if (field && address) {
  propose(field, {
    ask: async () => {
      const typed = parts().at(-1);
      if (typed.length < SHORTEST) return { items: [] };
      const { lieux } = await asked(address, { q: typed, limite: 6 });
      return { items: lieux.filter(({ precision }) => precision === "commune" || precision === "territoire") };
    },
    line: (place) => [place.libelle, place.territoire ? "territoire" : "commune"],
    take: (place) => write(field, `${[...parts().slice(0, -1), place.libelle].join(" ; ")} ; `),
  });
}
