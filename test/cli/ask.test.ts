/** Keys that were typed before a question are thrown away, however busy the machine is. */
import { once } from "node:events";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { discardTypedAhead } from "../../src/cli/ask.ts";
import { Interrupted } from "../../src/cli/edge.ts";

const server = createServer();
const open: { destroy(): void }[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
  server.close();
});

/** Something to read from that holds keys nobody has read yet, as a terminal does. */
async function inputWith(keys: string): Promise<NodeJS.ReadStream> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = createConnection((server.address() as AddressInfo).port, "127.0.0.1");
  const [socket] = (await once(server, "connection")) as [NodeJS.ReadStream];
  open.push(client, socket);
  await new Promise<void>((resolve) => client.write(keys, () => resolve()));
  return Object.assign(socket, { setRawMode: () => socket });
}

/** Nothing else runs meanwhile, no reading and no timer. */
function keepBusy(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test("also those that could not be read in time", async () => {
  const input = await inputWith("yes\n");
  const discarded = discardTypedAhead(input);
  keepBusy(200);
  await discarded;
  const next = once(input, "data");
  input.resume();
  (open[0] as unknown as { write(text: string): void }).write("later");
  expect(String((await next)[0])).toBe("later");
});

test("a Ctrl-C among them interrupts", async () => {
  await expect(discardTypedAhead(await inputWith("yes\u0003"))).rejects.toThrow(Interrupted);
});
