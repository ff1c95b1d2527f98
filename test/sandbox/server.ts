import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a stand-in answers. A string or Buffer goes out as it is, anything else as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

export interface CallRecord {
  readonly method: string;
  readonly path: string;
  readonly status: number | 'lost';
  readonly at: number;
}

/**
 * Mischief on the wire. `loseReply`: done, never answered. `loseRequest`: never done, never answered.
 * `cutBody`: done, half the body sent. `hang`: neither done nor answered while the server lives. `answer`: refused with this.
 */
export type Fault =
  | { readonly kind: 'loseReply' | 'loseRequest' | 'cutBody' | 'hang' }
  | { readonly kind: 'answer'; readonly answer: Answer };

export interface PlannedFault {
  readonly fault: Fault;
  /** Which calls it meets; every call when left out. */
  readonly matches?: (call: Incoming) => boolean;
  /** How often; 1 when left out. */
  readonly times?: number;
}

export interface SandboxServer {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  /** Every call but those under `/sandbox`, oldest first. */
  readonly calls: readonly CallRecord[];
  plan(fault: PlannedFault): void;
  clearFaults(): void;
  stop(): Promise<void>;
}

export interface SandboxServerOptions {
  /** Unix ms: the stand-in's own clock. */
  readonly now: () => number;
  readonly port?: number;
  /** Pages and controls live under `/sandbox` and meet no fault and no count. */
  readonly handle: (call: Incoming) => Answer | Promise<Answer>;
}

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const bytesOf = (body: unknown): Buffer => {
  if (Buffer.isBuffer(body)) return body;
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
};

const write = (response: ServerResponse, answer: Answer, now: number, isCut: boolean): void => {
  const bytes = bytesOf(answer.body);
  response.sendDate = false;
  response.writeHead(answer.status, {
    date: new Date(now).toUTCString(),
    ...(answer.body === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
    'content-length': String(bytes.length),
    ...answer.headers,
  });
  if (!isCut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
};

/** A stand-in's HTTP side: loopback only, faults, a log of calls. What the answers are is the stand-in's. */
export const startSandboxServer = async (options: SandboxServerOptions): Promise<SandboxServer> => {
  const calls: CallRecord[] = [];
  let planned: { plan: PlannedFault; left: number }[] = [];

  const takeFault = (call: Incoming): Fault | undefined => {
    const found = planned.find((entry) => entry.plan.matches?.(call) ?? true);
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) planned = planned.filter((entry) => entry !== found);
    return found.plan.fault;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readText(request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const headers = request.headers as Record<string, string | undefined>;
    const call: Incoming = { method: request.method ?? 'GET', url, headers, text };
    if (url.pathname.startsWith('/sandbox')) {
      write(response, await options.handle(call), options.now(), false);
      return;
    }
    const record = (status: CallRecord['status']): void => {
      calls.push({
        method: call.method,
        path: url.pathname + url.search,
        status,
        at: options.now(),
      });
    };
    const fault = takeFault(call);
    switch (fault?.kind) {
      case 'hang':
        record('lost');
        return;
      case 'loseRequest':
        record('lost');
        response.destroy();
        return;
      case 'answer':
        record(fault.answer.status);
        write(response, fault.answer, options.now(), false);
        return;
      case 'loseReply':
        await options.handle(call);
        record('lost');
        response.destroy();
        return;
      case 'cutBody':
      case undefined: {
        const answer = await options.handle(call);
        record(fault === undefined ? answer.status : 'lost');
        write(response, answer, options.now(), fault !== undefined);
        return;
      }
      default:
        fault satisfies never;
    }
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      write(response, { status: 500, body: { sandboxFault: String(error) } }, options.now(), false);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    plan: (fault) => {
      planned.push({ plan: fault, left: fault.times ?? 1 });
    },
    clearFaults: () => {
      planned = [];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
