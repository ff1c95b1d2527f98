import { jest } from '@jest/globals';
import type { Clock } from '#core/ports/clock.ts';
import type { Holder, Store } from '#core/ports/store.ts';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { runCli } from '#jobs/cli.ts';
import { systems } from '#jobs/main.ts';
import type { Toolbox } from '#jobs/toolbox.ts';
import {
  startPartnerCenter,
  type DeepPartial,
  type PartnerCenterSandbox,
  type Referral,
} from '#test/sandbox/partner-center.ts';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createManualClock, type ManualClock } from '#test/support/manual-clock.ts';
import { createPerson } from './person.ts';
import { ENV, LEAD, TENANT, settingsText } from './settings-text.ts';
import { createMemoryLog, type MemoryLog } from '#test/support/memory-log.ts';

export const CONFIG = '/house/lead-sync.json';
/** A story of several commands over real HTTP, on a machine that may be busy with the other tests. */
jest.setTimeout(30_000);

export { TENANT } from './settings-text.ts';
export const OWN: Holder = { host: 'alpha', pid: 1, startedAt: '1' };

/** What a command left: its exit code and what it said. */
export interface Said {
  readonly exit: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

export interface House {
  readonly clock: ManualClock;
  readonly partner: PartnerCenterSandbox;
  readonly crm: Salesforce;
  readonly store: Store;
  readonly log: MemoryLog;
  /** Path → text. */
  readonly files: Map<string, string>;
  readonly env: Record<string, string | undefined>;
  readonly stopping: AbortController;
  /** Answers to the questions to come; with none left nobody is there to answer. */
  readonly answers: (string | boolean)[];
  readonly questions: string[];
  /** Called with each line before the command goes on. */
  onLine: (line: string) => void;
  /** Called before each pause of a command. */
  onSleep: () => Promise<void>;
  readonly toolbox: Toolbox;
  /** Gives a command line; the settings file is named, a minute passes before it. */
  say(...argv: string[]): Promise<Said>;
  /** The same with --json: what it printed, parsed, of the one tenant. */
  json(...argv: string[]): Promise<unknown>;
  /** Writes the settings file anew, with these keys laid over the tenant's. */
  configure(
    tenant?: Readonly<Record<string, unknown>>,
    whole?: Readonly<Record<string, unknown>>,
  ): void;
  /** A lead with a value, a date and notes; a cycle has brought it to the CRM. */
  arrived(change?: DeepPartial<Referral>): Promise<string>;
  opportunityOf(referral: string): string;
  stop(): Promise<void>;
}

export interface HouseOptions {
  readonly provisioned?: boolean;
}

/** Both stand-ins over real HTTP, one store in memory, and the command line with a person the test plays. */
export const openHouse = async (options: HouseOptions = {}): Promise<House> => {
  const clock = createManualClock('2026-11-25T09:00:00.000Z');
  const partner = await startPartnerCenter({ now: clock.ms });
  const crm = await startSalesforce({
    now: clock.ms,
    currencies: ['USD', 'GBP', 'EUR', 'JPY'],
    ...options,
  });
  const store = await createSqliteStore({
    path: ':memory:',
    key: ENV.LEAD_SYNC_KEY,
    now: () => clock.now(),
  });
  const log = createMemoryLog();
  const stopping = new AbortController();
  const files = new Map<string, string>();
  const out: string[] = [];
  const err: string[] = [];

  const person = createPerson();
  const waiting: Clock = {
    now: () => clock.now(),
    sleep: async (ms, signal) => {
      await house.onSleep();
      await clock.sleep(ms, signal);
    },
  };
  const toolbox: Toolbox = {
    systems: {
      ...systems,
      // Every command opens the same store, and what one closes the next still finds.
      openStore: async () => ({ ...store, close: async () => undefined }),
    },
    get env() {
      return house.env;
    },
    files: {
      read: (path) => {
        const found = files.get(path);
        if (found === undefined) throw new Error(`no file ${path}`);
        return found;
      },
      exists: (path) => files.has(path),
      write: (path, written) => {
        files.set(path, written);
      },
    },
    output: {
      line: (line = '') => {
        out.push(line);
        house.onLine(line);
      },
      problem: (line) => err.push(...line.split('\n')),
      isTerminal: false,
    },
    ask: person.ask,
    clock: waiting,
    log: () => log,
    holder: OWN,
    isDead: ({ host }) => host === 'dead',
    person: 'ana',
    signal: stopping.signal,
  };

  const house: House = {
    clock,
    partner,
    crm,
    store,
    log,
    files,
    env: { ...ENV },
    stopping,
    answers: person.answers,
    questions: person.questions,
    onLine: () => undefined,
    onSleep: async () => undefined,
    toolbox,
    say: async (...argv) => {
      clock.advance(60_000);
      out.length = 0;
      err.length = 0;
      const exit = await runCli(toolbox, [...argv, '--config', CONFIG]);
      return { exit, out: [...out], err: [...err] };
    },
    json: async (...argv) => {
      const { out: printed } = await house.say(...argv, '--json');
      return (JSON.parse(printed.join('\n')) as Record<string, unknown>)[TENANT];
    },
    configure: (tenant = {}, whole = {}) => {
      const urls = { partner: partner.url, crm: crm.url };
      files.set(CONFIG, settingsText(urls, { tenant, whole }));
    },
    arrived: async (change = {}) => {
      const id = partner.addReferral({
        ...LEAD,
        ...change,
        details: { ...LEAD.details, ...change.details },
      });
      await house.say('sync');
      return id;
    },
    opportunityOf: (referral) => {
      const row = crm.org.rows('Opportunity').find((one) => one['PC_Referral_Id__c'] === referral);
      return String(row?.['Id']);
    },
    stop: async () => {
      await partner.stop();
      await crm.stop();
      await store.close();
    },
  };
  house.configure();
  return house;
};
