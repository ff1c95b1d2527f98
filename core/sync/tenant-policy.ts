import type { TenantId } from '#core/lead/ids.ts';
import type { Kind, LeadPath } from '#core/lead/lead.ts';

/** What an admin decided for one tenant, as far as the core must know it; parsed by config/, design §12. */
export interface TenantPolicy {
  readonly tenant: TenantId;
  readonly mode: 'observe' | 'live';
  readonly language: 'en' | 'pt-BR';
  /** IANA name; close dates and shown times are in it. */
  readonly timeZone: string;
  readonly include: {
    readonly kinds: readonly Kind[];
    /** Empty = all. ISO 3166 alpha-2. */
    readonly countries: readonly string[];
    /** Empty = all. PartnerIDs of locations. */
    readonly locations: readonly string[];
    readonly spam: boolean;
  };
  readonly createAt: 'received' | 'accepted';
  readonly acceptNeeds: readonly LeadPath[];
  readonly assign: {
    readonly default: string;
    /** Alpha-2 → e-mail. */
    readonly byCountry: Readonly<Record<string, string>>;
  };
  readonly backfill: 'none' | 'open' | 'all';
  readonly limits: {
    readonly partnerPerMinute: number;
    readonly crmCallsPerDay: number;
    readonly reservePercent: number;
    /** Fractions allowed; 0 = at once. */
    readonly closeGraceMinutes: number;
    readonly closesPerCycle: number;
    readonly crmId: 'whenEmpty' | 'always';
  };
}
