import type { Workbench } from "../../host/workbench.js";

/** The container that the window would show in the side bar after a reload: the workbench stores it late. */
const storedContainers = `(async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const ask = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await ask(indexedDB.open(name));
    if (database.objectStoreNames.contains("ItemTable")) {
      const table = database.transaction("ItemTable").objectStore("ItemTable");
      found.push(await ask(table.get("workbench.sidebar.activeviewletid")));
    }
    database.close();
  }
  return found.filter((id) => id !== undefined);
})()`;

/** Shows the files in the side bar, and waits until the window would show them again after a reload. */
export async function showFiles(workbench: Workbench): Promise<void> {
  await workbench.runCommand("View: Show Explorer");
  await workbench.page.locator(".explorer-folders-view").waitFor();
  await workbench.until(
    "the side bar's container is stored (nothing for its usual one)",
    () => workbench.page.evaluate<string[]>(storedContainers),
    (stored) => stored.length === 0,
  );
}
