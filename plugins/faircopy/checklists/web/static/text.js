// Text that somebody else may have written.

// One line, in which nothing turns what stands beside it round. What nobody could see is no text.
export const oneLine = (text) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();

export const seeable = (text, otherwise) => (/[\p{L}\p{N}\p{P}\p{S}]/u.test(text ?? "") ? oneLine(text) : otherwise);
export const quoted = (text) => `“${oneLine(text).replace(/^(.{60}).+/su, "$1…")}”`;
