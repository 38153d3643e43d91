import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { eventually } from "./support/waiting.js";

const { Error: ERROR, Warning: WARNING, Information: INFORMATION } = vscode.DiagnosticSeverity;

/** Opens a file with a text message. */
async function open(content: string): Promise<vscode.TextDocument> {
  // A name of its own for each: VS Code goes on with an untitled document that was closed, also when the next one
  // has its name by then, and empties it.
  const document = await vscode.workspace.openTextDocument(await write(`${randomUUID()}.sms`, content));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Writes a file in the workspace. */
async function write(name: string, content: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const file = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  return file;
}

/** Severity and underlined text of each finding. */
function findings(document: vscode.TextDocument): [number, string][] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === "SMS for AI")
    .sort((one, other) => one.range.start.compareTo(other.range.start))
    .map(({ severity, range }) => [severity, document.getText(range)]);
}

async function findingsWhen(document: vscode.TextDocument, expected: [number, string][]): Promise<void> {
  let seen: unknown;
  await eventually("the findings", () => {
    seen = findings(document);
    return JSON.stringify(seen) === JSON.stringify(expected);
  }).catch((error: unknown) => {
    assert.deepEqual(seen, expected);
    throw error;
  });
}

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function fixes(document: vscode.TextDocument, text: string): Promise<vscode.CodeAction[]> {
  const start = document.positionAt(document.getText().indexOf(text));
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    new vscode.Range(start, start.translate(0, text.length)),
    vscode.CodeActionKind.QuickFix.value,
  );
}

async function applyFix(document: vscode.TextDocument, text: string, title: RegExp): Promise<void> {
  const action = await eventually(`the quick fix ${String(title)}`, async () =>
    (await fixes(document, text)).find((fix) => title.test(fix.title)),
  );
  assert.ok(action.edit);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

/** The labels offered where `|` stands. */
async function completions(text: string): Promise<string[]> {
  const document = await open(text.replace("|", ""));
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    document.positionAt(text.indexOf("|")),
  );
  return items.map(({ label }) => (typeof label === "string" ? label : label.label));
}

describe("a text message as a document", () => {
  before(() => vscode.extensions.getExtension("smsforai.sms-for-ai")?.activate());
  afterEach(async () => {
    await eventually("the end of all that is not saved", async () => {
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
      return vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
    });
  });

  it("is what a file that ends in .sms is", async () => {
    const file = await write("reminder.sms", "To: 123\r\n\r\nHi “you”\r\n");
    try {
      const document = await vscode.workspace.openTextDocument(file);
      assert.equal(document.languageId, "sms");
      await findingsWhen(document, [
        [ERROR, "123"],
        [INFORMATION, "“"],
        [INFORMATION, "”"],
      ]);
      await applyFix(document, "“", /^Replace All 2 /);
      assert.equal(document.getText(), 'To: 123\r\n\r\nHi "you"\r\n');
      await document.save();
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });

  it("is opened by Compose SMS, with the cursor where the number goes", async () => {
    await vscode.commands.executeCommand("smsForAi.composeSms");
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, "sms");
    assert.ok(editor.document.isUntitled);
    assert.equal(editor.document.getText(), "To: \nFrom: \n\n");
    assert.ok(editor.selection.active.isEqual(new vscode.Position(0, 4)));
  });

  it("is checked as it changes", async () => {
    const document = await open("To: \nFrom: \n\n");
    await findingsWhen(document, []);
    await replaceAll(document, "To: +1202555\nFrom: MyShop Online\n\nHi {{}}");
    await findingsWhen(document, [
      [ERROR, "+1202555"],
      [ERROR, "MyShop Online"],
      [WARNING, "{{}}"],
    ]);
    await replaceAll(document, "To: +12025550100\nFrom: MyShop\n\nHi {{name}}");
    await findingsWhen(document, [[WARNING, "MyShop"]]);
    await replaceAll(document, `To: +12025550100\n\n${"a".repeat(1600)}bc`);
    await findingsWhen(document, [[ERROR, "bc"]]);
  });

  it("names Send to Many when several numbers are given", async () => {
    const document = await open("To: +12025550100, +12025550101\n\nHi");
    await findingsWhen(document, [[ERROR, "+12025550100, +12025550101"]]);
    assert.match(vscode.languages.getDiagnostics(document.uri)[0]?.message ?? "", /Send to Many/);
    assert.deepEqual(
      (await fixes(document, "+12025550100")).map(({ command }) => command?.command),
      ["smsForAi.sendToMany"],
    );
  });

  it("mends the header", async () => {
    const document = await open("To: +12025550100\nTo: +12025550101\nNote: hi\n\nBye");
    await applyFix(document, "To: +12025550101", /Remove This Line/);
    await findingsWhen(document, [[ERROR, "Note: hi"]]);
    await applyFix(document, "Note: hi", /Begin the Text Here/);
    assert.equal(document.getText(), "To: +12025550100\n\nNote: hi\n\nBye");
    await findingsWhen(document, []);
  });

  it("lets single characters be replaced", async () => {
    const document = await open("\nIt’s late…");
    await findingsWhen(document, [
      [INFORMATION, "’"],
      [INFORMATION, "…"],
    ]);
    await applyFix(document, "’", /^Replace ’ by '$/);
    await findingsWhen(document, [[INFORMATION, "…"]]);
    await applyFix(document, "…", /^Replace … by \.\.\.$/);
    assert.equal(document.getText(), "\nIt's late...");
    await findingsWhen(document, []);
  });

  it("never replaces anything else, though the text was changed a moment ago", async () => {
    const document = await open("\n“Hello” – bye");
    await findingsWhen(document, [
      [INFORMATION, "“"],
      [INFORMATION, "”"],
      [INFORMATION, "–"],
    ]);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 1), "Oh! ");
    assert.ok(await vscode.workspace.applyEdit(edit));
    const places = (await fixes(document, "“Oh! Hello” – bye")).flatMap((fix) =>
      (fix.edit?.entries() ?? []).flatMap(([, edits]) => edits.map(({ range }) => document.getText(range))),
    );
    assert.ok(
      places.every((text) => "“”–".includes(text)),
      places.join(),
    );
  });

  it("leaves a text in another script alone", async () => {
    const document = await open("To: 12\n\nЗдравствуйте – до завтра");
    await findingsWhen(document, [[ERROR, "12"]]);
  });

  it("completes header names and placeholders", async () => {
    assert.deepEqual(await completions("T|"), ["To", "From"]);
    assert.deepEqual(await completions("To: x\nF|"), ["From"]);
    assert.deepEqual(await completions("To: x\n\n{{name}} {{time}} {{na|}}"), ["name", "time"]);
    assert.deepEqual(await completions("To: x\n\nF|"), []);
  });

  it("puts a completed placeholder in place of the one that stands there", async () => {
    const document = await open("{{name}} {{n}}");
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const cursor = new vscode.Position(0, 12);
    editor.selection = new vscode.Selection(cursor, cursor);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      cursor,
    );
    const [item] = items;
    assert.ok(item?.range instanceof vscode.Range && typeof item.insertText === "string");
    await editor.edit((edit) => {
      edit.replace(item.range as vscode.Range, item.insertText as string);
    });
    assert.equal(document.getText(), "{{name}} {{name}}");
  });

  it("keeps nobody waiting when it is huge, and says what is not looked at", async () => {
    const line = "“a😀\ud83d\u202e\0{{b".repeat(1_000_000);
    // A file, since the backup that an untitled document would get outlives it; at its beginning no NUL, which
    // makes a file binary.
    const file = await write("huge.sms", `To: +12025550100\n\n${"Hi. ".repeat(200)}${line}`);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await eventually("the word that it is too long", () =>
      vscode.languages.getDiagnostics(document.uri).some(({ message }) => message.includes("not looked at")),
    );
    const checked = vscode.languages.getDiagnostics(document.uri);
    assert.ok(checked.length < 1000, String(checked.length));
    assert.ok(checked.every(({ range }) => range.end.character <= 60_000));
    await vscode.workspace.fs.delete(file);
  });

  it("goes to what is wrong instead of sending it", async () => {
    const document = await open("To: +12025550100\nFrom: 12345\n\nHi");
    await vscode.commands.executeCommand("smsForAi.sendDocument", document.uri);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor?.document === document);
    assert.equal(document.getText(editor.selection), "12345");
  });
});
