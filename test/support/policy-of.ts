import { tenantId } from '#core/lead/ids.ts';
import type { TenantPolicy } from '#core/sync/tenant-policy.ts';

/** The settings file's own defaults, for a tenant that writes. */
export const policyOf = (
  change: Partial<Omit<TenantPolicy, 'limits' | 'include'>> & {
    readonly limits?: Partial<TenantPolicy['limits']>;
    readonly include?: Partial<TenantPolicy['include']>;
  } = {},
): TenantPolicy => ({
  tenant: tenantId('contoso'),
  mode: 'live',
  language: 'en',
  timeZone: 'UTC',
  createAt: 'received',
  acceptNeeds: ['value', 'closeDate', 'notes'],
  assign: { default: 'sales@contoso.example', byCountry: {} },
  backfill: 'open',
  ...change,
  include: {
    kinds: ['customerInquiry', 'marketingQualified', 'salesQualified', 'coSell'],
    countries: [],
    locations: [],
    spam: false,
    ...change.include,
  },
  limits: {
    partnerPerMinute: 60,
    crmCallsPerDay: 10_000,
    reservePercent: 10,
    closeGraceMinutes: 10,
    closesPerCycle: 5,
    crmId: 'whenEmpty',
    ...change.limits,
  },
});
