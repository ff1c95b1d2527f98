import { createBenchClock } from './bench-clock.ts';
import { serve } from './child.ts';
import { editedAt, madeAt, opportunityOf, referralOf, sellerEdit, type Edited } from './pair.ts';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import type { DeepPartial, Referral } from '#test/sandbox/partner-center/referral.ts';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { INTEGRATION_EMAIL } from '#test/sandbox/salesforce/people.ts';
import type { Incoming, SandboxServer } from '#test/sandbox/server.ts';

export interface Addresses {
  readonly partner: string;
  readonly crm: string;
}

export interface Calls {
  readonly partner: readonly string[];
  readonly crm: readonly string[];
  /** Token requests of both sides; in neither list. */
  readonly signIns: number;
}

export interface SentRequest {
  readonly side: 'partner' | 'crm';
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

interface World {
  readonly partner: PartnerCenterSandbox;
  readonly crm: Salesforce;
  readonly opportunities: readonly string[];
  readonly taken: { partner: number; crm: number };
}

const isSignIn = (path: string): boolean => path.includes('oauth2') || path.includes('openid');

const clock = createBenchClock();
let world: World | undefined;
let ports: { readonly partner: number; readonly crm: number } | undefined;

const here = (): World => {
  if (world === undefined) throw new Error('nothing started');
  return world;
};

const portOf = (server: SandboxServer): number => Number(new URL(server.url).port);

/** Always the same documents for the same question: two worlds made alike are equal copies. */
const start = async (asked: {
  readonly pairs: number;
  readonly edited: Edited;
  /** How many of them, from the first. */
  readonly edits: number;
  readonly aheadMs: number;
}): Promise<Addresses> => {
  await stop();
  clock.setAhead(asked.aheadMs);
  const now = clock.ms;
  const partner = await startPartnerCenter({ now, ...(ports && { port: ports.partner }) });
  const crm = await startSalesforce({
    now,
    ...(ports && { port: ports.crm }),
    currencies: ['GBP', 'USD', 'EUR'],
    dailyLimit: 10_000_000,
  });
  ports = { partner: portOf(partner.server), crm: portOf(crm.server) };
  const isEdited = (index: number): boolean => index < asked.edits;
  const opportunities: string[] = [];
  for (let index = 0; index < asked.pairs; index += 1) {
    const made = { asUser: INTEGRATION_EMAIL, at: madeAt(index) };
    opportunities.push(crm.org.insert('Opportunity', opportunityOf(index), made));
  }
  if (asked.edited === 'opportunities') {
    for (const [index, id] of opportunities.entries()) {
      if (isEdited(index)) crm.org.update(id, sellerEdit(index, 1), { at: editedAt(index) });
    }
  }
  partner.load(asked.pairs, (index) => {
    const edition = asked.edited === 'referrals' && isEdited(index) ? 1 : 0;
    return referralOf(index, edition, opportunities[index] ?? '');
  });
  world = { partner, crm, opportunities, taken: { partner: 0, crm: 0 } };
  return { partner: partner.url, crm: crm.url };
};

const stop = async (): Promise<void> => {
  await world?.partner.stop();
  await world?.crm.stop();
  world = undefined;
};

const callsSince = (server: SandboxServer, from: number): string[] =>
  server.calls.slice(from).map((call) => `${call.method} ${call.path.slice(0, 90)} ${call.status}`);

/** What was called since it was last asked. */
const takeCalls = (): Calls => {
  const { partner, crm, taken } = here();
  const all = {
    partner: callsSince(partner.server, taken.partner),
    crm: callsSince(crm.server, taken.crm),
  };
  taken.partner = partner.server.calls.length;
  taken.crm = crm.server.calls.length;
  const data = {
    partner: all.partner.filter((call) => !isSignIn(call)),
    crm: all.crm.filter((call) => !isSignIn(call)),
  };
  const signIns = all.partner.length + all.crm.length - data.partner.length - data.crm.length;
  return { ...data, signIns };
};

let recorded: SentRequest[] = [];

/** Looks at every call from now on and lets it pass. */
const record = (): void => {
  recorded = [];
  const { partner, crm } = here();
  const looker = (side: SentRequest['side']) => (call: Incoming) => {
    const path = call.url.pathname + call.url.search;
    if (!isSignIn(path)) {
      recorded.push({ side, method: call.method, path, headers: call.headers, body: call.text });
    }
    return false;
  };
  const fault = { kind: 'hang' } as const;
  partner.server.plan({ fault, matches: looker('partner') });
  crm.server.plan({ fault, matches: looker('crm') });
};

const dealChange = (index: number, edition: number): DeepPartial<Referral> => {
  const { notes, dealValue, closingDateTime } = referralOf(index, edition, '').details;
  return {
    details: {
      ...(notes === undefined ? {} : { notes }),
      ...(dealValue === undefined ? {} : { dealValue }),
      ...(closingDateTime === undefined ? {} : { closingDateTime }),
    },
  };
};

const commands = {
  start,
  stop,
  setAhead: (ms: number): void => clock.setAhead(ms),
  takeCalls,
  record,
  takeRecorded: (): readonly SentRequest[] => recorded,
  /** Somebody types value, date and notes into the portal. */
  editReferrals: (edit: {
    readonly indexes: readonly number[];
    readonly edition: number;
  }): void => {
    const { partner, opportunities } = here();
    for (const index of edit.indexes) {
      const { id } = referralOf(index, 0, opportunities[index] ?? '');
      partner.save(id, dealChange(index, edit.edition));
    }
  },
  saveReferral: (edit: { readonly id: string; readonly change: DeepPartial<Referral> }): boolean =>
    here().partner.save(edit.id, edit.change),
  /** Sellers edit amount, date and notes. */
  editOpportunities: (edit: {
    readonly indexes: readonly number[];
    readonly edition: number;
  }): void => {
    const { crm, opportunities } = here();
    for (const index of edit.indexes) {
      crm.org.update(opportunities[index] ?? '', sellerEdit(index, edit.edition));
    }
  },
  addReferral: (document: DeepPartial<Referral>): string => here().partner.addReferral(document),
  referral: (id: string): Referral => here().partner.referral(id),
  /** A seller saves the record that carries this referral. */
  sell: (edit: {
    readonly referral: string;
    readonly fields: Readonly<Record<string, string | number>>;
  }): void => {
    const { crm } = here();
    const row = crm.org
      .rows('Opportunity')
      .find((each) => each['PC_Referral_Id__c'] === edit.referral);
    if (row === undefined) throw new Error(`no opportunity of ${edit.referral}`);
    crm.org.update(String(row['Id']), edit.fields);
  },
};

export type StandIns = typeof commands;

serve(commands);
