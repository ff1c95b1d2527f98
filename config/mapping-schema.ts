import { z } from 'zod';
import { LEAD_PATHS, type LeadPath } from '#core/lead/lead.ts';
import { STAGES } from '#core/lead/stage.ts';
import type { ConstantRule, Direction, Policy, Rule } from '#core/mapping/rule.ts';
import { PARTNER_WRITABLE } from '#core/ports/partner-system.ts';
import { anyText } from './checked-text.ts';

const crmValue = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be a text, a number, true or false',
});

const when = z.union([z.enum(['always', 'onCreate']), z.array(z.enum(STAGES)).min(1)], {
  error: `must be "always", "onCreate" or a list of stages (${STAGES.join(', ')})`,
});

const place = z.union([anyText(), z.strictObject({ amount: anyText(), currency: anyText() })], {
  error: 'must be a field name, or { "amount": …, "currency": … }',
});

const transform = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('table'),
    entries: z.record(z.string(), z.string()),
    otherwise: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('clip'), length: z.int().min(1) }),
  z.strictObject({ kind: z.literal('join'), separator: z.string().min(1) }),
]);

const placeholder = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('template'), text: anyText() }),
  z.strictObject({ kind: z.literal('daysAfterCreation'), days: z.int().min(0).max(3_660) }),
]);

const isPartnerWritable = (path: LeadPath): boolean =>
  (PARTNER_WRITABLE as readonly LeadPath[]).includes(path);

const defaultDirection = (path: LeadPath): Direction => {
  if (path === 'salesStage') return 'toPartner';
  return isPartnerWritable(path) ? 'both' : 'toCrm';
};

/** What the deal is worth and when is the seller's to know; what the customer is, Partner Center's. */
const WORTH: readonly LeadPath[] = ['value', 'closeDate', 'campaignId', 'salesStage'];

const defaultPolicy = (path: LeadPath): Policy => {
  if (path === 'notes') return 'merge';
  return WORTH.includes(path) ? 'crm' : 'partner';
};

const rule = z
  .strictObject({
    lead: z.enum(LEAD_PATHS),
    crm: place,
    transform: transform.exactOptional(),
    direction: z.enum(['both', 'toCrm', 'toPartner']).optional(),
    when: when.default('always'),
    conflict: z.enum(['partner', 'crm', 'merge', 'ask']).optional(),
    onLink: z.enum(['partner', 'crm', 'ask']).optional(),
    placeholder: placeholder.exactOptional(),
  })
  .transform((raw): Rule => {
    const conflict = raw.conflict ?? defaultPolicy(raw.lead);
    return {
      ...raw,
      direction: raw.direction ?? defaultDirection(raw.lead),
      conflict,
      onLink: raw.onLink ?? (conflict === 'merge' ? 'ask' : conflict),
    };
  });

const constant = z.strictObject({
  constant: crmValue,
  crm: anyText(),
  when: when.default('always'),
}) satisfies z.ZodType<ConstantRule>;

const stageNames = z.array(anyText()).min(1);

/** A mapping file: the form of core/mapping/rule.ts, with defaults. */
export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  crmKind: z.enum(['salesforce', 'dynamics']),
  own: z.strictObject({
    referralId: anyText(),
    referralLink: anyText(),
    referralStage: anyText(),
    answer: anyText(),
    reason: anyText(),
    settle: anyText(),
    syncStatus: anyText(),
    syncMessage: anyText(),
  }),
  stages: z.strictObject({
    field: anyText(),
    received: stageNames,
    accepted: stageNames,
    won: stageNames,
    lost: stageNames,
    whileReceived: z.record(z.string(), crmValue).default({}),
  }),
  rules: z.array(rule),
  constants: z.array(constant).default([]),
});
