import { z } from 'zod';
import { KINDS, LEAD_PATHS } from '#core/lead/lead.ts';
import {
  anyText,
  country,
  directory,
  email,
  tenantName,
  timeZone,
  webUrl,
} from './checked-text.ts';
import { crmSchema } from './crm-schema.ts';

const MICROSOFT_LOGIN = 'https://login.microsoftonline.com';
const PARTNER_API = 'https://api.partner.microsoft.com';
const PARTNER_WEBHOOK_API = 'https://api.partnercenter.microsoft.com';

const partnerCenterSchema = z.strictObject({
  tenantId: directory(),
  clientId: anyText(),
  clientSecret: anyText(),
  refreshToken: anyText()
    .optional()
    .describe('First one only; then the stored one. `connect partner-center` makes one too.'),
  organizationId: anyText()
    .optional()
    .describe('Owner id of your own referrals; left out, it is read from them.'),
  apiUrl: webUrl().default(PARTNER_API),
  webhookApiUrl: webUrl().default(PARTNER_WEBHOOK_API),
  loginUrl: webUrl().default(MICROSOFT_LOGIN),
  audience: anyText().default(PARTNER_API).describe('Of the tokens, whatever apiUrl says.'),
  webhookAudience: anyText().default(PARTNER_WEBHOOK_API),
});

const includeSchema = z.strictObject({
  kinds: z
    .array(z.enum(KINDS))
    .min(1)
    .default(['customerInquiry', 'marketingQualified', 'salesQualified', 'coSell']),
  countries: z.array(country()).default([]).describe('Empty = all.'),
  locations: z.array(anyText()).default([]).describe('PartnerIDs of locations. Empty = all.'),
  spam: z.boolean().default(false),
});

const assignSchema = z.strictObject({
  default: email().describe('Owner of new opportunities.'),
  byCountry: z.record(country(), email()).default({}),
});

const limitsSchema = z.strictObject({
  partnerPerMinute: z.int().min(1).max(6_000).default(60),
  crmCallsPerDay: z.int().min(1).default(10_000),
  reservePercent: z.number().min(0).max(90).default(10).describe('Kept for stage moves.'),
  closeGraceMinutes: z
    .number()
    .min(0)
    .max(1_440)
    .default(10)
    .describe('Wait before decline, won and lost. Fractions allowed; 0 = at once.'),
  closesPerCycle: z.int().min(0).default(5),
  crmId: z.enum(['whenEmpty', 'always']).default('whenEmpty'),
});

const graphSchema = z.strictObject({
  tenantId: directory(),
  clientId: anyText(),
  clientSecret: anyText(),
  sender: email().describe('Mailbox that the messages are sent from.'),
  operators: z
    .array(email())
    .default([])
    .describe('Who is told when the sync itself is in trouble.'),
  apiUrl: webUrl().default('https://graph.microsoft.com'),
  loginUrl: webUrl().default(MICROSOFT_LOGIN),
});

const notifySchema = z.strictObject({
  graph: graphSchema.nullable().default(null),
  expiryWarningHours: z.array(z.number().positive().max(336)).default([168, 72, 24]),
});

const tenantFields = z.strictObject({
  id: tenantName(),
  mode: z.enum(['observe', 'live']).default('observe'),
  language: z.enum(['en', 'pt-BR']).default('en'),
  timeZone: timeZone().default('UTC'),
  partnerCenter: partnerCenterSchema,
  crm: crmSchema,
  mapping: anyText()
    .optional()
    .describe('A shipped default, or a file. Left out: the default of the CRM.'),
  include: includeSchema.prefault({}),
  createAt: z.enum(['received', 'accepted']).default('received'),
  acceptNeeds: z.array(z.enum(LEAD_PATHS)).default(['value', 'closeDate', 'notes']),
  assign: assignSchema,
  backfill: z.enum(['none', 'open', 'all']).default('open'),
  limits: limitsSchema.prefault({}),
  notify: notifySchema.prefault({}),
});

export const tenantSchema = tenantFields.transform((tenant) => ({
  ...tenant,
  mapping: tenant.mapping ?? tenant.crm.kind,
}));
