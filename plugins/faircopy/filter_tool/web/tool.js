// <filter-tool>: a reader's own log, tried on the filter above it. Fetched when the tool is opened (open.js). The page keeps what
// the Worker finds, and ends the Worker when a line takes too long. What stands in a log is text here, never HTML.

const LINE_LIMIT_MS = 2000;
const MAX_SLOW_LINES = 20;
const MAX_GROUPS = 500;
const MAX_EXPLAINED = 40;
const MAX_LISTED = 100;
const MAX_AT_FIRST = 10; // rows of a table, before more are asked for
const MAX_DRAWN = 20;
const MAX_PASTED_CHARS = 200_000; // in the box; more is tried at once
const MAX_SHOWN_CHARS = 400;
const UNITS = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, mo: 2_629_800, y: 31_557_600 };
// A number and a unit in a form that fail2ban reads; `mo` is a month.
const DURATION = /(-?\d+(?:\.\d+)?)\s*(d(?:ays?|a|d)?|w(?:eeks?|ee?|w)?|mo(?:nths?|n)?|y(?:ears?|ea?|y)?|s(?:econds?|ec?|s)?|m(?:inutes?|in?|m)?|h(?:ours?|ou?|h)?)?(?![a-z])[\s+]*/gy;

function h(tag, props, ...children) {
  const element = document.createElement(tag);
  element.append(...children);
  return Object.assign(element, props);
}

function draw(tag, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.textContent = text;
  return element;
}

const button = (label, onclick) => h("button", { type: "button", onclick }, label);
const number = (value) => value.toLocaleString("en");
const counted = (value, noun, nouns = `${noun}s`) => `${number(value)} ${value === 1 ? noun : nouns}`;

/** Text from a log, each character of which can be seen. */
function visible(text) {
  const seen = text.slice(0, MAX_SHOWN_CHARS).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `\\u${one.codePointAt().toString(16).padStart(4, "0")}`);
  return text.length > MAX_SHOWN_CHARS ? `${seen}…` : seen;
}

/** Seconds as fail2ban writes them: "1d 12h". */
function duration(seconds) {
  let left = seconds;
  const parts = Object.keys(UNITS).slice(0, 5).map((unit) => {
    const many = Math.floor(left / UNITS[unit]);
    left %= UNITS[unit];
    return many && `${many}${unit}`;
  });
  return seconds < 0 ? "-1" : parts.filter(Boolean).join(" ") || "0";
}

/** The seconds of "10m", "1d 12h" or "600"; NaN for what fail2ban does not read. */
function secondsOf(text) {
  let [sum, end] = [0, 0];
  for (const [all, value, unit = "s"] of text.toLowerCase().matchAll(DURATION)) {
    sum += value * UNITS[unit.startsWith("mo") ? "mo" : unit[0]];
    end += all.length;
  }
  return end && end === text.length ? sum : NaN;
}

/** The rows of one thing in a table: its cells, and where there are `lines` a button that shows them below. */
function row([first, ...rest], lines) {
  const cells = h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((cell) => h("td", {}, cell)));
  if (!lines) return [cells];
  const below = h("tr", { hidden: true }, h("td", { colSpan: rest.length + 2 }, lines));
  const show = button(counted(lines.children.length, "line"), () => {
    show.ariaExpanded = below.hidden;
    below.hidden = !below.hidden;
    lines.read?.();
  });
  show.ariaExpanded = false;
  cells.append(h("td", {}, show));
  return [cells, below];
}

function fill(place, rows, total) {
  const more = place.querySelector(".more");
  place.hidden = !rows.length;
  place.querySelector("tbody").replaceChildren(...rows.slice(0, place.all ? rows.length : MAX_AT_FIRST).flat());
  more.hidden = place.all || rows.length <= MAX_AT_FIRST;
  place.querySelector(".rest").textContent = total > rows.length ? `And ${number(total - rows.length)} more.` : "";
  more.onclick = () => ((place.all = true), fill(place, rows, total), place.querySelector(".scroll").focus());
}

/** The section of a jail, with other numbers in it. */
function sectionOf(text, name, numbers) {
  let section = `\n${text}`.split(/\n(?=\[)/).find((each) => each.startsWith(`[${name}]`))?.trimEnd();
  for (const key in numbers) {
    const line = `${key} = ${numbers[key]}`;
    const option = new RegExp(`^${key}[ \\t]*[=:].*(\\n[ \\t]+\\S.*)*`, "m");
    if (option.test(section)) section = section.replace(option, () => line);
    else if (numbers[key] !== "") section += `\n${line}`;
  }
  return `${section}\n`;
}

customElements.define("filter-tool", class extends HTMLElement {
  async connectedCallback() {
    if (this.begun) return;
    this.begun = true;
    const place = this.querySelector("details");
    const get = async (name, form, base = import.meta.url) => {
      const answer = await fetch(new URL(name, base));
      if (!answer.ok) throw answer;
      return answer[form]();
    };
    try {
      const style = h("link", { rel: "stylesheet", href: new URL("tool.css", import.meta.url) });
      const styled = new Promise((resolve) => (style.onload = style.onerror = resolve));
      document.head.append(style);
      const [data, form, script] = await Promise.all([get(this.dataset.filter, "json", location), get("form.txt", "text"), get("worker.js", "text"), styled]);
      this.data = data;
      // Only a Worker of a blob is under the page's policy.
      this.script = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
      this.#build(place, h("template", { innerHTML: form }).content);
    } catch {
      place.append(h("p", { role: "status" }, "The rest could not be fetched. Load the page again, or use the command."));
    }
  }

  disconnectedCallback() {
    this.#end();
  }

  #build(place, form) {
    for (const each of form.querySelectorAll("[data-name]")) this[each.dataset.name] = each;
    this.fields = Object.fromEntries([...form.querySelectorAll("[name]")].map((field) => [field.name, field]));
    place.append(form);
    this.jails = this.data.jails;
    this.limit = Number(this.dataset.limitMs ?? LINE_LIMIT_MS);
    this.jail.append(...this.jails.map(({ name }, value) => h("option", { value }, name)));
    this.choice.hidden = this.jails.length < 2;
    this.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const sample = document.getElementById(this.dataset.sample)?.querySelector("code");
    const choose = ([file]) => file && this.#start(file, file.name);
    const fresh = () => (this.#reset(), this.#replay());
    this.sample.hidden = !sample;
    this.sample.onclick = () => this.#start(new Blob([sample.textContent]), "The sample");
    this.paste.onclick = () => this.#start(new Blob([this.text.value]), "The pasted lines");
    this.text.onpaste = (event) => {
      const text = event.clipboardData.getData("text");
      if (text.length < MAX_PASTED_CHARS) return;
      event.preventDefault();
      this.#start(new Blob([text]), "The pasted lines");
    };
    // The same again, in another time zone perhaps, is a choice as well.
    this.file.onclick = () => (this.file.value = "");
    this.file.onchange = () => choose(this.file.files);
    this.ondragover = (event) => event.preventDefault();
    this.ondrop = (event) => (event.preventDefault(), choose(event.dataTransfer.files));
    this.stop.onclick = () => this.#finish("Stopped.");
    this.jail.onchange = this.reset.onclick = fresh;
    for (const name in this.fields) this.fields[name].oninput = () => this.#replay();
    this.copy.onclick = async () => {
      this.copy.textContent = await navigator.clipboard.writeText(this.section.textContent).then(() => "Copied", () => "Not copied");
      setTimeout(() => (this.copy.textContent = "Copy the jail"), 2000);
    };
    this.#reset();
    this.dataset.ready = "";
  }

  #reset() {
    const { maxretry, findtime, bantime, ignoreip } = this.jails[this.jail.value];
    const values = { maxretry, findtime: duration(findtime), bantime: duration(bantime), ignoreip: ignoreip.join(" ") };
    for (const name in values) this.fields[name].value = values[name];
  }

  // The log

  #start(file, name) {
    try {
      Intl.DateTimeFormat("en", { timeZone: this.zone.value });
      this.zone.ariaInvalid = false;
    } catch {
      this.zone.ariaInvalid = true;
      this.status.textContent = `There is no time zone “${visible(this.zone.value)}”. They are like Europe/Berlin or UTC.`;
      return;
    }
    this.#end();
    this.log = { file, name: visible(name), batches: [], counts: {}, groups: new Map(), slow: [], next: 1, first: Infinity, last: -Infinity, missing: -Infinity };
    this.explaining = null;
    this.asked ??= 0;
    this.status.textContent = `${this.log.name}: reading`;
    this.notes.replaceChildren();
    this.running.hidden = false;
    this.result.hidden = true;
    this.#read(false);
  }

  #read(careful) {
    const { file, next, slow } = this.log;
    this.careful = careful;
    this.#ask({ name: "read", file, from: next, slow, careful });
  }

  #ask(task) {
    if (!this.worker) {
      this.worker = new Worker(this.script);
      this.worker.onmessage = ({ data }) => (this.#watch(data.busy), this[`on${data.name}`](data));
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.#end();
        this.running.hidden = true;
        this.status.textContent = `The tool has failed: ${visible(event.message)}`;
      };
    }
    this.worker.postMessage({ ...task, data: this.data, zone: this.zone.value, names: this.jails[this.jail.value].usedns === "raw" });
  }

  #end() {
    clearTimeout(this.watchdog);
    this.worker?.terminate();
    this.worker = null;
  }

  /** The Worker has begun with lines, or it has not. */
  #watch(busy) {
    clearTimeout(this.watchdog);
    if (busy) this.watchdog = setTimeout(() => (this.#end(), this.#tooSlow()), this.limit);
  }

  /** One line took too long, of those that were begun last. The first time these are tried one by one, to see which. */
  #tooSlow() {
    const { log } = this;
    if (this.explaining) return this.onexplained({ explained: null });
    if (this.careful) log.slow.push(log.next);
    if (log.slow.length < MAX_SLOW_LINES) this.#read(!this.careful);
    else this.#finish(`Stopped, because ${MAX_SLOW_LINES} lines took too long.`);
  }

  onbatch(batch) {
    const { log } = this;
    log.next = batch.next;
    log.form ??= batch.form;
    log.damage ??= batch.damage;
    log.missing = Math.max(log.missing, batch.missing);
    log.first = Math.min(log.first, batch.first);
    log.last = Math.max(log.last, batch.last);
    for (const kind in batch.counts) log.counts[kind] = (log.counts[kind] ?? 0) + batch.counts[kind];
    for (const [shape, many, line, text] of batch.groups) {
      // Of more kinds than these the rest is one.
      const key = log.groups.has(shape) || log.groups.size < MAX_GROUPS ? shape : "";
      if (!log.groups.has(key)) log.groups.set(key, { many: 0, line, text });
      log.groups.get(key).many += many;
    }
    if (batch.addresses.length || batch.failures.length) log.batches.push({ failures: batch.failures, others: batch.others, addresses: batch.addresses });
    this.bar.max = log.file.size || 1;
    this.bar.value = batch.bytes;
    this.count.textContent = counted(log.next - 1, "line");
  }

  onended() {
    this.#finish("");
  }

  #finish(stopped) {
    const { log } = this;
    if (stopped) this.#end();
    log.stopped = stopped;
    this.groups = [...log.groups.values()].sort((one, other) => other.many - one.many).slice(0, MAX_LISTED);
    this.explaining = this.groups.slice(0, MAX_EXPLAINED);
    this.#explain();
  }

  #explain() {
    if (this.explaining.length) return this.#ask({ name: "explain", text: this.explaining[0].text });
    this.explaining = null;
    this.#ask({ name: "keep", batches: this.log.batches.splice(0) });
    this.running.hidden = true;
    this.result.hidden = false;
    this.#showLog();
    this.#replay();
  }

  onexplaining() {}

  onexplained({ explained }) {
    this.explaining.shift().explained = explained;
    this.#explain();
  }

  // The jail

  #replay() {
    const { fields } = this;
    const numbers = {
      maxretry: /^[1-9]\d*$/.test(fields.maxretry.value.trim()) ? Number(fields.maxretry.value) : NaN,
      findtime: secondsOf(fields.findtime.value.trim()),
      bantime: secondsOf(fields.bantime.value.trim()),
    };
    let refused = false;
    for (const name in numbers) refused = (fields[name].ariaInvalid = Number.isNaN(numbers[name]) || (name !== "bantime" && numbers[name] <= 0)) || refused;
    if (refused) return this.#refuse("fail2ban would not take these numbers. Times are like 10m, 1h, 1d 12h or 600.");
    this.wanted = { ...this.jails[this.jail.value], ...numbers, ignoreip: fields.ignoreip.value.split(/[\s,]+/).filter(Boolean) };
    this.asked++;
    this.#ask({ name: "replay", jail: this.wanted, most: MAX_LISTED, id: this.asked });
  }

  /** What was found for other numbers is no answer to these. */
  #refuse(why) {
    this.asked++;
    this.result.dataset.refused = "";
    this.answer.textContent = why;
  }

  /** A time without what the log does not name of it. */
  #time(seconds) {
    const { first, missing } = this.log;
    if (!Number.isFinite(seconds) || !Number.isFinite(first)) return "no date";
    return new Date(seconds * 1000).toLocaleString("sv", { timeZone: this.zone.value }).slice([0, 5, 11][missing]);
  }

  onreplayed({ id, odd, bans, people, near, ignored, doubts, totals }) {
    if (id !== this.asked) return;
    const { wanted, fields } = this;
    fields.ignoreip.ariaInvalid = odd !== undefined;
    if (odd) return this.#refuse(`“${visible(odd)}” is no address or network that can be tried here. They are like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.`);
    delete this.result.dataset.refused;
    const head = `Jail ${wanted.name}, a ban after ${counted(wanted.maxretry, "failure")} within ${duration(wanted.findtime)}, bans ${totals.bans ? counted(totals.banned, "address", "addresses") : "nobody"}`;
    const times = totals.bans > totals.banned ? `, ${counted(totals.bans, "time")} in all` : "";
    const kept = totals.bans ? `${times}, and keeps out ${counted(totals.spared, "line")} of theirs` : "";
    const names = doubts.slice(0, 5).map(({ address }) => visible(address)).join(", ");
    const doubt = names && ` Perhaps wrongly: ${names}${totals.doubts > 5 ? " and others" : ""}, of whose lines the filter leaves at least as many alone as it matches.`;
    this.answer.textContent = `${head}${kept}.${doubt}`;
    const code = [...document.querySelectorAll("figure:not(.snippet-broken) code")].map((each) => each.textContent);
    const values = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value.trim()]));
    const fallback = `[${wanted.name}]\nenabled = true\nfilter = ${this.data.filter}`;
    this.section.textContent = sectionOf(code.find((text) => `\n${text}`.includes(`\n[${wanted.name}]`)) ?? fallback, wanted.name, values);
    fill(this.doubts, doubts.map((one) => row([visible(one.address), number(one.matched), number(one.others), this.#ignore(one.address)], this.#quotes(one.examples))), totals.doubts);
    fill(this.bans, bans.map((ban) => row([visible(ban.address), this.#time(ban.at), ban.until === null ? "for ever" : this.#time(ban.until), number(ban.spared)], this.#quotes(ban.lines))), totals.bans);
    fill(this.people, people.map((one) => row([visible(one.address), number(one.matched), number(one.others), this.#time(one.first), this.#time(one.last), number(one.bans), this.#ignore(one.address)])), totals.people);
    fill(this.near, near.map((one) => row([visible(one.address), `${one.failures} of ${one.needed}`], this.#quotes(one.lines))), totals.near);
    fill(this.ignored, ignored.map((one) => row([visible(one.address), number(one.failures)])), totals.ignored);
    const dated = Number.isFinite(this.log.first);
    this.drawing.parentNode.hidden = !dated;
    if (bans.length && dated) this.#draw(bans, new Set(doubts.map(({ address }) => address)));
    this.dataset.shown = id;
  }

  #ignore(address) {
    const ignore = button("Ignore", () => {
      const { ignoreip } = this.fields;
      ignoreip.value = `${ignoreip.value} ${address}`.trim();
      ignoreip.focus();
      this.#replay();
    });
    ignore.ariaLabel = `Ignore ${visible(address)}`;
    return ignore;
  }

  /** Lines by their numbers. Their texts are read again from the log when they are first shown. */
  #quotes(lines) {
    const list = h("ol", {}, ...lines.map((value) => h("li", { value }, h("samp", { dir: "ltr" }, "…"))));
    list.read = () => {
      list.read = null;
      this.#ask({ name: "texts", file: this.log.file, lines });
    };
    return list;
  }

  ontexts({ texts }) {
    for (const [line, text] of texts) for (const item of this.querySelectorAll(`li[value="${line}"] > samp`)) item.textContent = visible(text);
  }

  #draw(bans, doubted) {
    const { first, last } = this.log;
    const at = (time) => Math.min(99.5, Math.max(0, (100 * (time - first)) / (last - first || 1)));
    const addresses = [...new Set(bans.map(({ address }) => address))].slice(0, MAX_DRAWN);
    const y = (address, em) => `${addresses.indexOf(address) * 2.2 + em}em`;
    this.drawing.setAttribute("height", `${addresses.length * 2.2 + 2.8}em`);
    this.drawing.replaceChildren(
      ...addresses.flatMap((address) => [draw("text", { y: y(address, 1) }, visible(address) + (doubted.has(address) ? " ?" : "")), draw("rect", { class: "span", y: y(address, 1.5), width: "100%", height: 1 })]),
      ...bans.filter(({ address }) => addresses.includes(address)).map(({ address, at: from, until }) => draw("rect", {
        class: doubted.has(address) ? "doubted" : "ban", x: `${at(from)}%`, y: y(address, 1.25), height: ".5em", width: `${(until === null ? 100 : at(until)) - at(from) + 0.5}%`,
      })),
      draw("text", { y: `${addresses.length * 2.2 + 1.2}em` }, this.#time(first)),
      draw("text", { x: "100%", y: `${addresses.length * 2.2 + 2.5}em`, "text-anchor": "end" }, this.#time(last)),
    );
  }

  #showLog() {
    const { log, groups } = this;
    const { matched = 0, ignored = 0, missed = 0, undated = 0, dateless = 0, cut = 0 } = log.counts;
    const lines = log.next - 1;
    this.status.textContent = `${log.name}: ${counted(lines, "line")}, of which ${number(matched)} matched, ${number(ignored)} ignored by ignoreregex, ${number(missed + undated)} neither; ${number(dateless)} without a date. ${log.stopped}`;
    this.notes.replaceChildren(...[
      log.form && `This is a ${log.form}, and no plain log. What is in it was tried as lines all the same.`,
      cut && `${counted(cut, "line")} of more than ${number(1 << 20)} characters: the rest was not read.`,
      log.damage && `It is damaged, or packed in several parts (unpack those first), and was read up to line ${number(lines)}: ${visible(log.damage)}`,
      log.missing > 0 && `Its dates name no ${["year", "day"][log.missing - 1]}: the lines are taken as following one another.`,
      lines && dateless === lines && "No line has a date that the filter finds, so all count as of one moment.",
      ...log.slow.map((line) => `Line ${number(line)} took longer than ${this.limit / 1000} seconds, and was left out.`),
    ].filter(Boolean).map((note) => h("li", {}, note)));
    const upTo = ({ explained }) => explained?.matchedUpTo ?? 0;
    const text = (tag, of) => h(tag, { dir: "ltr" }, visible(of));
    fill(this.nearly, groups.filter(upTo).sort((one, other) => upTo(other) - upTo(one)).map((group) => row(
      [number(group.many), text("code", group.explained.part), text("samp", group.text.slice(0, upTo(group)).slice(-30)), text("samp", group.text)])));
    fill(this.never, groups.filter((group) => !upTo(group)).map((group) => row([number(group.many), text("samp", group.text)])));
  }
});
