import type { PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import type { Salesforce } from '#test/sandbox/salesforce.ts';
import type { Told } from './box.ts';
import type { DealName } from './leads.ts';
import { NotReached, type Look } from './look.ts';
import { opportunitiesOf } from './sight.ts';
import { SELLERS, type Seller } from './settings-text.ts';
import type { Worker } from './worker.ts';

/** What somebody does in the portal, in the stand-in's own words. */
export interface PortalEdit {
  readonly action?: 'save' | 'expire';
  readonly change?: object;
}

/** What a story is played with. */
export interface Day {
  readonly look: Look;
  readonly worker: Worker;
  readonly partner: PartnerCenterSandbox;
  readonly crm: Salesforce;
  readonly leads: Readonly<Record<DealName, string>>;
  /** A seller saves the record. */
  readonly sell: (
    seller: Seller,
    referral: string,
    fields: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  /** Somebody at the partner saves the lead in the portal, or Microsoft moves it. */
  readonly portal: (referral: string, edit: PortalEdit) => Promise<void>;
}

/** Plays one story to its end. @throws NotReached when it is not what happened. */
export type Story = (day: Day) => Promise<Told>;

const post = async (url: string, body: object): Promise<void> => {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new NotReached(`${url} answered ${reply.status}: ${await reply.text()}`);
};

export const createDay = (options: Omit<Day, 'sell' | 'portal'>): Day => ({
  ...options,
  sell: async (seller, referral, fields) => {
    const id = await options.look.until(
      'the opportunity',
      (sight) => opportunitiesOf(sight, referral)[0]?.Id,
    );
    const asUser = SELLERS[seller].email;
    await post(`${options.crm.url}/sandbox/opportunities/${id}`, { ...fields, asUser });
  },
  portal: (referral, edit) => post(`${options.partner.url}/sandbox/referrals/${referral}`, edit),
});
