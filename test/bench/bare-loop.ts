import { Agent } from 'node:http';
import axios from 'axios';

export interface BareRequest {
  readonly lane: 'partner' | 'crm';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface Replay {
  readonly requests: readonly BareRequest[];
  /** Requests in flight, as the product has them. */
  readonly atOnce: Readonly<Record<BareRequest['lane'], number>>;
}

type Send = (request: BareRequest) => Promise<number>;

/** Each side in its order, so many at once, nothing else. */
const inLanes = async ({ requests, atOnce }: Replay, send: Send): Promise<void> => {
  const lanes = (['partner', 'crm'] as const).flatMap((name) => {
    const queue = requests.filter((request) => request.lane === name).values();
    return Array.from({ length: atOnce[name] }, async () => {
      for (const request of queue) {
        const status = await send(request);
        if (status >= 300) throw new Error(`${request.method} ${request.url}: ${status}`);
      }
    });
  });
  await Promise.all(lanes);
};

/** The product's own client and agents, every reply read to its end as text. */
export const replayByAxios = async (replay: Replay): Promise<void> => {
  const { partner, crm } = replay.atOnce;
  const agents = {
    partner: new Agent({ keepAlive: true, maxSockets: partner }),
    crm: new Agent({ keepAlive: true, maxSockets: crm }),
  };
  const client = axios.create({
    adapter: 'http',
    proxy: false,
    maxRedirects: 0,
    responseType: 'text',
  });
  await inLanes(replay, async ({ lane, method, url, headers, body }) => {
    const httpAgent = agents[lane];
    return (await client.request({ method, url, headers, data: body, httpAgent })).status;
  });
  for (const agent of Object.values(agents)) agent.destroy();
};

export const replayByFetch = async (replay: Replay): Promise<void> =>
  inLanes(replay, async ({ method, url, headers, body }) => {
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    await response.text();
    return response.status;
  });
