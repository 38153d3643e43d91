import * as vscode from "vscode";

const SCHEME = "smsforai-bulk";

/**
 * Shows a text beside the editor, read-only, while something is asked about it.
 * @returns closes it
 */
export async function showPreview(name: string, text: string): Promise<() => Promise<void>> {
  const key = crypto.randomUUID();
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name.replaceAll("/", "-")}`, query: key });
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (asked) => (asked.query === key ? text : undefined),
  });
  // Whoever closes it by hand has done with it.
  const closing = vscode.workspace.onDidCloseTextDocument((document) => {
    if (document.uri.toString() === uri.toString()) forget();
  });
  const forget = (): void => {
    closing.dispose();
    provider.dispose();
  };
  try {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      viewColumn: vscode.ViewColumn.Beside,
      preview: false,
      preserveFocus: true,
    });
  } catch (error) {
    forget();
    throw error;
  }
  return async () => {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
    await vscode.window.tabGroups.close(tabs, true);
    forget();
  };
}
