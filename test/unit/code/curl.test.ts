import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { curlCommand, type SendRequest } from "../../../src/code/curl.js";
import { US_NUMBER } from "../support/values.js";
import { readPowerShell } from "./powerShell.js";

const BASE_URL = "https://api.example.com/v1";

/** What a shell or a careless writer could stumble over. */
const trouble = fc.constantFrom(
  ..."'\"`$!%^&|<>(){}[]*?~#;=@-\\/ \t\n\r\0\u0001\u007f\u0085\u00a0‘’‚‛“”„é€😀\ud800\udc00\u2028\u202e\ufeff".split(
    "",
  ),
  ...[
    "\\n",
    "\\'",
    "$HOME",
    "${HOME}",
    "$(id)",
    "`id`",
    "%PATH%",
    "!!",
    "''",
    "'\\''",
    "\r\n",
    "EOF",
    "@-",
    "😀",
    "$env:X",
    "\\u0027",
  ],
);
const hostileText = fc.array(fc.oneof(trouble, fc.string({ unit: "binary" }), fc.string()), {
  maxLength: 40,
});
const text = fc.oneof(
  hostileText.map((parts) => parts.join("")),
  fc.string({ unit: "grapheme", minLength: 1600, maxLength: 1600 }),
);
const request: fc.Arbitrary<SendRequest> = fc.record({
  baseUrl: fc.constantFrom(
    BASE_URL,
    "http://127.0.0.1:8642/api/v1",
    "http://[::1]:8642/api/v1",
    "https://a.example/$HOME/it's/`x`/[a-b]",
  ),
  to: fc.oneof(fc.constant(US_NUMBER), text),
  body: text,
  senderId: fc.option(text, { nil: undefined }),
});

/** The body of the request that must arrive. */
function expected({ to, body, senderId }: SendRequest): unknown {
  return { to, body, ...(senderId === undefined ? {} : { sender_id: senderId }) };
}

/** What a program was called with. */
interface Call {
  readonly arguments: readonly string[];
}

/** The value behind an option. */
function option({ arguments: all }: Call, name: string): string {
  return all[all.indexOf(name) + 1] ?? "";
}

function headers({ arguments: all }: Call): string[] {
  return all.filter((_, index) => all[index - 1] === "--header");
}

function assertAsks(call: Call, { baseUrl }: SendRequest, token: string): void {
  const [address = ""] = call.arguments.filter((argument) => /^https?:/.test(argument));
  assert.equal(address, new URL(`${baseUrl}/sms/send`).href.replaceAll("'", "%27"));
  assert.equal(call.arguments.includes("--globoff"), baseUrl.includes("[a-b]"));
  assert.deepEqual(headers(call).sort(), [
    "Accept: application/json",
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
  ]);
}

describe("curlCommand for a POSIX shell", function () {
  this.timeout(60_000);
  let folder: string;
  let record: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sms-for-ai-curl-"));
    record = join(folder, "record");
    // Notes what it is called with; an argument cannot hold a NUL.
    writeFileSync(
      join(folder, "curl"),
      `#!/bin/sh\nprintf '%s\\0' "$@" >> "$RECORD"\nprintf '\\0' >> "$RECORD"\n`,
    );
    chmodSync(join(folder, "curl"), 0o755);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function call(shell: string, command: string, token: string): Call[] {
    rmSync(record, { force: true });
    const PATH = `${folder}${delimiter}${process.env.PATH ?? ""}`;
    const env = { ...process.env, PATH, RECORD: record, SMSFORAI_TOKEN: token };
    const { status, stderr } = spawnSync(shell, ["-s"], {
      env,
      cwd: folder,
      input: `${command}\n`,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    assert.equal(stderr, "");
    return readFileSync(record, "utf8")
      .split("\0\0")
      .filter((part) => part !== "")
      .map((part) => ({ arguments: part.split("\0") }));
  }

  const shells = ["sh", "bash", "zsh", "busybox sh", "ksh"].filter(
    (shell) => spawnSync(shell, ["-c", "exit 0"]).status === 0,
  );

  it("finds a shell", () => {
    assert.ok(shells.includes("sh"));
  });

  for (const shell of shells) {
    it(`gives ${shell} the text as it is, and the token of its environment`, () => {
      fc.assert(
        fc.property(request, (asked) => {
          // A token that a second reading would change.
          const token = `smsai_$HOME\`id\`"'\\ ${"x".repeat(20)}`;
          const [only, ...others] = call(shell, curlCommand(asked, "posix"), token);
          assert.deepEqual(others, []);
          assert.ok(only !== undefined);
          const data = option(only, "--data-raw");
          assert.deepEqual(JSON.parse(data), expected(asked));
          assertAsks(only, asked, token);
        }),
        { numRuns: 150 },
      );
    });
  }

  it("holds nothing that fish reads otherwise in single quotes", () => {
    fc.assert(
      fc.property(request, (asked) => {
        assert.doesNotMatch(curlCommand(asked, "posix"), /\\\\|\\'/);
      }),
    );
  });

  it("names no token, and leaves out a sender ID that is not there", () => {
    const command = curlCommand(
      { baseUrl: BASE_URL, to: US_NUMBER, body: "It's 5 o'clock\n\"now\"" },
      "posix",
    );
    assert.equal(
      command,
      String.raw`curl --fail-with-body --silent --show-error 'https://api.example.com/v1/sms/send' \
  --header "Authorization: Bearer $SMSFORAI_TOKEN" \
  --header 'Accept: application/json' --header 'Content-Type: application/json' \
  --data-raw '{"to":"${US_NUMBER}","body":"It\u0027s 5 o\u0027clock\n\"now\""}'`,
    );
  });
});

describe("curlCommand for PowerShell", () => {
  // There is no PowerShell where the tests run: a reader of its rules of quoting, written for them alone, stands in.
  it("pipes the text as it is to curl.exe, with the token of the environment", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const command = curlCommand(asked, "powershell");
        const token = 'smsai_$x"';
        const pipeline = readPowerShell(command, { SMSFORAI_TOKEN: token });
        assert.equal(pipeline.length, 2);
        const [[json, ...more] = [], [program, ...rest] = []] = pipeline;
        assert.deepEqual(more, []);
        assert.equal(program, "curl.exe");
        const call = { arguments: rest };
        // PowerShell ends what it pipes with a line break.
        assert.deepEqual(JSON.parse(`${json ?? ""}\r\n`), expected(asked));
        assert.equal(option(call, "--data-binary"), "@-");
        assertAsks(call, asked, token);
      }),
      { numRuns: 500 },
    );
  });

  it("is ASCII on one line, without what Windows PowerShell 5.1 spoils in arguments", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const command = curlCommand(asked, "powershell");
        assert.match(command, /^[\x20-\x7e]+$/);
        // What is in single quotes behind the pipe is an argument: no double quote may be in it.
        const behind = command.slice(command.lastIndexOf("' | curl.exe"));
        for (const [, argument = ""] of behind.slice(1).matchAll(/'([^']*)'/g))
          assert.ok(!argument.includes('"'));
      }),
    );
  });
});
