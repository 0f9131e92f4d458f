// <site-comments>: a button where the page only had a link. giscus is fetched when a reader asks for it, and not before.

const GISCUS = "https://giscus.app/client.js";
const SETTINGS = { mapping: "pathname", strict: "1", reactionsEnabled: "0", inputPosition: "bottom", lang: "en" };
const SHOW = "Show comments (from giscus.app and GitHub)";

class SiteComments extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    // The page has the words of other languages than English, by the English ones.
    const { words, ...settings } = this.dataset;
    button.textContent = JSON.parse(words ?? "{}")[SHOW] ?? SHOW;
    button.addEventListener("click", () => this.load(button, settings), { once: true });
    this.replaceChildren(button);
  }

  load(button, settings) {
    const scheme = document.documentElement.dataset.scheme ?? "preferred_color_scheme";
    const script = document.createElement("script");
    script.src = GISCUS;
    script.crossOrigin = "anonymous";
    Object.assign(script.dataset, SETTINGS, settings, { theme: scheme });
    const place = document.createElement("div");
    place.className = "giscus";
    button.replaceWith(place);
    this.append(script);
  }
}

customElements.define("site-comments", SiteComments);
