import * as vscode from "vscode";
import { bodyLength, MAX_BODY } from "../../core/sending.js";
import { fillTemplate } from "../../sms/template.js";
import { askLine, shown, type Remark, type StepResult } from "../compose/step.js";
import { lengthText, tooLongText } from "../compose/textStep.js";
import { pickText } from "../words.js";

/** What is asked for. */
export interface PlaceholderQuestion {
  readonly title: string;
  readonly template: string;
  readonly names: readonly string[];
  /** By name; gets what is typed at every change. */
  readonly values: Map<string, string>;
}

interface Way extends vscode.QuickPickItem {
  readonly fromCsv: boolean;
}

/** Asks for a value for each placeholder, back and forth. Gives the filled text, or the wish to use a CSV. */
export async function askPlaceholders(
  question: PlaceholderQuestion,
): Promise<{ readonly text: string } | "csv" | "closed"> {
  let step = 0;
  while (step <= question.names.length) {
    const name = question.names[step - 1];
    const result = name === undefined ? await askWay(question) : await askValue(question, name, step + 1);
    if (result.kind === "closed") return "closed";
    if (result.kind === "next" && result.value === "csv") return "csv";
    step += result.kind === "next" ? 1 : -1;
  }
  return { text: filled(question) };
}

function askWay({ title, names }: PlaceholderQuestion): Promise<StepResult<"type" | "csv">> {
  const pick = vscode.window.createQuickPick<Way>();
  pick.title = title;
  pick.step = 1;
  pick.totalSteps = names.length + 1;
  pick.placeholder = vscode.l10n.t("The text has placeholders. What should stand for them?");
  pick.ignoreFocusOut = true;
  pick.items = [
    {
      label: `$(edit) ${vscode.l10n.t("Type the Values…")}`,
      description: pickText(names.join(", ")),
      fromCsv: false,
    },
    {
      label: `$(table) ${vscode.l10n.t("Fill from a CSV…")}`,
      description: vscode.l10n.t("one text for each row"),
      fromCsv: true,
    },
  ];
  return shown<"type" | "csv">(pick, (end) => {
    pick.onDidAccept(() => {
      const [way] = pick.selectedItems;
      if (way !== undefined) end({ kind: "next", value: way.fromCsv ? "csv" : "type" });
    });
  });
}

async function askValue(
  question: PlaceholderQuestion,
  name: string,
  step: number,
): Promise<StepResult<"typed">> {
  const { title, names, values } = question;
  const isLast = step > names.length;
  const result = await askLine({
    title,
    step,
    totalSteps: names.length + 1,
    value: values.get(name) ?? "",
    prompt: vscode.l10n.t("What should stand for {0}?", name),
    placeholder: name,
    onType: (value) => values.set(name, value),
    remark: (value) => valueRemark(question, new Map([...values, [name, value]]), name, isLast),
  });
  if (result.kind !== "next") return result;
  values.set(name, result.value);
  return { kind: "next", value: "typed" };
}

/** The filled text so far: how long it is, and, with the last value, whether it can be sent. */
function valueRemark(
  question: PlaceholderQuestion,
  values: Map<string, string>,
  name: string,
  isLast: boolean,
): Remark {
  const text = filled({ ...question, values });
  const length = bodyLength(text);
  if (isLast && text.trim() === "")
    return { level: "error", text: vscode.l10n.t("The text would be empty.") };
  if (isLast && length > MAX_BODY) return { level: "error", text: tooLongText(length) };
  if (values.get(name)?.trim() !== "") return { level: "info", text: lengthText(text) };
  return { level: "warning", text: vscode.l10n.t("Nothing will stand there. {0}", lengthText(text)) };
}

function filled({ template, names, values }: PlaceholderQuestion): string {
  const known = names.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return fillTemplate(template, Object.fromEntries(known)).text;
}
