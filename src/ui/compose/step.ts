import * as vscode from "vscode";
import type { Event } from "../../core/emitter.js";

/** How a step of the composer ended. */
export type StepResult<T> =
  { readonly kind: "next"; readonly value: T } | { readonly kind: "back" } | { readonly kind: "closed" };

/** What the steps have in common. */
export interface StepOptions {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly value: string;
  /** Gets what is typed at every change, so that closing the input loses nothing. */
  readonly onType: (value: string) => void;
}

/** Words under an input: an error blocks Enter, a warning does not. */
export interface Remark {
  readonly level: "error" | "warning" | "info";
  readonly text: string;
}

const SEVERITY = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  info: vscode.InputBoxValidationSeverity.Info,
} as const;

/** Asks for a line of text. */
export function askLine(
  options: StepOptions & {
    readonly prompt: string;
    readonly placeholder: string;
    /** Looks at what is typed; also says what hinders Enter. */
    readonly remark: (value: string) => Remark | undefined;
    /** Something that the remark tells of has changed. */
    readonly onDidChangeRemark?: Event<void>;
    /** What to wait for, with the box busy, before the step ends. */
    readonly beforeNext?: () => Promise<unknown>;
  },
): Promise<StepResult<string>> {
  const box = vscode.window.createInputBox();
  box.title = options.title;
  box.step = options.step;
  box.totalSteps = options.totalSteps;
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.value = options.value;
  box.ignoreFocusOut = true;
  if (options.step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  const show = (remark: Remark | undefined): void => {
    box.validationMessage = remark && { message: remark.text, severity: SEVERITY[remark.level] };
  };
  if (options.value !== "") show(options.remark(options.value));
  const subscription = options.onDidChangeRemark?.(() => {
    if (box.value !== "") show(options.remark(box.value));
  });
  // Keys that follow Enter still come here until VS Code has closed the box: they do not change what was accepted.
  let isAccepted = false;
  return shown<string>(box, (end) => {
    box.onDidChangeValue((value) => {
      if (isAccepted) return;
      options.onType(value);
      show(options.remark(value));
    });
    box.onDidAccept(async () => {
      const { value } = box;
      const remark = options.remark(value);
      show(remark);
      if (isAccepted || remark?.level === "error") return;
      isAccepted = true;
      if (options.beforeNext !== undefined) {
        box.busy = true;
        box.enabled = false;
        await options.beforeNext();
      }
      end({ kind: "next", value });
    });
  }).finally(() => {
    subscription?.dispose();
  });
}

/** Shows an input until it ends, goes back or is closed, and disposes of it. */
export function shown<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  listen: (end: (result: StepResult<T>) => void) => void,
): Promise<StepResult<T>> {
  return new Promise((resolve) => {
    const end = (result: StepResult<T>): void => {
      resolve(result);
      input.hide();
    };
    listen(end);
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) end({ kind: "back" });
    });
    input.onDidHide(() => {
      resolve({ kind: "closed" });
      input.dispose();
    });
    input.show();
  });
}
