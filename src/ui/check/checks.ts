import { once } from "../../core/once.js";
import type { CheckedTexts } from "./checkedTexts.js";

/** The texts that are checked in editors: there is nothing to load before the first one. */
export class Checks {
  #loaded: CheckedTexts | undefined;

  readonly load = once(async (): Promise<CheckedTexts> => {
    const { CheckedTexts } = await import("./checkedTexts.js");
    this.#loaded = new CheckedTexts();
    return this.#loaded;
  });

  dispose(): void {
    this.#loaded?.dispose();
  }
}
