import type { Event } from "./emitter.js";

/** What core needs of VS Code's SecretStorage; `context.secrets` is one. */
export interface SecretStore {
  keys(): PromiseLike<string[]>;
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  readonly onDidChange: Event<{ readonly key: string }>;
}

/** What core needs of VS Code's Memento: small values that are no secrets. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The secret store did not do what it was asked. There is no fall-back: tokens are kept nowhere else. */
export class SecretsError extends Error {
  override readonly name = "SecretsError";

  constructor(
    readonly kind: "rejected" | "timeout",
    cause?: unknown,
  ) {
    super(kind, { cause });
  }
}

/** How long the secret store may take, in ms. A locked keyring may wait for a person for ever. */
export const SECRETS_LIMIT = 10_000;

/**
 * A call of the secret store that ends in time.
 * @throws SecretsError
 */
export async function inTime<T>(call: () => PromiseLike<T>, limit: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new SecretsError("timeout"));
    }, limit);
  });
  try {
    return await Promise.race([call(), late]);
  } catch (error) {
    throw error instanceof SecretsError ? error : new SecretsError("rejected", error);
  } finally {
    clearTimeout(timer);
  }
}
