// Communes proposed where the one of a person is asked for; the one that is taken opens its page.
import { asked, propose } from "./proposals.js";

const field = document.querySelector("[data-communes]");

if (field) {
  propose(field, {
    ask: async (typed) => {
      const { lieux } = await asked(field.dataset.communes, { q: typed, limite: 6 });
      return { items: lieux.filter(({ precision }) => precision === "commune") };
    },
    line: (place) => [place.libelle, place.codes_postaux.slice(0, 1).join("")],
    take: (place) => {
      field.value = place.libelle;
      location.assign(`${field.form.action}?${new URLSearchParams({ commune: place.code_insee })}`);
    },
  });
}
