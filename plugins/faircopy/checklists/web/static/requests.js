// The dialog of what is still to be asked.
import { dialog, reportView } from "./dialog.js";
import { requests } from "./report.js";

export default ({ list, assessment }) => dialog("Open questions", ...reportView("open questions", requests(list, assessment)));
