// The dialogs, by what their buttons say, and what they have in common.
import { copyOf, nameOf, newAssessment, read } from "./assessment.js";
import { button, download, h, part, pick, rendered, row } from "./elements.js";
import { sumText, tallies } from "./list.js";
import { compare, csv, markdown, report, requests, rows, rowsOf } from "./report.js";
import { quoted } from "./text.js";
import {
  LINK_LIMITS,
  MAX_FILE_BYTES,
  backupText,
  importPairs,
  importPreview,
  packLink,
  readBackup,
} from "./transfer.js";

// Nothing behind a dialog can be reached, so it has its own notices; what is left of them stays.
function dialog(title, ...content) {
  const app = document.querySelector("checklist-app");
  const parts = {};
  app.append(part("dialog", parts));
  const { close, element, heading, notices } = parts;
  element.ariaLabel = heading.textContent = title;
  notices.before(...content);
  const opener = document.activeElement;
  close.onclick = () => element.close();
  element.onclose = () => {
    element.remove();
    notices.querySelector(".copy")?.remove();
    app.notices.append(...notices.children);
    if (!opener.isConnected) app.restoreFocus();
  };
  element.showModal();
  return element;
}

// Without the browser's clipboard, as on a page that came by plain http, the older way; and then by hand.
const copy = (text) => button("Copy", async ({ target }) => {
  const app = document.querySelector("checklist-app");
  app.notice("copy");
  try {
    await navigator.clipboard.writeText(text());
  } catch {
    const area = h("textarea", { value: text(), readOnly: true, rows: 4, ariaLabel: "Text to copy" });
    target.closest("dialog").querySelector(".by-hand")?.remove();
    target.parentElement.after(area);
    area.className = "by-hand";
    pick(area);
    if (!document.execCommand("copy")) return app.notice("copy", part("by-hand"));
    area.remove();
    target.focus();
  }
  target.textContent = "Copied";
});

const reportView = (name, blocks, table = rowsOf(blocks), more = "") => [
  row(more, button("Markdown", () => download(`${name}.md`, markdown(blocks))), button("CSV", () => download(`${name}.csv`, csv(table))), copy(() => markdown(blocks))),
  ...rendered(blocks),
];

function assessments(app) {
  const { history, list, store } = app;
  const parts = {};
  const view = dialog("Assessments", part("assessments", parts));
  const show = (id) => (app.select(id), view.close());

  const lines = new Map();

  function line(each) {
    const { id } = each;
    const archived = read(each, "archived");
    const found = {};
    part("assessment", found);
    const { section, name, sum, actions } = found;
    lines.set(id, found);
    // What was rendered may have changed since.
    const act = (label, action) => button(label, () => {
      const now = history.all.get(id);
      if (now) action(now);
      else draw(), app.restoreFocus();
    });
    section.ariaLabel = name.value = nameOf(each);
    name.onchange = () => history.set(id, "name", (section.ariaLabel = name.value));
    sum.textContent = sumText(tallies(list, each).at(-1)) + (archived ? " · archived" : "");
    actions.append(
      button("Open", () => show(id)),
      act("Duplicate", (now) => {
        const made = copyOf(now, history.stamp);
        history.exchange([, made]);
        pick(draw(made.id).name);
      }),
      act(archived ? "Bring back" : "Archive", (now) => {
        history.set(id, "archived", !archived || null);
        const again = () => draw(id).actions.children[2].focus();
        if (!archived) app.offerUndo(`${quoted(nameOf(now))} is archived.`, again);
        again();
      }),
      act("Delete", (now) => gone(now, `${quoted(nameOf(now))} is deleted.`)),
      ...store.snapshots(id).map(({ name, raw }) => button(`As of list ${name}`, () => download(`${nameOf(each)} ${name}.json`, raw))),
    );
    return section;
  }

  function sealed(each) {
    const { id, raw, message } = each;
    const actions = row(button("Show", () => show(id)), button("Download raw", () => download(`${id}.json`, raw)), button("Remove", () => gone(each, "What could not be opened is removed.")));
    lines.set(id, { actions });
    return h("section", {}, h("p", {}, `${quoted(id)}: ${message}`), actions);
  }

  function gone(each, text) {
    history.exchange([each]);
    if (app.shared?.id === each.id) app.select(app.chosen);
    draw();
    app.offerUndo(text, () => draw(each.id).actions.firstChild.focus()).focus();
  }

  function draw(id) {
    parts.lines.replaceChildren(...[...history.all.values()].map(line), ...[...history.sealed.values()].map(sealed));
    return lines.get(id);
  }

  parts.create.onclick = () => {
    const made = newAssessment(list, parts.name.value, history.stamp);
    history.exchange([, made]);
    show(made.id);
  };
  draw();
}

function backup(app) {
  const { history, list } = app;
  const parts = {};
  const view = dialog("Backup", part("backup", parts));
  parts.apart.hidden = !history.sealed.size;
  const save = (name, assessments) => {
    try {
      // The Swedes write a time so that it sorts.
      download(`${list.id} ${name} ${new Date().toLocaleString("sv")}.json`, backupText(list, assessments));
      app.keep({ backup: true });
      app.notice("backup");
    } catch ({ message }) {
      app.notice("large", message);
    }
  };
  const take = (found, how) => {
    const pairs = importPairs(found, history.all, how, history.stamp, history.sealed);
    history.exchange(...pairs);
    app.select(pairs[0][1].id);
    app.offerUndo("Brought in.");
    view.close();
  };
  parts.every.onclick = () => save("backup", [...history.all.values()]);
  parts.this.onclick = () => save(nameOf(app.assessment), [app.assessment]);
  parts.file.onchange = async () => {
    const { all } = history;
    const [file] = parts.file.files;
    parts.ways.hidden = true;
    parts.preview.textContent = "";
    if (!file) return;
    try {
      const text = file.size > MAX_FILE_BYTES ? null : await file.text();
      if (file !== parts.file.files[0]) return;
      const found = readBackup(text, list);
      for (const how of ["copy", "merge", "replace"]) parts[how].onclick = () => take(found, how);
      parts.merge.hidden = parts.replace.hidden = !found.some(({ id }) => all.has(id));
      parts.ways.hidden = false;
      const more = found.length - 20;
      parts.preview.textContent = [...found.slice(0, 20).map((each) => importPreview(each, all.get(each.id))), more > 0 && `And ${more} more.`].filter(Boolean).join("\n");
    } catch ({ message }) {
      parts.preview.textContent = `${message} Nothing was changed.`;
    }
  };
}

function share(app) {
  const parts = {};
  const take = copy(() => parts.link.value);
  dialog("Share", part("share", parts), row(take));
  const draw = async () => {
    take.textContent = "Copy";
    parts.link.value = "";
    take.hidden = true;
    try {
      parts.link.value = location.href.split("#")[0] + (await packLink(app.list, app.assessment, parts.notes.checked));
      const { length } = parts.link.value;
      const fits = ([name, most]) => `${length > most ? "Too long" : "Short enough"} for ${name} (${most}).`;
      take.hidden = false;
      parts.length.textContent = `${length} characters. ${Object.entries(LINK_LIMITS).map(fits).join(" ")}`;
    } catch ({ message }) {
      parts.length.textContent = message;
    }
  };
  parts.notes.onchange = draw;
  draw();
}

function comparison(app) {
  const all = [...app.history.all.values()];
  const chosen = new Set(app.listed());
  const result = h("div");
  const draw = () => result.replaceChildren(...reportView("comparison", compare(app.list, all.filter((each) => chosen.has(each)))));
  const choice = (each) => h("label", { className: "tick" }, h("input", { type: "checkbox", checked: chosen.has(each), onchange: ({ target }) => {
    chosen[target.checked ? "add" : "delete"](each);
    draw();
  } }), nameOf(each));
  draw();
  dialog("Compare", row(all.map(choice)), result);
}

function help(app) {
  const parts = {};
  dialog("Help", part("help", parts));
  parts.keys.checked = app.settings.keys !== false;
  parts.keys.onchange = () => app.keep({ keys: parts.keys.checked });
}

export const DIALOGS = {
  Assessments: assessments,
  Report: ({ list, assessment }) => dialog("Report", ...reportView(nameOf(assessment), report(list, assessment), rows(list, assessment), button("Print", () => print()))),
  "Open questions": ({ list, assessment }) => dialog("Open questions", ...reportView("open questions", requests(list, assessment))),
  Compare: comparison,
  Backup: backup,
  Share: share,
  Help: help,
};
