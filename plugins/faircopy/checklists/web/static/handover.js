// The dialog of the report.
import { nameOf } from "./assessment.js";
import { dialog, reportView } from "./dialog.js";
import { button } from "./elements.js";
import { report, rows } from "./report.js";

export default ({ list, assessment }) =>
  dialog("Report", ...reportView(nameOf(assessment), report(list, assessment), rows(list, assessment), button("Print", () => print())));
