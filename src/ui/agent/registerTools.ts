import * as vscode from "vscode";
import { TOOL_NAMES } from "../../agent/tools/names.js";
import { once } from "../../core/once.js";
import type { Parts } from "../parts.js";

/** Registers what agents find here. All of it is loaded when an agent first calls. */
export function registerTools(parts: Parts): vscode.Disposable {
  const load = once(async () => {
    const { toolsOf } = await import("./tools.js");
    return toolsOf(parts);
  });
  const registered = TOOL_NAMES.map((name) =>
    vscode.lm.registerTool<unknown>(name, {
      prepareInvocation: async ({ input }, token) => (await load()).prepare(name, input, token),
      invoke: async ({ input }, token) => (await load()).invoke(name, input, token),
    }),
  );
  return vscode.Disposable.from(...registered);
}
