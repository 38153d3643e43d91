import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Workbench } from "../../host/workbench.js";

/** Waits until the window has a backup of a document that is not saved: it makes one a second after the last key. */
export async function backedUp(workbench: Workbench, text: string): Promise<void> {
  const folder = join(dirname(workbench.server.settingsFile), "Backups");
  await workbench.until(
    `a backup with "${text}"`,
    () => Promise.resolve(filesBelow(folder)),
    (files) => files.some((file) => file.includes(text)),
  );
}

/** What all files below a folder say; none while there is no folder. */
function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
  } catch {
    // Not there yet, or written just now: the next look will tell.
    return [];
  }
}
