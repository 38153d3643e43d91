import type { Message } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "../core/emitter.js";
import { once } from "../core/once.js";
import type { oneTimeCode } from "../sms/oneTimeCode.js";

/**
 * The one-time codes in messages, each looked for once. What finds them is loaded with the first text, since rows
 * are drawn at start-up.
 */
export class OneTimeCodes implements Disposable {
  readonly #known = new WeakMap<Message, { readonly code: string | undefined }>();
  readonly #loaded = new Emitter<void>();
  #find: typeof oneTimeCode | undefined;

  /** Loads what finds codes; `of` tells all of them then. */
  readonly load = once(async () => {
    const { oneTimeCode } = await import("../sms/oneTimeCode.js");
    this.#find = oneTimeCode;
    this.#loaded.fire();
  });

  /** From now on codes are known. */
  readonly onDidLoad: Event<void> = this.#loaded.event;

  /** The code in a message's text; `undefined` too while what finds it is loaded. */
  of(message: Message): string | undefined {
    if (message.body === undefined) return undefined;
    if (this.#find === undefined) {
      // Where it cannot be loaded, rows have no code; it is tried again with the next one.
      this.load().catch(() => undefined);
      return undefined;
    }
    const known = this.#known.get(message);
    if (known !== undefined) return known.code;
    const code = this.#find(message.body);
    this.#known.set(message, { code });
    return code;
  }

  dispose(): void {
    this.#loaded.dispose();
  }
}
