// What the form of a fiche gains with a script: proposals, a map, what is typed kept. All else works without.
import "./writing_missing.js";
import "./writing_kept.js";
import "./writing_needs.js";
import "./writing_places.js";
import "./writing_structure.js";
import "./writing_hours.js";
import "./writing_keys.js";
import "./writing_alike.js";
import "./writing_areas.js";
