import type { Instant } from '#core/lead/instant.ts';
import {
  opportunityId,
  referralId,
  runId,
  tenantId,
  operationId,
  type ReferralId,
} from '#core/lead/ids.ts';
import type { LeadFields } from '#core/lead/lead.ts';
import type { Stage } from '#core/lead/stage.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { Conflict, Link, RefusedAtom, Schedule } from '#core/sync/link.ts';

export const TENANT = tenantId('contoso');
export const OTHER_TENANT = tenantId('fabrikam');
const AT = '2026-11-20T08:00:00.000Z';

export const referral = (number: number): ReferralId =>
  referralId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);

export const shownByPartner = (
  stage: Stage,
  fields: LeadFields,
  id: ReferralId = referral(1),
): PartnerView => ({
  id,
  engagementId: 'engagement-1',
  organizationId: 'organization-1',
  isIndependent: true,
  version: '"1"',
  updatedAt: AT,
  readAt: AT,
  stage,
  reason: null,
  fields,
});

export const aLink = (number: number, change: Partial<Link> = {}): Link => ({
  tenant: TENANT,
  referral: referral(number),
  engagementId: `engagement-${number}`,
  opportunity: null,
  version: 1,
  linkedAt: null,
  state: { kind: 'live' },
  seen: { partner: null, crm: null, sibling: null },
  base: {},
  stageBase: null,
  start: null,
  pending: [],
  conflicts: [],
  refused: [],
  move: null,
  notes: [],
  told: {},
  toldConflicts: {},
  customerId: null,
  contactId: null,
  task: 'none',
  lasting: [],
  requests: [],
  planned: null,
  schedule: { kind: 'settled' },
  updatedAt: AT,
  ...change,
});

export const CONFLICT: Conflict = { key: 'notes', partner: 'a', crm: { Notes: 'b' }, openedAt: AT };

export const REFUSED: RefusedAtom = {
  key: 'value',
  side: 'crm',
  value: '{"amount":"1","currency":"USD"}',
  mappingVersion: '1',
  words: 'Amount: too large',
  at: AT,
};

export const waiting = (until: Instant): Schedule => ({ kind: 'waiting', until, attempt: 1 });

/** Every part of a link filled, with texts that break careless storage. */
export const FULL_LINK: Link = aLink(1, {
  opportunity: opportunityId('006000000000001AAA'),
  linkedAt: AT,
  state: { kind: 'gone', side: 'crm', at: AT },
  seen: {
    partner: shownByPartner('accepted', {
      name: 'Contoso “café” – 100 % \\ \' " \u{1F600}\u0000\nline',
      value: { amount: '1000.10', currency: 'BRL' },
      contacts: [{ firstName: 'Ana', lastName: null, email: 'ana@contoso.example', phone: null }],
      notes: null,
      isSpam: false,
    }),
    crm: {
      id: opportunityId('006000000000001AAA'),
      version: '1',
      createdAt: AT,
      modifiedAt: AT,
      readAt: AT,
      isDeleted: false,
      closure: 'open',
      ownerId: null,
      modifiedByUs: true,
      fields: { Amount: 1000.1, IsPrivate: false, NextStep: null },
    },
    sibling: { referral: referral(9), version: '"e-9"', stage: 'received' },
  },
  base: { 'value|Amount|': { partner: null, crm: { Amount: 0.1 }, isLossy: true } },
  stageBase: {
    partner: 'accepted',
    closure: 'open',
    stageValue: 'Qualification',
    answer: 'Accept',
    reason: null,
  },
  start: { ownerId: '005', stageValue: 'Prospecting', answer: null },
  pending: [
    {
      id: operationId('operation-1'),
      run: runId('run-1'),
      purpose: 'sync',
      side: 'partner',
      kind: 'patch',
      ifVersion: '"1"',
      atoms: { notes: { before: null, after: 'text', counterpart: { Notes: 'text' } } },
      stage: { to: 'won', reason: null },
    },
  ],
  conflicts: [CONFLICT],
  refused: [REFUSED],
  notes: [{ key: 'notTaken', values: { field: 'Amount' } }],
  told: { Status: 'Waiting' },
  toldConflicts: { notes: '"a"' },
  customerId: 'customer-1',
  task: 'open',
  requests: [{ kind: 'replay', by: 'admin' }],
  schedule: {
    kind: 'waiting',
    until: AT,
    attempt: 3,
    error: { code: 'UNAVAILABLE', message: 'x' },
  },
});
