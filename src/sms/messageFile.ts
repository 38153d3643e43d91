/**
 * The `.sms` file: header lines `To:` and `From:`, an empty line, the text.
 *
 * Both headers may be missing, in any order and any case. The header is the run of `Name:` lines at the top, if
 * `To:` or `From:` is among them; otherwise there is none, and all is text ("Note: back at eight" is a text), but
 * for one empty line at the very top. Line breaks at the end of the file are the editor's and no part of the text.
 */

/** A part of the file. Offsets are UTF-16 units into the file as given, the end exclusive. */
export interface FilePart {
  /** A header's value without the blanks around it; the text with `\n` for each line break. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What is wrong with the header, and which line shows it. */
export interface HeaderProblem {
  /** A name that is neither To nor From; a second line of one name, which does not count; no empty line after. */
  readonly kind: "unknown" | "duplicate" | "noEmptyLine";
  /** The name as it is written; empty for `noEmptyLine`. */
  readonly name: string;
  /** Counted from 0. */
  readonly line: number;
  /** The whole line, as offsets like those above. */
  readonly start: number;
  readonly end: number;
}

/** An `.sms` file, read. */
export interface MessageFile {
  readonly to: FilePart | undefined;
  readonly from: FilePart | undefined;
  readonly body: FilePart;
  /** How many lines at the top are header lines. */
  readonly headerLines: number;
  readonly problems: readonly HeaderProblem[];
}

/** What an `.sms` file says. */
export interface MessageFileContent {
  readonly to: string;
  readonly from: string;
  readonly body: string;
}

interface Line {
  readonly start: number;
  /** Without the line break. */
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
}

interface HeaderLine extends Line {
  readonly name: string;
  readonly value: FilePart;
}

/** Longer names are no names: what stands before a colon far out is a sentence. */
const MAX_NAME = 30;

/** There are two headers: a file with more lines like them than this has taken its text for a header. */
const MAX_LINES = 100;

/** Reads an `.sms` file. Takes everything: what is wrong is told, and the rest is read as well as it can be. */
export function parseMessageFile(text: string): MessageFile {
  const top = text.startsWith("\ufeff") ? 1 : 0;
  const lines = headerRun(text, top);
  const isHeader = lines.some(({ name }) => field(name) !== undefined);
  const header = isHeader ? lines : [];
  const found: Partial<Record<"to" | "from", FilePart>> = {};
  const problems: HeaderProblem[] = [];
  for (const [line, { name, value, start, end }] of header.entries()) {
    const key = field(name);
    if (key === undefined) problems.push({ kind: "unknown", name, line, start, end });
    else if (found[key] !== undefined) problems.push({ kind: "duplicate", name, line, start, end });
    else found[key] = value;
  }
  const after = header.at(-1)?.next ?? top;
  const separator = lineAt(text, after);
  const blank = text.slice(separator.start, separator.end).trim() === "";
  if (isHeader && !blank) {
    const { start, end } = separator;
    problems.push({ kind: "noEmptyLine", name: "", line: header.length, start, end });
  }
  // Without a header only a line with nothing at all is its end: blanks are text.
  const skipped = isHeader ? blank : separator.start === separator.end;
  return {
    to: found.to,
    from: found.from,
    body: bodyFrom(text, skipped ? separator.next : after),
    headerLines: header.length,
    problems,
  };
}

/** Writes an `.sms` file. Line breaks have no place in a header and become blanks. */
export function formatMessageFile({ to, from, body }: MessageFileContent): string {
  const value = (content: string): string => content.replace(/[\r\n]/g, " ").trim();
  return `To: ${value(to)}\nFrom: ${value(from)}\n\n${body}`;
}

/** Which header a name is. */
function field(name: string): "to" | "from" | undefined {
  const lower = name.toLowerCase();
  return lower === "to" || lower === "from" ? lower : undefined;
}

/** The `Name:` lines at the top. */
function headerRun(text: string, top: number): HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let at = top; at < text.length && lines.length < MAX_LINES;) {
    const line = lineAt(text, at);
    const [written, name] =
      /^[ \t]*([A-Za-z][A-Za-z-]*)[ \t]*:/.exec(text.slice(at, Math.min(line.end, at + MAX_NAME))) ?? [];
    if (written === undefined || name === undefined) break;
    lines.push({ ...line, name, value: trimmed(text, at + written.length, line.end) });
    at = line.next;
  }
  return lines;
}

function lineAt(text: string, start: number): Line {
  const breaks = /\r\n?|\n/g;
  breaks.lastIndex = start;
  const found = breaks.exec(text);
  return found === null
    ? { start, end: text.length, next: text.length }
    : { start, end: found.index, next: found.index + found[0].length };
}

function trimmed(text: string, from: number, to: number): FilePart {
  const value = text.slice(from, to);
  const start = to - value.trimStart().length;
  return { text: value.trim(), start, end: start + value.trim().length };
}

function bodyFrom(text: string, start: number): FilePart {
  let end = text.length;
  while (end > start && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return { text: text.slice(start, end).replace(/\r\n?/g, "\n"), start, end };
}
