// <site-comments>: a button where the page only had a link. giscus is fetched when a reader asks for it, and not before.

const GISCUS = "https://giscus.app/client.js";
const SETTINGS = { mapping: "pathname", strict: "1", reactionsEnabled: "0", inputPosition: "bottom", lang: "en" };

class SiteComments extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Show comments (from giscus.app and GitHub)";
    button.addEventListener("click", () => this.load(button), { once: true });
    this.replaceChildren(button);
  }

  load(button) {
    const scheme = document.documentElement.dataset.scheme ?? "preferred_color_scheme";
    const script = document.createElement("script");
    script.src = GISCUS;
    script.crossOrigin = "anonymous";
    Object.assign(script.dataset, SETTINGS, this.dataset, { theme: scheme });
    const place = document.createElement("div");
    place.className = "giscus";
    button.replaceWith(place);
    this.append(script);
  }
}

customElements.define("site-comments", SiteComments);
