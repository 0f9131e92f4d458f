// <site-search>: a search box where the page only had a link. Pagefind, and with it the index, is fetched when the box
// gets the focus, and not before.

const WAIT = 150; // milliseconds without a key
const MOST = 20; // results
// The page has words of other languages than English, by the English ones; those about a number, by CLDR's plural categories.
const FOUND = "%(num)s page found";
const ENGLISH = { [FOUND]: { one: FOUND, other: "%(num)s pages found" } };

class SiteSearch extends HTMLElement {
  connectedCallback() {
    const translated = { ...ENGLISH, ...JSON.parse(this.dataset.words ?? "{}") };
    this.words = (english) => translated[english] ?? english;
    const form = document.createElement("form");
    form.setAttribute("role", "search");
    form.innerHTML = `
      <label for="search-for"></label>
      <input id="search-for" name="q" type="search" autocomplete="off" autocapitalize="off" spellcheck="false">
      <p role="status"></p>
      <ol class="results"></ol>`;
    form.querySelector("label").textContent = this.words("Search for");
    this.box = form.querySelector("input");
    this.status = form.querySelector("[role=status]");
    this.results = form.querySelector("ol");
    this.append(form);
    this.box.addEventListener("focus", () => this.load(), { once: true });
    this.box.addEventListener("input", () => this.search());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.results.querySelector("a")?.focus();
    });
    // A search that was linked to, or come back to.
    this.box.value = new URLSearchParams(location.search).get("q") ?? "";
    if (this.box.value) this.search();
  }

  load() {
    this.pagefind ??= import(this.dataset.index).then(async (pagefind) => {
      await pagefind.init();
      await this.addOtherLanguages(pagefind);
      return pagefind;
    });
    return this.pagefind;
  }

  // Pagefind has an index for each language, and by itself searches one: that of the page.
  async addOtherLanguages(pagefind) {
    const folder = this.dataset.index.replace(/[^/]*$/, "");
    const { languages } = await (await fetch(`${folder}pagefind-entry.json`)).json();
    const names = Object.keys(languages).sort((a, b) => languages[b].page_count - languages[a].page_count);
    const page = document.documentElement.lang.toLowerCase();
    const own = [page, page.split("-")[0]].find((name) => name in languages) ?? names[0];
    // It passes over a second index at the address of the first.
    for (const language of names) if (language !== own) await pagefind.mergeIndex(`${folder}../pagefind/`, { language });
  }

  async search() {
    const query = this.box.value.trim();
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    if (!query) return this.show("", []);
    try {
      const pagefind = await this.load();
      const found = await pagefind.debouncedSearch(query, {}, WAIT);
      if (!found) return undefined; // another key was pressed meanwhile
      const results = await Promise.all(found.results.slice(0, MOST).map((result) => result.data()));
      return this.show(this.counted(found.results.length), results);
    } catch {
      this.pagefind = undefined;
      return this.show(this.words("The search cannot be loaded. The articles by year can."), []);
    }
  }

  counted(number) {
    if (number === 0) return this.words("Nothing found");
    const forms = this.words(FOUND);
    const category = new Intl.PluralRules(document.documentElement.lang || "en").select(number);
    return (forms[category] ?? forms.other).replace("%(num)s", number);
  }

  show(said, results) {
    this.status.textContent = said;
    this.results.replaceChildren(...results.map(entry));
  }
}

function entry({ url, meta, excerpt }) {
  const item = document.createElement("li");
  if (meta.lang) item.lang = meta.lang; // where it is not that of the site
  item.dir = "auto"; // as its first letters run
  const link = document.createElement("a");
  link.href = url;
  link.textContent = meta.title;
  const text = document.createElement("p");
  text.innerHTML = excerpt; // Pagefind's: our own text, escaped, with <mark> around what was looked for
  item.append(link, text);
  return item;
}

customElements.define("site-search", SiteSearch);
