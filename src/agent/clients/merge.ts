import { applyEdits, type Edit, getNodeValue, type Node, type ParseError, parseTree } from "jsonc-parser";
import { type Configuration, configurationText, type Json, SERVER_NAME } from "./form.js";
import { appended, layoutOf, replaced } from "./jsonEdit.js";

/** What came of putting a server into a client's file. */
export type Merge =
  | {
      readonly kind: "merged";
      readonly text: string;
      /** An entry of our name was there, and is another now. */
      readonly replaces: boolean;
      /** Other entries that lead to the same server, by name. */
      readonly sameServer: readonly string[];
    }
  /** All of it stands there already. */
  | { readonly kind: "unchanged"; readonly sameServer: readonly string[] }
  | Unusable;

/** Why a file is left alone. `line` and `column` count from 1, columns in UTF-16 units. */
export interface Unusable {
  readonly kind: "unusable";
  readonly problem: "syntax" | "notAnObject" | "notAList" | "twice";
  /** The member of the file that it is about; empty for the file as a whole. */
  readonly key: string;
  readonly line: number;
  readonly column: number;
}

const BOM = "\uFEFF";

/**
 * Puts a server into the text of a client's file: JSON that may have comments, trailing commas, a byte order mark
 * and whatever line ends. All else in it stays as it is, character by character. An empty file is an empty object.
 */
export function mergeConfiguration(file: string, wanted: Configuration): Merge {
  const bom = file.startsWith(BOM) ? BOM : "";
  try {
    const merge = mergeText(file.slice(bom.length), wanted);
    return merge.kind === "merged" ? { ...merge, text: bom + merge.text } : merge;
  } catch (error) {
    if (error instanceof UnusableError) return error.reason;
    throw error;
  }
}

function mergeText(text: string, wanted: Configuration): Merge {
  const { servers, old } = parsed(text, wanted);
  const sameServer = (servers?.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    const name = String(key?.value);
    return name !== SERVER_NAME && value !== undefined && leadsTo(value, wanted.url) ? [name] : [];
  });
  // One after the other: what is added at one place is in the right order then.
  const result = withInput(withServer(text, wanted), wanted);
  if (result === text) return { kind: "unchanged", sameServer };
  const replaces = old !== undefined && !isEqual(getNodeValue(old), wanted.entry);
  return { kind: "merged", text: result, replaces, sameServer };
}

function withServer(text: string, wanted: Configuration): string {
  const { root, servers, old } = parsed(text, wanted);
  const { serversKey, entry } = wanted;
  if (root === undefined) return created(text, wanted);
  if (old === undefined) {
    return applyEdits(
      text,
      servers === undefined
        ? appended(text, root, { key: serversKey, value: { [SERVER_NAME]: entry } })
        : appended(text, servers, { key: SERVER_NAME, value: entry }),
    );
  }
  return isEqual(getNodeValue(old), entry) ? text : applyEdits(text, [replaced(text, old, entry)]);
}

function withInput(text: string, wanted: Configuration): string {
  const { input } = wanted;
  const { root, inputs } = parsed(text, wanted);
  if (input === undefined || root === undefined) return text;
  const edits = (): Edit[] => {
    if (inputs === undefined) return appended(text, root, { key: "inputs", value: [input] });
    const old = inputs.children?.find((node) => isEqual(member(text, node, "id")?.value, input.id));
    if (old === undefined) return appended(text, inputs, { value: input });
    return isEqual(getNodeValue(old), input) ? [] : [replaced(text, old, input)];
  };
  return applyEdits(text, edits());
}

/** A text of nothing but comments keeps them. */
function created(text: string, wanted: Configuration): string {
  const { eol } = layoutOf(text);
  const before = text.trimEnd();
  return (before === "" ? "" : before + eol) + configurationText(wanted).replaceAll("\n", eol);
}

/** What the file has of what is wanted, or an `UnusableError`. */
function parsed(text: string, { serversKey, input }: Configuration) {
  const root = parsedRoot(text);
  if (root === undefined) return {};
  requireType(text, root, "object", "");
  const servers = member(text, root, serversKey);
  if (servers !== undefined) requireType(text, servers, "object", serversKey);
  const inputs = input && member(text, root, "inputs");
  if (inputs !== undefined) requireType(text, inputs, "array", "inputs");
  return { root, servers, inputs, old: servers && member(text, servers, SERVER_NAME) };
}

function parsedRoot(text: string): Node | undefined {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  } catch (error) {
    // Brackets in brackets, too deep for the stack: nobody's configuration.
    if (error instanceof RangeError) throw new UnusableError(text, 0, "syntax", "");
    throw error;
  }
  const [first] = errors;
  if (first !== undefined) throw new UnusableError(text, first.offset, "syntax", "");
  return root;
}

/** The value of a member. One that is there twice is what each reader takes it for, so it is nobody's. */
function member(text: string, object: Node, key: string): Node | undefined {
  if (object.type !== "object") return undefined;
  const found = (object.children ?? []).filter(({ children }) => children?.[0]?.value === key);
  const [first, second] = found;
  if (second !== undefined) throw new UnusableError(text, second.offset, "twice", key);
  return first?.children?.[1];
}

function requireType(text: string, node: Node, type: "object" | "array", key: string): void {
  if (node.type === type) return;
  throw new UnusableError(text, node.offset, type === "object" ? "notAnObject" : "notAList", key);
}

class UnusableError extends Error {
  override readonly name = "UnusableError";
  readonly reason: Unusable;

  constructor(text: string, offset: number, problem: Unusable["problem"], key: string) {
    super(problem);
    const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
    const column = (lines.at(-1)?.length ?? 0) + 1;
    this.reason = { kind: "unusable", problem, key, line: lines.length, column };
  }
}

/** Whether an entry names the address: as its own, or as an argument of a program that goes there. */
function leadsTo(node: Node, address: string): boolean {
  if (node.type === "string") return normalAddress(String(node.value)) === normalAddress(address);
  return (node.children ?? []).some((child) => leadsTo(child, address));
}

function normalAddress(text: string): string {
  return URL.canParse(text) ? new URL(text).href.replace(/\/+$/, "") : text;
}

/** Whether two JSON values are the same; the order of members does not count. */
function isEqual(one: unknown, other: Json): boolean {
  if (typeof other !== "object" || other === null) return one === other;
  if (typeof one !== "object" || one === null || Array.isArray(one) !== Array.isArray(other)) return false;
  const entries = Object.entries(other);
  const values = new Map<string, unknown>(Object.entries(one));
  return (
    values.size === entries.length &&
    entries.every(([key, value]: [string, Json]) => values.has(key) && isEqual(values.get(key), value))
  );
}
