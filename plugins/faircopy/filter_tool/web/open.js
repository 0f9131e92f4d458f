// Fetches the filter tool when a reader opens it, and not before.
const load = ({ target }) => target.open && target.closest("filter-tool") && import("./tool.js");

document.addEventListener("toggle", load, true);
document.querySelectorAll("filter-tool > details").forEach((target) => load({ target }));
