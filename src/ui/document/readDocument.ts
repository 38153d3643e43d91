import * as vscode from "vscode";
import { parseMessageFile, type MessageFile } from "../../sms/messageFile.js";
import type { Place } from "./check.js";

/** The language of documents that are text messages. */
export const LANGUAGE = "sms";

/** How much of a document is read, in UTF-16 units: 1,600 characters is the most that is sent. */
export const MAX_READ = 50_000;

/** A document read as a text message. Offsets are those of its text with `\n` for each line break. */
export interface ReadDocument {
  readonly file: MessageFile;
  /** False if the document goes on behind what is read. */
  readonly complete: boolean;
  readonly range: (place: Place) => vscode.Range;
  readonly position: (offset: number) => vscode.Position;
}

/** Reads a document as far as it can be a text message, so that a huge one keeps nobody waiting. */
export function readDocument(document: vscode.TextDocument): ReadDocument {
  const lines: string[] = [];
  const starts: number[] = [];
  let length = 0;
  for (let line = 0; line < document.lineCount && length <= MAX_READ; line++) {
    const text = document.lineAt(line).text;
    lines.push(text.slice(0, MAX_READ - length));
    starts.push(length);
    length += text.length + 1;
  }
  const position = (offset: number): vscode.Position => {
    const line = lastAtMost(starts, offset);
    return new vscode.Position(line, offset - (starts[line] ?? 0));
  };
  return {
    file: parseMessageFile(lines.join("\n")),
    // The last line has no line break.
    complete: lines.length === document.lineCount && length - 1 <= MAX_READ,
    position,
    range: ({ start, end }) => new vscode.Range(position(start), position(end)),
  };
}

/** The index of the last number that is not above a limit, in numbers that rise from 0. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
