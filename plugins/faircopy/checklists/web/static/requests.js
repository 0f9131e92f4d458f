// The dialog of what is still to be asked.
import { dialog, reportView } from "./dialog.js";
import { requests } from "./report.js";
import { richly } from "./rich.js";

export default function open({ list, assessment }) {
  const blocks = () => requests(list, assessment);
  dialog("Open questions", ...reportView("open questions", blocks), ...richly(blocks()));
}
