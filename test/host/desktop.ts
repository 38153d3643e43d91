import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { onPath } from "./browser.js";

/** A VS Code on this machine, with windows. */
export interface Desktop {
  /** The program itself; test runs start it. */
  readonly executable: string;
  /** The `code` command, which knows `--wait` and `--install-extension`. */
  readonly command: string;
}

/** The VS Code named by SMSFORAI_TEST_VSCODE, or the one whose `code` is on the PATH if there is a display. */
export function findDesktop(): Desktop | undefined {
  const named = process.env.SMSFORAI_TEST_VSCODE;
  if (named !== undefined && named !== "")
    return { executable: named, command: commandBeside(named) ?? named };
  if (!hasDisplay()) return undefined;
  const command = onPath(process.platform === "win32" ? "code.cmd" : "code");
  const executable = command === undefined ? undefined : executableBeside(realpathSync(command));
  return command === undefined || executable === undefined ? undefined : { executable, command };
}

/** Whether a window can be opened here. */
export function hasDisplay(): boolean {
  return (
    process.platform !== "linux" ||
    ["DISPLAY", "WAYLAND_DISPLAY"].some((name) => (process.env[name] ?? "") !== "")
  );
}

/** From `bin/code` to the program, as the archives for the three systems are laid out. */
function executableBeside(command: string): string | undefined {
  const bin = dirname(command);
  return [
    join(bin, "..", "code"),
    join(bin, "..", "Code.exe"),
    join(bin, "..", "..", "..", "MacOS", "Code"),
    join(bin, "..", "..", "..", "MacOS", "Electron"),
  ].find(existsSync);
}

function commandBeside(executable: string): string | undefined {
  const folder = dirname(executable);
  return [
    join(folder, "bin", process.platform === "win32" ? "code.cmd" : "code"),
    join(folder, "..", "Resources", "app", "bin", "code"),
  ].find(existsSync);
}
