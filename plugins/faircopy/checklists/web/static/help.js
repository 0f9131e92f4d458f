// The help.
import { dialog } from "./dialog.js";
import { part } from "./elements.js";

export default function help(app) {
  const parts = {};
  dialog("Help", part("help", parts));
  parts.keys.checked = app.settings.keys !== false;
  parts.keys.onchange = () => app.keep({ keys: parts.keys.checked });
}
