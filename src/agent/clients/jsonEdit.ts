import type { Edit, Node } from "jsonc-parser";
import type { Json } from "./form.js";

/** How a text is laid out, so that what is added looks like the rest. */
interface Layout {
  readonly eol: string;
  /** One step of indentation. */
  readonly unit: string;
}

/** The layout of a text, as its first indented line shows it. */
export function layoutOf(text: string): Layout {
  const [eol = "\n"] = /\r\n|\n/.exec(text) ?? [];
  const [, unit = "  "] = /\n([\t ]+)"/.exec(text) ?? [];
  return { eol, unit };
}

/**
 * Puts a member at the end of an object or an array. Only adds: every character of the text stays, comments stand
 * behind what they stood behind.
 * @param member the value, with its key for an object
 */
export function appended(text: string, parent: Node, member: { key?: string; value: Json }): Edit[] {
  const layout = layoutOf(text);
  const last = parent.children?.at(-1);
  if (last === undefined) return [intoEmpty(text, parent, member, layout)];
  const end = last.offset + last.length;
  const { comma, tail } = afterLast(text, end, parent.offset + parent.length);
  const commas = comma ? [] : [{ offset: end, length: 0, content: "," }];
  // Members that share a line with what holds them are joined by one of their kind.
  const around = text.slice(parent.offset, last.offset) + text.slice(end, parent.offset + parent.length);
  const content = /[\r\n]/.test(around)
    ? onOwnLine(member, ownIndent(text, last.offset) ?? indentAt(text, parent.offset) + layout.unit, layout)
    : ` ${memberText(member, JSON.stringify(member.value))}`;
  return [...commas, { offset: tail, length: 0, content }];
}

/** Puts another value in a value's place. */
export function replaced(text: string, node: Node, value: Json): Edit {
  const content = /[\r\n]/.test(text.trim())
    ? pretty(value, indentAt(text, node.offset), layoutOf(text))
    : JSON.stringify(value);
  return { offset: node.offset, length: node.length, content };
}

function intoEmpty(text: string, parent: Node, member: { key?: string; value: Json }, layout: Layout): Edit {
  const end = parent.offset + parent.length - 1;
  // Behind the comments that an empty object may hold; the white space in front of its end is what goes.
  const begin = parent.offset + text.slice(parent.offset, end).trimEnd().length;
  const outer = indentAt(text, parent.offset);
  const content = `${onOwnLine(member, outer + layout.unit, layout)}${layout.eol}${outer}`;
  return { offset: begin, length: end - begin, content };
}

function onOwnLine(member: { key?: string; value: Json }, indent: string, layout: Layout): string {
  return layout.eol + indent + memberText(member, pretty(member.value, indent, layout));
}

function memberText({ key }: { key?: string }, value: string): string {
  return key === undefined ? value : `${JSON.stringify(key)}: ${value}`;
}

function pretty(value: Json, indent: string, { eol, unit }: Layout): string {
  return JSON.stringify(value, undefined, unit).replaceAll("\n", eol + indent);
}

/** What may stand between the last member and the end: comments, one comma, line ends; white space is passed over. */
const BEHIND = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|,|[\r\n]/g;

/** Whether a comma follows the last member, and where the comments end that stand behind it on its line. */
function afterLast(text: string, end: number, parentEnd: number): { comma: boolean; tail: number } {
  let comma = false;
  let isSameLine = true;
  let tail = end;
  for (const { 0: found, index } of text.slice(end, parentEnd).matchAll(BEHIND)) {
    if (found === ",") comma = true;
    else if (/^[\r\n]/.test(found)) isSameLine = false;
    // A comma on a line of its own has to stay in front of what is added.
    if (found === "," || (isSameLine && found.startsWith("/"))) tail = end + index + found.length;
  }
  return { comma, tail };
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const [indent = ""] = /^[\t ]*/.exec(lineBefore(text, offset, text.length)) ?? [];
  return indent;
}

/** The same, if nothing else is in front of the offset. */
function ownIndent(text: string, offset: number): string | undefined {
  const before = lineBefore(text, offset, offset);
  return before.trim() === "" ? before : undefined;
}

function lineBefore(text: string, offset: number, end: number): string {
  return text.slice(
    Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1,
    end,
  );
}
