import * as vscode from "vscode";
import { columnNamed, fillableNames, type Column } from "../../core/bulk/columns.js";
import { bodyLength, MAX_BODY } from "../../core/sending.js";
import { parseMessageFile } from "../../sms/messageFile.js";
import { countSegments } from "../../sms/segments.js";
import { placeholders } from "../../sms/template.js";
import { firstWords } from "../../sms/visibleText.js";
import { askLine, type Remark, type StepResult } from "../compose/step.js";
import { normalizeLineBreaks, segmentText } from "../compose/textStep.js";
import { selectedText } from "../selectedText.js";
import { pickText } from "../words.js";
import { askChoice, type Choice } from "./pickStep.js";

/** A text with placeholders, and the sender ID that goes with it, if one does. */
export interface Template {
  readonly template: string;
  readonly senderId?: string | undefined;
}

/** What the step works with. */
export interface TemplateStep {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly columns: readonly Column[];
  /** What was given or typed before; empty for nothing. */
  readonly template: string;
  /** What was typed for an earlier run and not sent; empty for nothing. */
  readonly kept: string;
  /** Gets what is typed at every change, so that closing the box loses nothing. */
  readonly onType: (template: string) => void;
  /** Whether the selection is what the recipients come from. */
  readonly isSelectionTaken: boolean;
}

/** Stands for a line break in a box of one line. */
const STAND_IN = "⏎";

type Offer = "type" | (() => Promise<Template | undefined>);

/** Asks for the text: typed, or from a document. */
export async function askTemplate(step: TemplateStep): Promise<StepResult<Template>> {
  const items = offers(step);
  // With nothing else to take it from, it is typed.
  const own = { ...step, template: step.template === "" ? step.kept : step.template };
  if (items.length === 1 || step.template !== "") return typeTemplate(own);
  const result = await askChoice<Offer>({
    ...step,
    placeholder: vscode.l10n.t("Where the text comes from"),
    items,
  });
  if (result.kind !== "next") return result;
  if (result.value === "type") return typeTemplate(own);
  const chosen = await result.value();
  if (chosen === undefined) return { kind: "closed" };
  const typed = await typeTemplate({ ...step, template: chosen.template });
  return typed.kind === "next" ? { kind: "next", value: { ...chosen, ...typed.value } } : typed;
}

function offers({ isSelectionTaken, kept }: TemplateStep): Choice<Offer>[] {
  const documents = vscode.workspace.textDocuments.filter(
    (document) => document.languageId === "sms" && document.getText().trim() !== "",
  );
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined || isSelectionTaken ? "" : selectedText(editor);
  return [
    {
      label: `$(edit) ${vscode.l10n.t("Type the Text…")}`,
      description: pickText(firstWords(kept, 60)),
      choice: "type",
    },
    ...documents.map((document): Choice<Offer> => {
      const template = templateOf(document.getText());
      return {
        label: `$(file-text) ${pickText(document.uri.path.split("/").at(-1) ?? "")}`,
        description: pickText(firstWords(template.template, 60)),
        choice: () => Promise.resolve(template),
      };
    }),
    ...(selected === ""
      ? []
      : [
          {
            label: `$(selection) ${vscode.l10n.t("Selected Text")}`,
            description: pickText(firstWords(selected, 60)),
            choice: () => Promise.resolve({ template: normalizeLineBreaks(selected) }),
          },
        ]),
  ];
}

function templateOf(text: string): Template {
  const { body, from } = parseMessageFile(text);
  return { template: body.text, senderId: from?.text };
}

async function typeTemplate(step: TemplateStep): Promise<StepResult<Template>> {
  const toText = (line: string): string => line.replaceAll(STAND_IN, "\n");
  const names = fillableNames(step.columns).map((name) => `{{${name}}}`);
  const result = await askLine({
    title: step.title,
    step: step.step,
    totalSteps: step.totalSteps,
    value: normalizeLineBreaks(step.template).replaceAll("\n", STAND_IN),
    prompt:
      names.length === 0
        ? vscode.l10n.t("{0} stands for a line break.", STAND_IN)
        : vscode.l10n.t(
            "{0} stands for a line break. Columns to fill in: {1}",
            STAND_IN,
            firstWords(names.join(" "), 200),
          ),
    placeholder: vscode.l10n.t("Text of the messages"),
    onType: (line) => {
      step.onType(toText(line));
    },
    remark: (line) => templateRemark(toText(line), step.columns),
  });
  return result.kind === "next" ? { kind: "next", value: { template: toText(result.value) } } : result;
}

function templateRemark(text: string, columns: readonly Column[]): Remark {
  if (text.trim() === "") return { level: "error", text: vscode.l10n.t("Type the text of the message.") };
  const used = placeholders(text);
  const missing = used.filter((name) => columnNamed(columns, name) === undefined);
  if (missing.length > 0) {
    const names = missing.map((name) => `{{${name}}}`).join(" ");
    return { level: "error", text: vscode.l10n.t("No column fills {0}.", names) };
  }
  const length = bodyLength(text);
  if (length > MAX_BODY && used.length === 0) {
    return {
      level: "error",
      text: vscode.l10n.t("Too long by {0}: at most {1} characters.", length - MAX_BODY, MAX_BODY),
    };
  }
  const { segments, encoding } = countSegments(text);
  const count = segmentText(segments, encoding, length);
  return {
    level: "info",
    text: used.length === 0 ? count : vscode.l10n.t("{0}, before the columns are filled in", count),
  };
}
