import type * as vscode from "vscode";
import type { SandboxHost } from "../sandbox/host.js";
import { SandboxMovedError, type SandboxAccess } from "../core/session.js";
import type { Settings } from "./settings.js";

/** This window's way to the local sandbox. The server is loaded when it is first needed. */
export class LocalSandbox implements SandboxAccess, vscode.Disposable {
  readonly #settings: Settings;
  readonly #folder: vscode.Uri;
  readonly #log: (line: string) => void;
  readonly #subscription: vscode.Disposable;
  #host: Promise<SandboxHost> | undefined;

  /** @param globalStorage the extension's folder, which all windows share */
  constructor(settings: Settings, globalStorage: vscode.Uri, log: (line: string) => void) {
    this.#settings = settings;
    this.#folder = globalStorage;
    this.#log = log;
    this.#subscription = settings.onDidChange((event) => {
      const moved = event.affectsConfiguration("smsForAi.sandbox.port");
      this.#host
        ?.then(async (host) => {
          host.configure();
          // A sandbox that this window owns moves at once: the old port and the files are free for others then.
          if (moved) await host.ensure();
        })
        .catch(() => undefined);
    });
  }

  baseUrl(): string {
    return `http://127.0.0.1:${this.#settings.sandboxPort}/api/v1`;
  }

  async token(wanted: string, signal?: AbortSignal): Promise<string> {
    const host = await (this.#host ??= this.#load());
    const { baseUrl, token } = await host.ensure(signal);
    if (baseUrl !== wanted) throw new SandboxMovedError();
    return token;
  }

  /** Empties the sandbox, whichever window owns it. */
  async clear(): Promise<void> {
    const host = await (this.#host ??= this.#load());
    await host.clear();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#host?.then((host) => host.dispose()).catch(() => undefined);
  }

  async #load(): Promise<SandboxHost> {
    const { SandboxHost } = await import("../sandbox/host.js");
    return new SandboxHost({
      dataDir: `${this.#folder.fsPath}/sandbox`,
      port: () => this.#settings.sandboxPort,
      behavior: () => this.#settings.sandboxBehavior,
      log: this.#log,
    });
  }
}
