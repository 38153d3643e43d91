import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** The files below a folder that hold a text, in UTF-8 or in UTF-16 (little-endian); paths below the folder. */
export function filesWith(folder: string, text: string): string[] {
  return filesBelow(folder).filter((file) => holds(readFileSync(join(folder, file)), text));
}

/** The log files below a VS Code's data folder. */
export function logFiles(folder: string): string[] {
  return filesBelow(folder).filter((file) => file.endsWith(".log"));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile() === true)
    .map((file) => relative(".", file));
}

function holds(content: Buffer, text: string): boolean {
  return content.includes(text, 0, "utf8") || content.includes(text, 0, "utf16le");
}
