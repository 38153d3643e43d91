/** The request that sends a text, as `POST /sms/send` takes it. */
export interface SendRequest {
  /** As an account has it: no slash at the end, no query. */
  readonly baseUrl: string;
  readonly to: string;
  readonly body: string;
  readonly senderId?: string | undefined;
}

/** The shells that a command can be written for; `posix` is sh, bash, zsh, dash and fish. */
export type Shell = "posix" | "powershell";

/** Fails where the server refuses, and still prints why (curl 7.76 or newer). */
const FLAGS = "--fail-with-body --silent --show-error";
const HEADERS = "--header 'Accept: application/json' --header 'Content-Type: application/json'";

/**
 * A command line that sends the text when it is run. The token is not in it: the shell puts in the environment's
 * `SMSFORAI_TOKEN`, and expands nothing else.
 *
 * What is quoted is the same for all shells: JSON of printable ASCII without a single quote or a doubled backslash
 * (`asciiJson`), in single quotes. Windows PowerShell 5.1 breaks double quotes in the arguments of programs, takes
 * ‘ ’ ‚ ‛ for single quotes and pipes text as ASCII: there the JSON goes through stdin, and holds none of these.
 */
export function curlCommand(request: SendRequest, shell: Shell): string {
  const { baseUrl, to, body, senderId } = request;
  const json = asciiJson({ to, body, ...(senderId === undefined ? {} : { sender_id: senderId }) });
  // A URL's normal form is printable ASCII, and may hold a single quote.
  const { href, pathname } = new URL(`${baseUrl}/sms/send`);
  const url = href.replaceAll("'", "%27");
  // curl reads brackets as a pattern of several addresses; in a host they are an IPv6 address.
  const flags = /[[\]]/.test(pathname) ? `${FLAGS} --globoff` : FLAGS;
  return shell === "posix"
    ? [
        `curl ${flags} '${url}'`,
        `  --header "Authorization: Bearer $SMSFORAI_TOKEN"`,
        `  ${HEADERS}`,
        `  --data-raw '${json}'`,
      ].join(" \\\n")
    : [
        `'${json}' |`,
        `curl.exe ${flags} '${url}'`,
        `--header "Authorization: Bearer $env:SMSFORAI_TOKEN"`,
        HEADERS,
        `--data-binary '@-'`,
      ].join(" ");
}

/**
 * JSON that survives quoting: what is not printable ASCII, the single quote and the backslash are escaped by code
 * point (fish takes `\\` in single quotes for one backslash). Lone surrogates stay what they are.
 */
function asciiJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("\\\\", escaped("\\"))
    .replace(/[^\x20-\x7e]|'/g, escaped);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
