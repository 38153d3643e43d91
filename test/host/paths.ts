import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root: the nearest folder above that has a package.json (esbuild may put this code in a chunk). */
export const root = rootAbove(dirname(fileURLToPath(import.meta.url)));

/** Where everything that is installed or written at run time lives; git and the VSIX ignore it. */
export const cacheFolder = join(root, ".vscode-test");

/** The small folder that tests and `npm start` open. */
export const sampleWorkspace = join(root, "test", "workspace");

/** The extension's folder below a VS Code's user folder, which all its windows share. */
export function globalStorage(userFolder: string): string {
  return join(userFolder, "globalStorage", "smsforai.sms-for-ai");
}

function rootAbove(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("No package.json above the test host.");
  return rootAbove(parent);
}
