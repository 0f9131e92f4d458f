// The dialog of what is still to be asked.
import { dialog, reportView } from "./dialog.js";
import { rendered } from "./elements.js";
import { requests } from "./report.js";

export default function open({ list, assessment }) {
  const blocks = () => requests(list, assessment);
  dialog("Open questions", ...reportView("open questions", blocks), ...rendered(blocks()));
}
