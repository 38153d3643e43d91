import * as vscode from "vscode";
import { formatMessageFile } from "../../sms/messageFile.js";
import { selectedText } from "../selectedText.js";
import { LANGUAGE } from "./readDocument.js";

/** Opens an untitled text message, with what is selected in the editor as its text, and the cursor behind `To: `. */
export async function composeDocument(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const body = editor === undefined || editor.document.languageId === LANGUAGE ? "" : selectedText(editor);
  const content = formatMessageFile({ to: "", from: "", body });
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  const cursor = document.lineAt(0).range.end;
  // Given with the document, the cursor is there before the first key.
  await vscode.window.showTextDocument(document, {
    preview: false,
    selection: new vscode.Range(cursor, cursor),
  });
}
