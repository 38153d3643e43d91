import type * as ErrorText from "./errorText.js";

/** What failures mean, for views that show them. The words are loaded with the first failure. */
export class FailureWords {
  readonly #onDidLoad: () => void;
  #loaded: typeof ErrorText | undefined;

  /** @param onDidLoad is called when the words are there: ask again */
  constructor(onDidLoad: () => void) {
    this.#onDidLoad = onDidLoad;
  }

  /** What a failure means; empty while the words are loaded. */
  of(error: unknown): string {
    if (this.#loaded !== undefined) return this.#loaded.errorText(error).message;
    void import("./errorText.js").then((loaded) => {
      this.#loaded = loaded;
      this.#onDidLoad();
    });
    return "";
  }
}
