// Adds a button to each proven block of code, in a theme that does not know them: it copies the text of the block.
// @ts-check
const SAYS_FOR_MS = 2000;
const { copy = "", copied = "", notCopied = "" } = /** @type {HTMLElement} */ (
  document.querySelector("script[data-not-copied]")
).dataset;

/** @type {(code: Element) => HTMLButtonElement} */
function copyButton(code) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "snippet-copy", textContent: copy });
  // What happened is said by the name of the button, which is where one is.
  button.ariaLive = "polite";
  /** @type {number | undefined} */
  let saying;
  button.addEventListener("click", async () => {
    button.textContent = await navigator.clipboard.writeText(code.textContent ?? "").then(() => copied, () => notCopied);
    clearTimeout(saying);
    saying = setTimeout(() => (button.textContent = copy), SAYS_FOR_MS);
  });
  return button;
}

for (const figure of document.querySelectorAll("figure.snippet")) {
  const code = figure.querySelector("pre > code");
  if (!code || figure.querySelector(".snippet-copy")) continue;
  const caption = figure.querySelector("figcaption");
  if (caption) caption.append(copyButton(code));
  else figure.prepend(copyButton(code));
}
