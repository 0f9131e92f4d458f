// What a link brings, in the page.
import { nameOf } from "./assessment.js";
import { keptOf, unpackLink } from "./link.js";
import { quoted, t } from "./text.js";
import { mergeDialog } from "./together.js";

export async function openLink(app) {
  const leave = (id = app.chosen) => (history.replaceState(null, "", location.pathname), app.select(id));
  let shared;
  try {
    shared = await unpackLink(location.hash, app.list);
    const { all, sealed } = app.history;
    const mine = all.get(shared.known);
    const merging = [["Merge into mine", () => mergeDialog(app, mine, shared, leave)]];
    app.show(shared, t("%(name)s, from a link.", { name: quoted(nameOf(shared)) }), [...(mine ? merging : []), ["Save a copy", () => {
      const made = keptOf(shared, (id) => all.has(id) || sealed.has(id), app.history.stamp);
      app.history.exchange([, made]);
      leave(made.id);
    }], ["Leave", () => leave()]]);
  } catch ({ message }) {
    if (shared) app.select(app.chosen);
    app.notice("link", message);
  }
}
