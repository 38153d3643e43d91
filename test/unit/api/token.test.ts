import assert from "node:assert/strict";
import { cleanToken, hasUsualForm, isHeaderSafe } from "../../../src/api/token.js";
import { newToken } from "../support/values.js";

describe("cleanToken", () => {
  it("drops what is pasted along", () => {
    const token = newToken();
    for (const pasted of [
      token,
      `  ${token}\r\n`,
      `\ufeff${token}\u00a0`,
      `Bearer ${token}`,
      `bearer   ${token} `,
      `BEARER\t${token}`,
      `Authorization: Bearer ${token}`,
      `authorization:Bearer ${token}`,
    ]) {
      assert.equal(cleanToken(pasted), token);
    }
  });

  it("leaves alone what may belong to the token", () => {
    assert.equal(cleanToken("bearer-of-news"), "bearer-of-news");
    assert.equal(cleanToken("a b"), "a b");
    assert.equal(cleanToken("   "), "");
  });
});

describe("isHeaderSafe", () => {
  it("takes visible ASCII", () => {
    assert.equal(isHeaderSafe(newToken()), true);
    const visible = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i)).join("");
    assert.equal(isHeaderSafe(visible), true);
  });

  it("refuses everything else", () => {
    for (const bad of ["", " ", "a b", "a\n", "a\nb", "a\rb", "a\0", "a\tb", "ä", "a\u200b", "a\x7f", "😀"]) {
      assert.equal(isHeaderSafe(bad), false, JSON.stringify(bad));
    }
  });
});

describe("hasUsualForm", () => {
  it("knows the documented form", () => {
    assert.equal(hasUsualForm(newToken()), true);
    assert.equal(hasUsualForm(`smsai_sandbox_${newToken().slice(6)}`), true);
    for (const other of [
      "",
      "smsai_",
      "smsai_short",
      newToken().toUpperCase(),
      `x${newToken()}`,
      `${newToken()} `,
    ]) {
      assert.equal(hasUsualForm(other), false, other);
    }
  });
});
