// <checklist-app>: promotes a complete page to one that keeps answers.
// @ts-check
import { Announcer } from "./announcer.js";
import { differing, isLink, keysOf, nameOf, newAssessment, read, stamper } from "./assessment.js";
import { buildBar, drawBar } from "./bar.js";
import { DIALOGS, fetched } from "./dialogs.js";
import { part } from "./elements.js";
import { countShown, filter, showFromAddress } from "./filterbar.js";
import { ownPart } from "./filters.js";
import { History } from "./history.js";
import { MAX_OWN_SHOWN, listOf, tallies } from "./list.js";
import { listen } from "./listening.js";
import { reveal } from "./navigation.js";
import { makePrintable } from "./paper.js";
import { drawQuestions, placeOf } from "./questions.js";
import { sayTrouble } from "./saving.js";
import { AssessmentStore } from "./storage.js";
import { speak, t } from "./text.js";
import { salvage } from "./validate.js";
/** @import { Assessment, List, Tally } from "../types" */
/** @import { Actions } from "./announcer.js" */
/** @import { BackupFile } from "./autobackup.js" */
/** @import { SectionIndex } from "./sections.js" */

speak(document.getElementById("checklist-words")?.textContent ?? undefined, document.documentElement.lang || undefined);

// The script stands two folders below the root of the site. Sites of one origin share its storage.
const SITE = new URL("../..", import.meta.url);

export class ChecklistApp extends Announcer {
  #listeners = new AbortController();
  /** @type {Actions} */
  backup = [["Download a backup", () => DIALOGS.Backup(this)]];
  // What ids of this list begin with, where the page has several.
  scope = this.dataset.scope ?? "";
  site = SITE;
  list = /** @type {List} */ (listOf(document.getElementById(`${this.scope}checklist-data`)?.textContent));
  prefix = `faircopy:${SITE.pathname}:${this.list.id}:`;
  store = new AssessmentStore(() => localStorage, this.prefix, this.list);
  /** @type {Record<string, any>} */
  settings = this.store.settings;
  // The ids of the list's own questions, by their number less one.
  numbered = this.list.sections.flatMap(({ items }) => items.map(({ id }) => id));
  // The elements of its sections, in their order.
  /** @type {HTMLElement[]} */
  places = [];
  // The id of the assessment that is open; one that was sent is shown in its place.
  /** @type {string | undefined} */
  chosen;
  /** @type {Assessment | undefined} */
  shared;
  // One that nobody has begun.
  /** @type {Assessment | undefined} */
  blank;
  locked = false;
  // A dialog is being fetched.
  opening = false;
  /** @type {SectionIndex | undefined} */
  index;
  /** @type {Promise<void> | undefined} */
  #indexed;
  /** @type {typeof import("./filterfields.js") | null | undefined} */
  filterFields;
  // What is sought and marked.
  /** @type {string[] | undefined} */
  marked;
  /** @type {((app: ChecklistApp) => void) | undefined} */
  toPaper;
  // What was last wrong with the storage.
  /** @type {string | null | undefined} */
  troubled;
  // Set by background.js, once the page is ready.
  /** @type {ReturnType<typeof import("./versions.js").versionKeeper> | undefined} */
  keepVersion;
  /** @type {(() => void) | undefined} */
  afterSaving;
  /** @type {BackupFile | undefined} */
  backupFile;
  // The sums of the sections, and of all.
  /** @type {Tally[]} */
  sums = [];

  connectedCallback() {
    this.history = new History(stamper(), (/** @type {string[]} */ ids) => this.#changed(ids));
    const { who } = this.settings;
    if (typeof who === "string") this.history.stamp.who = who;
    for (const each of this.store.load()) this.history.all.set(each.id, each);
    for (const each of this.store.sealed) this.history.sealed.set(each.id, each);
    buildBar(this);
    this.places = this.list.sections.map((section) => placeOf(this, section));
    listen(this, this.#listeners.signal);
    this.select(this.settings.current);
    sayTrouble(this);
    this.#indexed = import("./sections.js").then((found) => found.addIndex(this)).catch(() => undefined);
    this.arrive();
    this.dataset.ready = "";
    import("./background.js").then((found) => found.default(this)).catch(() => null);
  }

  disconnectedCallback() {
    this.#listeners.abort();
    window.onbeforeunload = null;
  }

  // What the address says of this list.
  get hash() {
    return ownPart(location.hash, this.scope);
  }

  /** @returns {Assessment} */
  get assessment() {
    return this.shared ?? this.history.all.get(this.chosen);
  }

  /** @type {(key: string, value: unknown, tag?: string | false | null, resolve?: boolean) => void} */
  set(...change) {
    if (!this.locked) this.history.set(this.chosen, ...change);
  }

  /** @param {Record<string, unknown>} settings */
  keep(settings) {
    this.store.settings = Object.assign(this.settings, this.store.settings, settings);
  }

  /** @returns {Assessment[]} */
  listed() {
    return [...this.history.all.values()].filter((each) => !read(each, "archived"));
  }

  /** @type {(id?: string) => void} */
  select(id) {
    const { all, stamp } = this.history;
    const sealed = this.history.sealed.get(id);
    if (this.blank && all.get(this.chosen) === this.blank) all.delete(this.chosen);
    this.chosen = all.has(id) ? id : this.listed()[0]?.id;
    if (!this.chosen) {
      const blank = newAssessment(this.list, t("First assessment"), stamp);
      this.blank = blank;
      this.chosen = blank.id;
      all.set(blank.id, blank);
    }
    try {
      const raw = async () => (await fetched(this, () => import("./files.js")))?.download(`${id}.json`, sealed.raw);
      this.show(sealed && salvage(sealed, this.list), sealed?.message, [["Download raw", raw]]);
    } catch (error) {
      // Whatever is wrong with one, the others can be opened.
      if (this.assessment === this.blank) throw error;
      const { message } = /** @type {Error} */ (error);
      if (!sealed) this.history.seal(this.chosen, t("It cannot be shown (%(message)s).", { message }));
      return this.select();
    }
    this.keep({ current: this.chosen });
  }

  /** @type {(shared?: Assessment, why?: string, actions?: Actions) => void} */
  show(shared, why, actions) {
    this.shared = shared;
    this.locked = Boolean(shared);
    this.draw();
    filter(this);
    this.many(0);
    this.notice("locked", why && `${t("Read only.")} ${why}`, actions, true);
  }

  // Says so if there are more own questions than are shown, or would be.
  /** @param {number} more */
  many(more) {
    const many = keysOf(this.assessment, "questions/").length + more > MAX_OWN_SHOWN;
    this.notice("many", many && part("many"));
    return many;
  }

  /** @param {"undo" | "redo"} way */
  back(way) {
    const { all } = this.history;
    /** @type {[Assessment?, Assessment?][]} */
    const pairs = this.history[way]();
    const [before, after] = pairs.find(([before, after]) => all.has((after ?? before)?.id)) ?? [];
    const { id } = after ?? before ?? this.assessment;
    if (id !== this.chosen) this.select(id);
    const [key = ""] = before && after ? differing(before, after) : [];
    const view = this.views.get(key.split("/")[1]);
    if (!view) return;
    this.here = view.box.dataset.item;
    reveal(this, view);
  }

  /** @param {string[]} ids */
  #changed(ids) {
    if (this.offered !== this.history.done.at(-1)) this.notice("undo");
    const { all, sealed } = this.history;
    for (const id of ids) {
      this.keepVersion?.(id);
      if (all.has(id)) all.set(id, this.store.save(all.get(id)));
      else if (sealed.has(id)) this.store.save(sealed.get(id));
      else this.store.remove(id);
    }
    const time = new Date().toTimeString().slice(0, 5);
    this.tools.saved.textContent = sayTrouble(this) ? t("Not saved") : t("Saved %(time)s", { time });
    this.draw();
    this.afterSaving?.();
  }

  async openIndex() {
    await this.#indexed;
    this.index?.open();
  }

  draw() {
    this.keepFocus(() => this.#redraw());
  }

  #redraw() {
    const { assessment, list } = this;
    if (!assessment) return this.select();
    this.sums = tallies(list, assessment);
    const before = [...this.views.keys()].join();
    drawQuestions(this);
    drawBar(this);
    makePrintable(this);
    if (before !== [...this.views.keys()].join()) countShown(this);
  }

  // What the address asks for: an assessment that was sent, filters, or a question, whatever hides it.
  async arrive() {
    const { hash } = this;
    if (isLink(hash)) return (await fetched(this, () => import("./arrival.js")))?.openLink(this);
    await showFromAddress(this);
    const view = this.views.get(hash.slice(1));
    if (view && (view.box.hidden || `#${view.box.id}` !== location.hash)) reveal(this, view);
  }
}

customElements.define("checklist-app", ChecklistApp);
