import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Puts a server before another one of this machine, which passes everything on after a while; gives its port. */
export async function serveDelayed(port: number, delay: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      setTimeout(() => {
        const { method, url, headers } = incoming;
        const passedOn = request({
          host: "127.0.0.1",
          port,
          agent,
          method,
          path: url,
          headers: { ...headers, host: `127.0.0.1:${port}` },
        });
        passedOn.on("response", (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        });
        passedOn.on("error", () => outgoing.destroy());
        passedOn.end(Buffer.concat(chunks));
      }, delay);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
