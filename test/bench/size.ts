import { Outputs } from "./outputs.js";
import { bytes, printSection, ratio, table, type Row } from "./report.js";

/** Wanted of the start-up graph, minified. */
const limit = 64 * 1024;

const inputsShown = 15;

/** Sizes of what is loaded at start-up and of each part that is loaded on demand. */
export function benchSize(): void {
  const outputs = Outputs.read();
  const startUp = outputs.startUp();
  const total = outputs.bytes(startUp);
  const inputs = outputs.inputs(startUp);
  const files = [...startUp]
    .map((file) => [file, outputs.bytes(new Set([file]))] as const)
    .sort(([, a], [, b]) => b - a);
  printSection("Size of the start-up graph, minified: the entry and every chunk reached by static import", [
    ...table([
      ["wanted, at most", bytes(limit)],
      ["start-up graph", bytes(total), `${ratio(total, limit)} of that`],
    ]),
    "",
    ...table(files.map(([file, size]): Row => [file, bytes(size)])),
    "",
    "by package and folder",
    ...table(sumsByRoom(inputs).map(([room, size]): Row => [room, bytes(size), share(size, total)])),
    "",
    `the ${inputsShown} largest of ${inputs.length} source files`,
    ...table(
      inputs.slice(0, inputsShown).map(([source, size]): Row => [source, bytes(size), share(size, total)]),
    ),
  ]);
  printSection("What each lazy part adds to the start-up graph (shared chunks count in each)", [
    ...table(
      outputs
        .lazyGroups(startUp)
        .map(([source, added]): Row => [source, bytes(outputs.bytes(added)), fileCount(added.size)]),
    ),
  ]);
}

/** Bytes by package, and of ours by folder below src/. */
function sumsByRoom(inputs: readonly (readonly [string, number])[]): (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const [source, size] of inputs) {
    const parts = source.split("/");
    const depth = source.startsWith("src/") || source.startsWith("@") ? 2 : 1;
    const room = parts.slice(0, depth).join("/");
    sums.set(room, (sums.get(room) ?? 0) + size);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

function share(part: number, total: number): string {
  return `${((100 * part) / total).toFixed(1)} %`;
}

function fileCount(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
