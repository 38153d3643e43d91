import type { Workbench } from "../../host/workbench.js";

/** Notes from now on which rows of the tree in the side bar are drawn anew. */
export async function watchRows(workbench: Workbench): Promise<void> {
  await workbench.page.evaluate(`(() => {
    const list = document.querySelector(".part.sidebar .pane-body .monaco-list-rows");
    const touched = (globalThis.touchedRows = new Set());
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes)
        for (const node of [target, ...addedNodes]) {
          const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
          const row = element?.closest(".monaco-list-row");
          if (row) touched.add(row.getAttribute("data-index"));
        }
    }).observe(list, { subtree: true, childList: true, characterData: true });
  })()`);
}

/** The places of the rows that were drawn anew since they are watched, the first being 0. */
export async function rowsTouched(workbench: Workbench): Promise<string[]> {
  return workbench.page.evaluate<string[]>("[...globalThis.touchedRows].sort()");
}
