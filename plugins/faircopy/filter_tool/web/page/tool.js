// <filter-tool>: a reader's own log, tried on the filter above it. Fetched when the tool is opened (../open.js). What
// stands in a log is text here, never HTML.
// @ts-check
/** @import { FilterData, Place, Say } from "../types" */
/** @import { Results } from "./results.js" */
import { h, visible } from "./dom.js";
import { Reading } from "./reading.js";
import { sayer } from "./words.js";

const LINE_LIMIT_MS = 2000;
// Where not even the words of the page's language can be fetched.
const UNFETCHED = "The rest could not be fetched. Load the page again, or use the command.";
// Of a filter without a jail: fail2ban's own numbers.
const USUAL_JAIL = { maxretry: 5, findtime: 600, bantime: 600, ignoreip: [], usedns: "warn", increment: null };
const MAX_PASTED_CHARS = 200_000; // in the box; more is tried at once

/** @type {(name: string, base: string | URL) => Promise<Response>} */
async function fetched(name, base) {
  const answer = await fetch(new URL(name, base));
  if (!answer.ok) throw answer;
  return answer;
}

/** @type {(name: string) => Promise<string>} */
const script = async (name) => (await fetched(name, import.meta.url)).text();

customElements.define(
  "filter-tool",
  class extends HTMLElement {
    /** @type {Place | undefined} */
    place;
    /** @type {Reading | undefined} */
    reading;
    /** @type {Promise<Results> | undefined} */
    results;

    async connectedCallback() {
      if (this.place) return;
      const { filter = "", words = "" } = this.dataset;
      const details = /** @type {HTMLElement} */ (this.querySelector("details"));
      const language = this.closest("[lang]")?.getAttribute("lang") || "en";
      // In a theme that does not know the tool, its style is one that no theme's undoes.
      const { href } = new URL(this.dataset.style ?? "tool.css", import.meta.url);
      const style = h("link", { rel: "stylesheet", href });
      const styled = new Promise((resolve) => (style.onload = style.onerror = resolve));
      document.head.append(style);
      const texts = fetched(words, location.href).then((answer) => answer.json());
      try {
        const [data, { form, words }, matcher, reader] = await Promise.all([
          fetched(filter, location.href).then((answer) => answer.json()),
          texts,
          script("matcher.js"),
          script("reader.js"),
          styled,
        ]);
        if (!data.jails.length) data.jails.push({ name: data.filter, ...USUAL_JAIL });
        // Our own HTML, from the template of the form.
        details.append(h("template", { innerHTML: form }).content);
        const say = sayer(words, language, getComputedStyle(this).direction === "rtl");
        this.#build(data, say, language, matcher, reader);
      } catch {
        const failed = await texts.then(
          ({ words }) => sayer(words, language)("unfetched"),
          () => UNFETCHED,
        );
        details.append(h("p", { role: "status" }, failed));
      }
    }

    disconnectedCallback() {
      this.reading?.end();
      this.results?.then((results) => results.forget());
    }

    /** @type {(data: FilterData, say: Say, language: string, matcher: string, reader: string) => void} */
    #build(data, say, language, matcher, reader) {
      const named = [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-name]"))];
      const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[name]"))];
      /** @type {Record<string, any>} */
      const parts = Object.fromEntries(named.map((each) => [each.dataset.name, each]));
      const fields = Object.fromEntries(inputs.map((field) => [field.name, field]));
      const limit = Number(this.dataset.limitMs ?? LINE_LIMIT_MS);
      /** @type {Place["fail"]} */
      const fail = (message, sentence = say("failed", { message: visible(message) })) => {
        parts.running.hidden = true;
        parts.result.ariaBusy = "false";
        parts.status.textContent = sentence;
      };
      this.place = { tool: this, parts, fields, data, say, language, scripts: [matcher], limit, fail };
      parts.jail.append(...data.jails.map(({ name }, value) => h("option", { value }, name)));
      parts.choice.hidden = data.jails.length < 2;
      parts.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
      /** @type {(file: Blob, name: string) => void} */
      const start = (file, name) => this.#start(/** @type {Place} */ (this.place), [matcher, reader], file, name);
      /** @type {(files: FileList | null | undefined) => void} */
      const choose = (files) => files?.[0] && start(files[0], files[0].name);
      this.#takePasted(parts, start);
      parts.file.onchange = () => choose(parts.file.files);
      // The same again, in another time zone perhaps, is a choice as well.
      parts.file.onclick = () => (parts.file.value = "");
      this.ondragover = (/** @type {DragEvent} */ event) => event.preventDefault();
      this.ondrop = (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        choose(event.dataTransfer?.files);
      };
      parts.stop.onclick = () => this.reading?.stop("stopped");
      this.dataset.ready = "";
    }

    /** @type {(parts: Record<string, any>, start: (file: Blob, name: string) => void) => void} */
    #takePasted(parts, start) {
      const { say } = /** @type {Place} */ (this.place);
      const sample = document.getElementById(this.dataset.sample ?? "")?.querySelector("code");
      parts.sample.hidden = !sample;
      parts.sample.onclick = () => start(new Blob([sample?.textContent ?? ""]), say("sample"));
      parts.paste.onclick = () => start(new Blob([parts.text.value]), say("pasted"));
      parts.text.onpaste = (/** @type {ClipboardEvent} */ event) => {
        const text = event.clipboardData?.getData("text") ?? "";
        if (text.length < MAX_PASTED_CHARS) return;
        event.preventDefault();
        start(new Blob([text]), say("pasted"));
      };
    }

    /** @type {(place: Place, scripts: string[], file: Blob, name: string) => void} */
    #start(place, scripts, file, name) {
      const { parts, say, data, limit } = place;
      const zone = parts.zone.value;
      try {
        Intl.DateTimeFormat("en", { timeZone: zone });
        parts.zone.ariaInvalid = "false";
      } catch {
        parts.zone.ariaInvalid = "true";
        parts.status.textContent = say("noZone", { zone: visible(zone) });
        return;
      }
      this.reading?.end();
      const results = (this.results ??= this.#results(place)).catch(() => {
        this.results = undefined;
        this.reading?.end();
        place.fail("", say("unfetched"));
      });
      results.then((found) => found?.forget());
      parts.status.textContent = say("reading", { file: visible(name) });
      parts.notes.replaceChildren();
      parts.answer.textContent = "";
      parts.running.hidden = false;
      parts.result.dataset.pending = "";
      parts.result.ariaBusy = "true";
      const options = { zone, names: data.jails[parts.jail.value]?.usedns === "raw" };
      const reading = new Reading(
        scripts,
        limit,
        { data, ...options },
        {
          progress: ({ next }, batch) => {
            results.then((found) => found?.judging.take(batch));
            parts.bar.max = file.size || 1;
            parts.bar.value = batch.bytes;
            parts.count.textContent = say("lines", { number: next - 1 });
          },
          end: async (log) => {
            const found = await results;
            if (this.reading === reading) found?.show(log, options);
          },
          fail: place.fail,
        },
      );
      this.reading = reading;
      reading.start(file, visible(name));
    }

    /**
     * What shows results is fetched while the first log is read.
     * @param {Place} place
     */
    async #results(place) {
      const [module, judge] = await Promise.all([import("./results.js"), script("judge.js")]);
      place.scripts.push(judge);
      return new module.Results(place);
    }
  },
);
