import * as vscode from "vscode";

/** Shows a notification with Cancel while something runs, and gives it an AbortSignal for that. */
export async function withCancellableProgress<T>(
  title: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_progress, token) => {
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      abort.abort();
    });
    return run(abort.signal).finally(() => {
      subscription.dispose();
    });
  });
}
