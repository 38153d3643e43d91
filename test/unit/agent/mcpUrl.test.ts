import assert from "node:assert/strict";
import { LIVE_BASE_URL } from "../../../src/api/baseUrl.js";
import { mcpUrl } from "../../../src/agent/mcpUrl.js";

describe("the address of the MCP server", () => {
  it("is on the account's own server", () => {
    assert.equal(mcpUrl(LIVE_BASE_URL), "https://www.smsforai.com/api/mcp");
    assert.equal(mcpUrl("http://127.0.0.1:8642/api/v1"), "http://127.0.0.1:8642/api/mcp");
    assert.equal(mcpUrl("https://example.test"), "https://example.test/api/mcp");
  });
});
