import * as vscode from "vscode";
import type { Disposable } from "../../../core/emitter.js";
import { once } from "../../../core/once.js";
import type { Parts } from "../../parts.js";

/** The scheme of the read-only document that tells what agents did. */
export const ACTIVITY_SCHEME = "smsforai-agents";

/** Answers for the activity document, which may be open from the last time. What it says is loaded with it. */
export function provideActivity(parts: Parts): Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const owned: Disposable[] = [changed];
  const load = once(async () => {
    const { ActivityDocument } = await import("./activityDocument.js");
    const document = new ActivityDocument(parts, changed);
    owned.push(document);
    return document;
  });
  owned.push(
    vscode.workspace.registerTextDocumentContentProvider(ACTIVITY_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async () => (await load()).text(),
    }),
  );
  return {
    dispose: () => {
      for (const part of owned) part.dispose();
    },
  };
}
