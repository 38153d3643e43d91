import type { MicroUsd } from "../api/schemas.js";
import { Resource } from "./resource.js";
import type { SessionReader } from "./session.js";

/** The account's credits. */
export class Balance extends Resource<MicroUsd> {
  constructor(session: SessionReader) {
    super(
      session,
      async ({ api }, signal) => (await api()).balance(signal),
      (credits) => credits,
    );
  }
}
