import * as vscode from "vscode";
import { splitSegments } from "../../sms/segments.js";
import type { ReadDocument } from "./readDocument.js";

/** Marks in the text where a further segment begins, with its number. */
export class SegmentMarks implements vscode.Disposable {
  readonly #type = vscode.window.createTextEditorDecorationType({
    // Text that is typed at a mark belongs to neither side; the next check puts the mark right.
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });

  show(editor: vscode.TextEditor, read: ReadDocument): void {
    editor.setDecorations(this.#type, marksOf(read));
  }

  hide(editor: vscode.TextEditor): void {
    editor.setDecorations(this.#type, []);
  }

  dispose(): void {
    this.#type.dispose();
  }
}

function marksOf({ file, range }: ReadDocument): vscode.DecorationOptions[] {
  let start = file.body.start;
  return splitSegments(file.body.text).flatMap((segment, index) => {
    const offset = start;
    start += segment.length;
    if (index === 0) return [];
    const number = index + 1;
    return [
      {
        range: range({ start: offset, end: offset + ((segment.codePointAt(0) ?? 0) > 0xffff ? 2 : 1) }),
        hoverMessage: vscode.l10n.t("Segment {0} begins here.", number),
        renderOptions: {
          before: {
            // With an arrow, since a number alone reads like a part of the text.
            contentText: `${number}▸`,
            color: new vscode.ThemeColor("badge.foreground"),
            backgroundColor: new vscode.ThemeColor("badge.background"),
            border: "1px solid",
            borderColor: new vscode.ThemeColor("contrastBorder"),
            margin: "0 0.3em",
          },
        },
      },
    ];
  });
}
