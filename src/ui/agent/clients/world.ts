import * as vscode from "vscode";
import { thisMachine, type Machine } from "../../../platform/clientPlaces.js";

/** What the commands for other clients need of window and machine. Tests give their own. */
export interface World {
  readonly machine: Machine;
  /** Why the files of the person's clients are out of reach: the extension runs elsewhere. */
  readonly away: "remote" | "web" | undefined;
  /** The paths of the open folders. */
  readonly folders: readonly string[];
  /** Shows VS Code's own `mcp.json` in an editor; `undefined` if this editor has none. */
  readonly openOwn: () => Promise<OwnFile | undefined>;
}

/** VS Code's own `mcp.json`, of the profile that the window has. */
export interface OwnFile {
  readonly path: string;
  /** It has changes in an editor that are not saved. */
  readonly isDirty: boolean;
}

/** Where VS Code keeps the file, for the default profile or another one: other clients and folders have an `mcp.json` too. */
const OWN_PATH = /\/User\/(?:profiles\/[^/]+\/)?mcp\.json$/;

/** How long the editor of a file may take to be there, in ms. */
const OPENING = 5_000;

/** This window, on this machine. */
export function thisWorld(): World {
  const { remoteName, uiKind } = vscode.env;
  return {
    machine: thisMachine(),
    away: remoteName !== undefined ? "remote" : uiKind === vscode.UIKind.Web ? "web" : undefined,
    folders: (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === "file")
      .map(({ uri }) => uri.fsPath),
    openOwn: openOwnFile,
  };
}

/**
 * VS Code alone knows where the file of a profile is: the folder that an extension is given belongs to the default
 * profile, whichever the window has. Its command *MCP: Open User Configuration* opens the file, and makes it.
 */
async function openOwnFile(): Promise<OwnFile | undefined> {
  try {
    await vscode.commands.executeCommand("workbench.mcp.openUserMcpJson");
  } catch {
    // No such command: an editor that is made of VS Code's sources, or one where MCP is switched off.
    return undefined;
  }
  const document = await shownDocument(({ uri }) => OWN_PATH.test(uri.path));
  if (document === undefined) return undefined;
  const { uri, isDirty } = document;
  // `vscode-userdata` has the paths of the disk.
  return ["file", "vscode-userdata"].includes(uri.scheme)
    ? { path: uri.with({ scheme: "file" }).fsPath, isDirty }
    : undefined;
}

function shownDocument(
  isWanted: (document: vscode.TextDocument) => boolean,
): Promise<vscode.TextDocument | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (active !== undefined && isWanted(active)) return Promise.resolve(active);
  return new Promise((resolve) => {
    const end = (document?: vscode.TextDocument): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(document);
    };
    const timer = setTimeout(end, OPENING);
    const subscription = vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor !== undefined && isWanted(editor.document)) end(editor.document);
    });
  });
}
