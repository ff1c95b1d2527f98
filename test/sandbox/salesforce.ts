import { startSandboxServer, type Answer, type Incoming, type SandboxServer } from './server.ts';
import { createCallCount } from './salesforce/call-count.ts';
import { createDataPath } from './salesforce/data-path.ts';
import { createOauth } from './salesforce/oauth.ts';
import { createOrg, type Org } from './salesforce/org.ts';
import { createPage } from './salesforce/page.ts';
import { PROFILES, settleIn } from './salesforce/people.ts';
import { createRest } from './salesforce/rest.ts';
import type { Switches } from './salesforce/switches.ts';
import { createWorld } from './salesforce/world.ts';

export interface SalesforceOptions {
  /** Unix ms: the org's own clock. */
  readonly now: () => number;
  readonly port?: number;
  /** Another seed: other ids, another order inside composites. */
  readonly seed?: number;
  readonly switches?: Partial<Switches>;
  /** Our fields and permission sets are there already; true when left out. */
  readonly provisioned?: boolean;
  /** The first is the corporate one; several make the org multi-currency. `['USD']` when left out. */
  readonly currencies?: readonly string[];
  /** Calls per rolling 24 hours. */
  readonly dailyLimit?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** PEM, for JWT bearer: assertions must be signed by its private half. */
  readonly publicKey?: string;
  /** Adds a button to the page. */
  readonly onKillWorker?: () => void;
}

export interface Salesforce {
  readonly url: string;
  readonly server: SandboxServer;
  /** Change one at any time. */
  readonly switches: Switches;
  readonly org: Org;
  readonly organizationId: string;
  readonly integrationUserId: string;
  /** Every token dies, at once or after that many more calls. */
  revokeTokens(options?: { readonly afterCalls?: number }): void;
  /** The next edit by a person is stamped now and becomes visible this many ms later. */
  lateCommit(ms: number): void;
  usage(): { readonly used: number; readonly max: number };
  /** Another app spends from the same allowance. */
  spendCalls(calls: number): void;
  stop(): Promise<void>;
}

/** Enterprise Edition with fifteen licences (SF §13). */
const DEFAULT_DAILY_LIMIT = 115_000;

/** A Salesforce org on loopback: the parts of it that a sync of opportunities meets, with their awkward ways. */
export const startSalesforce = async (options: SalesforceOptions): Promise<Salesforce> => {
  const world = createWorld(options);
  const [seller = ''] = settleIn(world, options.provisioned ?? true);
  const count = createCallCount(options.dailyLimit ?? DEFAULT_DAILY_LIMIT, options.now);
  const org = createOrg({ world, seller, integrationProfile: PROFILES.integration });
  let server: SandboxServer | undefined;
  const url = (): string => server?.url ?? '';
  const oauth = createOauth({
    world,
    url,
    clientId: options.clientId ?? 'sf-app',
    clientSecret: options.clientSecret ?? 'sf-secret',
    publicKey: options.publicKey,
  });
  const answerData = createDataPath({ oauth, count, route: createRest({ world, count, url }) });
  const answerPage = createPage({
    world,
    org,
    plan: (fault) => server?.plan(fault),
    callsUsed: () => count.used(),
    onKillWorker: options.onKillWorker,
  });

  const handle = (call: Incoming): Answer => {
    world.settle();
    const { pathname } = call.url;
    if (pathname.startsWith('/sandbox')) return answerPage(call);
    if (pathname === '/services/oauth2/token') return oauth.token(call);
    if (pathname === '/services/oauth2/revoke') return oauth.revoke(call);
    if (pathname.startsWith('/services/data')) return answerData(call);
    if (pathname.startsWith('/id/')) {
      return oauth.authorize(call.headers['authorization']) === undefined
        ? { status: 403, body: 'Bad_OAuth_Token' }
        : oauth.identity(call);
    }
    return { status: 404, body: 'Not Found' };
  };

  const started = await startSandboxServer({
    now: options.now,
    handle,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  server = started;
  return {
    url: started.url,
    server: started,
    switches: world.switches,
    org,
    organizationId: world.organizationId,
    integrationUserId: world.integrationUserId,
    revokeTokens: ({ afterCalls = 0 } = {}) => oauth.killTokens(afterCalls),
    lateCommit: (ms) => org.lateCommit(ms),
    usage: () => ({ used: count.used(), max: count.max }),
    spendCalls: (calls) => count.spend(calls),
    stop: () => started.stop(),
  };
};
