// How long the browser keeps what is stored, and a backup that writes itself.
import { button, h, row } from "./elements.js";
import { backupText } from "./transfer.js";

// Characters that browsers store for a site, about.
const ROOM = 5e6;
// After a change, so that typing is written once.
const DELAY_MS = 2000;

async function standing({ store }) {
  const kept = await navigator.storage?.persisted?.().catch(() => null);
  const used = Object.entries(store.storage ?? {}).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const room = ` ${Math.min(100, Math.ceil((100 * used) / ROOM))} % of the room for this site is used.`;
  if (kept) return `This browser has promised to keep what is stored here.${room}`;
  return `This browser may delete what is stored here: when it is short of room, when its data are cleared, Safari after seven days without a visit, a private window when it is closed. Other profiles and browsers see nothing of it.${room}`;
}

export function keepingView(app) {
  const text = h("p");
  const last = h("p", {}, typeof app.settings.backup === "number" ? `Last backup: ${new Date(app.settings.backup).toLocaleString("sv")}.` : "There was no backup yet.");
  const draw = async () => (text.textContent = await standing(app));
  const ask = button("Ask the browser to keep it", async () => {
    const kept = await navigator.storage.persist();
    await draw();
    if (!kept) text.textContent = `The browser did not promise it. ${text.textContent}`;
  });
  ask.hidden = !navigator.storage?.persist;
  const file = button("Write a backup file after each change", () => follow(app, last));
  file.hidden = !window.showSaveFilePicker;
  draw();
  return [text, last, row(ask, file)];
}

// A file that is chosen once, and written as long as the page is open.
async function follow(app, last) {
  const { history, list } = app;
  const suggestedName = `${list.id}-backup.json`;
  const chosen = await window.showSaveFilePicker({ suggestedName, types: [{ accept: { "application/json": [".json"] } }] }).catch(() => null);
  if (!chosen) return;
  const write = async () => {
    try {
      const stream = await chosen.createWritable();
      await stream.write(backupText(list, [...history.all.values()]));
      await stream.close();
      app.keep({ backup: Date.now() });
      app.notice("backup");
      last.textContent = `Last backup: ${new Date().toLocaleString("sv")}, in ${chosen.name}. It is written after each change, until this page is closed.`;
    } catch ({ message }) {
      app.notice("follow", `The backup file could not be written (${message}). Save one by hand.`, app.backup);
    }
  };
  let timer;
  const { changed } = history;
  history.changed = (ids) => {
    changed(ids);
    clearTimeout(timer);
    timer = setTimeout(write, DELAY_MS);
  };
  await write();
}
