import { Accounts, type Account } from "../../../src/core/accounts.js";
import { Session, type SandboxAccess, type SignedIn } from "../../../src/core/session.js";
import { QUICK } from "./httpServer.js";
import { Keyring, PlainMemory, type WindowSecrets } from "./memorySecrets.js";

/** One window: its own memory, and what windows share. */
export interface Window {
  readonly secrets: WindowSecrets;
  readonly accounts: Accounts;
  readonly session: Session;
  dispose(): void;
}

/** A machine on which windows open. */
export class Machine {
  readonly keyring = new Keyring();
  readonly sharedMemory = new PlainMemory();

  /** @param sandbox none unless a test needs one */
  open(sandbox: SandboxAccess = NO_SANDBOX, secretsLimit = 5000): Window {
    const secrets = this.keyring.window();
    const accounts = new Accounts(secrets, secretsLimit);
    const session = new Session({
      accounts,
      sandbox,
      windowMemory: new PlainMemory(),
      sharedMemory: this.sharedMemory,
      http: { limits: QUICK },
    });
    return {
      secrets,
      accounts,
      session,
      dispose: () => {
        session.dispose();
        accounts.dispose();
      },
    };
  }
}

/** A machine for each test of a suite, whose windows are closed behind it. */
export function useMachine(cleanup: (undo: () => unknown) => void): {
  readonly machine: () => Machine;
  readonly open: (...args: Parameters<Machine["open"]>) => Window;
} {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  return {
    machine: () => machine,
    open: (...args) => {
      const window = machine.open(...args);
      cleanup(() => {
        window.dispose();
      });
      return window;
    },
  };
}

const NO_SANDBOX: SandboxAccess = {
  baseUrl: () => "http://127.0.0.1:9/api/v1",
  token: () => Promise.reject(new Error("there is no sandbox")),
};

/** The window's account; the test fails if it is signed out. */
export function signedIn({ session }: Pick<Window, "session">): SignedIn {
  if (session.state.kind !== "signedIn") throw new Error(`The window is ${session.state.kind}`);
  return session.state;
}

/** Signs a window in at a server; nothing is asked of it. */
export function signIn(
  { session }: Pick<Window, "session">,
  baseUrl: string,
  token: string,
  label = "Test",
): Promise<Account> {
  return session.signIn({ baseUrl, label, owner: { permissions: [] } }, token);
}
