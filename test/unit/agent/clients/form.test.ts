import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  CLIENT_IDS,
  configurationFor,
  configurationText,
  PLACEHOLDER,
  tokenWay,
  type ClientId,
} from "../../../../src/agent/clients/form.js";

const URL = "https://www.smsforai.com/api/mcp";
const TOKEN = `smsai_${randomBytes(12).toString("hex")}`;

function copied(client: ClientId, token?: string): unknown {
  return JSON.parse(configurationText(configurationFor(client, { url: URL, token })));
}

describe("the configuration for a client", () => {
  it("is that of the provider's page for Claude Desktop", () => {
    assert.equal(
      configurationText(configurationFor("claudeDesktop", { url: URL })),
      `{
  "mcpServers": {
    "smsforai": {
      "url": "https://www.smsforai.com/api/mcp",
      "headers": {
        "Authorization": "Bearer ${PLACEHOLDER}"
      }
    }
  }
}
`,
    );
  });

  it("refers to the environment variable as the client spells it", () => {
    const headers = (reference: string): unknown => ({ Authorization: `Bearer ${reference}` });
    assert.deepEqual(copied("claudeCode"), {
      mcpServers: { smsforai: { type: "http", url: URL, headers: headers("${SMSFORAI_TOKEN}") } },
    });
    for (const client of ["cursor", "devin"] as const)
      assert.deepEqual(copied(client), {
        mcpServers: { smsforai: { url: URL, headers: headers("${env:SMSFORAI_TOKEN}") } },
      });
    assert.deepEqual(copied("windsurf"), {
      mcpServers: { smsforai: { serverUrl: URL, headers: headers("${env:SMSFORAI_TOKEN}") } },
    });
  });

  it("has VS Code ask for the token, hidden", () => {
    const { inputs, servers } = copied("vscode") as {
      inputs: [{ id: string; type: string; password: boolean }];
      servers: { smsforai: { headers: { Authorization: string } } };
    };
    const [{ id, type, password }] = inputs;
    assert.deepEqual([type, password], ["promptString", true]);
    assert.equal(servers.smsforai.headers.Authorization, `Bearer \${input:${id}}`);
  });

  it("has VS Code ask anew where the server has another address, and say whose token it asks for", () => {
    const addresses = [
      URL,
      "http://127.0.0.1:8642/api/mcp",
      "http://127.0.0.1:8643/api/mcp",
      "http://[::1]/api/mcp",
    ];
    const inputs = addresses.map((url) => configurationFor("vscode", { url }).input);
    assert.equal(new Set(inputs.map((input) => input?.id)).size, addresses.length);
    for (const input of inputs) assert.match(input?.id ?? "", /^[\w.-]+$/);
    assert.equal(inputs[1]?.description, "SMS for AI: token for 127.0.0.1:8642");
  });

  it("holds a token only where nothing else is possible, and only when it is given", () => {
    for (const client of CLIENT_IDS) {
      const text = configurationText(configurationFor(client, { url: URL, token: TOKEN }));
      assert.equal(text.includes(TOKEN), client === "claudeDesktop", client);
      assert.equal(tokenWay(client) === "clear", client === "claudeDesktop", client);
    }
  });
});
