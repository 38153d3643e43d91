import type { AccountKind } from "../../../src/core/accounts.js";
import { SandboxMovedError } from "../../../src/core/session.js";
import type { OfferedStep } from "../../../src/ui/notifier.js";
import type { Parts } from "../../../src/ui/parts.js";

/**
 * As much of the parts as a command needs that works with the active account, its token and notifications.
 * @param onOffer is told of each notification
 */
export function fakeParts(
  kind: AccountKind,
  token: string,
  onOffer: (text: string, steps: readonly OfferedStep[]) => void,
): Parts {
  const host = kind === "live" ? "https://www.smsforai.com" : "http://127.0.0.1:1";
  const fake = {
    session: {
      state: {
        kind: "signedIn",
        account: { id: "a", label: "A", baseUrl: `${host}/api/v1`, kind, owner: { permissions: [] } },
      },
    },
    accounts: { token: () => Promise.resolve(token) },
    sandbox: {
      baseUrl: () => `${host}/api/v1`,
      token: (wanted: string) => {
        if (wanted !== fake.sandbox.baseUrl()) throw new SandboxMovedError();
        return Promise.resolve(token);
      },
    },
    notifier: {
      offer: (_: unknown, text: string, steps: readonly OfferedStep[]) => {
        onOffer(text, steps);
        return Promise.resolve();
      },
      record: () => undefined,
    },
  };
  return fake as unknown as Parts;
}
