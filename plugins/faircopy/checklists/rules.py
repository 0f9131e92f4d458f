"""The rules of checklists and their lock files."""

from faircopy.diagnostics.model import Rule, Severity

# The list in its file

NAME_UNUSABLE = Rule("CL301", Severity.ERROR, "a list's name is missing, or cannot be part of an address")
NAME_TAKEN = Rule("CL302", Severity.ERROR, "two posts have lists with the same name")
NOT_A_POST = Rule("CL303", Severity.ERROR, "a page names a checklist, but only a post can have one")
NOTHING_IN_IT = Rule("CL304", Severity.ERROR, "a list has no section, or a section has no question")
OUTSIDE_SECTION = Rule("CL305", Severity.ERROR, "a question is outside every section")
NO_BOX = Rule("CL306", Severity.ERROR, "an item has no empty box")
WRONG_NESTING = Rule("CL307", Severity.ERROR, "a question or a hint is nested wrongly")
SHALLOW_NESTING = Rule("CL308", Severity.WARNING, "hints are nested by fewer than four spaces")
ID_MISSING = Rule("CL309", Severity.ERROR, "a question has no id, or a section's title cannot be made into one")
ID_ILL_FORMED = Rule("CL310", Severity.ERROR, "an id is malformed, or not at the end")
ID_DOUBLED = Rule("CL311", Severity.ERROR, "two questions or sections share an id")
ID_RESERVED = Rule("CL312", Severity.ERROR, "an id is already used by the page itself")
LABEL_UNKNOWN = Rule("CL313", Severity.ERROR, "a nested bullet has a label that is almost a hint's label")
LABEL_DOUBLED = Rule("CL314", Severity.ERROR, "a question has two hints of one kind")
CANNOT_TRAVEL = Rule("CL316", Severity.ERROR, "a question or a hint contains something that plain text cannot")
EMPTY = Rule("CL317", Severity.ERROR, "a question or a hint has no words")
ATTRIBUTE_UNKNOWN = Rule("CL318", Severity.ERROR, "the braces after a question hold something unknown")
OPTION_UNFIT = Rule(
    "CL319",
    Severity.ERROR,
    "a field of the front matter does not describe the list, or has a value that it cannot have",
)

# The list against its record

NOT_RECORDED = Rule("CL320", Severity.ERROR, "a list has never been recorded")
LOCK_UNREADABLE = Rule("CL321", Severity.ERROR, "a lock file cannot be understood")
LOCK_OF_ANOTHER = Rule("CL322", Severity.ERROR, "a lock file belongs to another list")
ADDED = Rule("CL323", Severity.ERROR, "a question is new and not recorded")
REWORDED = Rule("CL324", Severity.ERROR, "a question is reworded and not recorded")
MOVED = Rule("CL325", Severity.ERROR, "a question, or a whole section, has moved and is not recorded")
VANISHED = Rule("CL326", Severity.ERROR, "a question is gone, and nothing says what became of it")
ID_RETIRED = Rule("CL327", Severity.ERROR, "a question has the id of one that is gone")
DISPOSITION_UNFIT = Rule("CL328", Severity.ERROR, "what should be recorded about a question does not fit the list")
ANSWERS_UNFIT = Rule("CL330", Severity.ERROR, "a list's own set of answers cannot be understood")
ANSWERS_CHANGED = Rule("CL331", Severity.ERROR, "a list offers answers that differ from the recorded ones")
ANSWER_REUSED = Rule("CL332", Severity.ERROR, "an answer has a new meaning under its old value")
SEVERAL_LISTS = Rule("CL333", Severity.ERROR, "a post names its lists in two fields, or one of them twice")
BEGINS_NOWHERE = Rule("CL334", Severity.ERROR, "one of several lists has no heading, or no question under it")
DATE_UNFIT = Rule("CL329", Severity.ERROR, "a revision is dated before the last one")
