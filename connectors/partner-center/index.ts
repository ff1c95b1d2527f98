import { MINUTE_MS } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';
import type {
  PartnerCapabilities,
  PartnerSystem,
  PartnerView,
} from '#core/ports/partner-system.ts';
import { createReferralApi } from './api.ts';
import { requireDocument, unreadable } from './documents.ts';
import { isGone, partnerErrors, refusal } from './errors.ts';
import { listChanges } from './feed.ts';
import { probe } from './probe.ts';
import type { HttpMaker, PartnerCenterSettings, TenantSecrets } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { toPatch } from './to-patch.ts';
import { parseReferral } from './to-view.ts';
import { createTokenSource } from './token-source.ts';
import { sendPatch } from './write.ts';

export {
  signInByDeviceCode,
  type DeviceCodeMessage,
  type DeviceCodeOptions,
} from './device-code.ts';
export {
  REFRESH_TOKEN_SECRET,
  type HttpMaker,
  type PartnerCenterSettings,
  type TenantSecrets,
} from './settings.ts';

export interface PartnerCenterOptions {
  readonly settings: PartnerCenterSettings;
  /** Called twice: for the API and for the sign-in, each with its own hosts and error table. */
  readonly http: HttpMaker;
  readonly secrets: TenantSecrets;
  /** From the settings; a stored one wins. */
  readonly firstRefreshToken: string | undefined;
  /** Of the tenant: the day of a close date that has an hour. */
  readonly timeZone: string;
  readonly clock: Clock;
  readonly newGuid: () => string;
  /** As last stored. */
  readonly capabilities: PartnerCapabilities | null;
  /** Re-read behind the cursor: 10 min when left out. */
  readonly overlapMs?: number;
}

const OVERLAP_MS = 10 * MINUTE_MS;
/** As on Microsoft's own screens; the page itself is not documented. */
const PORTAL_URL = 'https://partner.microsoft.com/referrals/v2/inbox';
const UNPROBED: PartnerCapabilities = {
  filtersByDate: true,
  writesName: undefined,
  writesNull: undefined,
};

/** Microsoft Partner Center's Referrals API v1.0 as the port `PartnerSystem`. */
export const createPartnerCenter = (options: PartnerCenterOptions): PartnerSystem => {
  const { settings, clock, newGuid, timeZone } = options;
  let capabilities = options.capabilities ?? UNPROBED;

  const signIn = createSignIn({ settings, http: options.http });
  const token = createTokenSource({
    signIn,
    secrets: options.secrets,
    firstRefreshToken: options.firstRefreshToken,
    clock,
  });
  const { origin } = new URL(settings.apiUrl);
  const http = options.http({ token, errors: partnerErrors, hosts: [origin] });
  const api = createReferralApi({ http, apiUrl: settings.apiUrl, newGuid });

  const fetchView = async (id: PartnerView['id']): Promise<PartnerView | 'gone'> => {
    const reply = await api.read(id);
    if (isGone(reply)) return 'gone';
    const subject = `referral ${id}`;
    if (reply.status !== 200) throw refusal(reply, subject);
    const document = requireDocument(reply, subject);
    const parsed = parseReferral(document, { timeZone, readAt: reply.sentAt });
    if (parsed.kind === 'unparsed') throw unreadable(subject, `${parsed.row.path} is unknown`);
    return parsed.view;
  };

  type PatchCall = Parameters<PartnerSystem['patch']>;
  const send = async (
    [id, change, guard]: PatchCall,
    taken: PartnerCapabilities,
  ): ReturnType<PartnerSystem['patch']> => {
    const operations = toPatch(change, { timeZone, capabilities: taken });
    if (operations.length > 0) return sendPatch(api, { id, operations, guard }, timeZone);
    return {
      kind: 'refused',
      code: 'notPatchable',
      words: 'Partner Center takes no change of these fields',
      fields: Object.keys(change.fields),
    };
  };

  return {
    get capabilities() {
      return capabilities;
    },
    listChanges: (cursor) =>
      listChanges(cursor, {
        api,
        timeZone,
        overlapMs: options.overlapMs ?? OVERLAP_MS,
        filter: {
          isTaken: () => capabilities.filtersByDate,
          refuse: () => {
            capabilities = { ...capabilities, filtersByDate: false };
          },
        },
      }),
    fetch: fetchView,
    patch: async (...call) => {
      const outcome = await send(call, capabilities);
      const isNews =
        capabilities.writesNull === undefined && Object.values(call[1].fields).includes(null);
      if (!isNews) return outcome;
      if (outcome.kind === 'written') capabilities = { ...capabilities, writesNull: true };
      if (outcome.kind !== 'refused') return outcome;
      // Nothing was written, so the version still holds: once more with an empty text.
      const again = await send(call, { ...capabilities, writesNull: false });
      if (again.kind === 'written') capabilities = { ...capabilities, writesNull: false };
      return again.kind === 'refused' ? outcome : again;
    },
    probe: async (view) => {
      const found = await probe(view, { capabilities, api, clock, timeZone, read: fetchView });
      capabilities = found.capabilities;
      return found;
    },
    linkTo: (id) => {
      const page = new URL(settings.portalUrl ?? PORTAL_URL);
      page.searchParams.set('id', id);
      return page.href;
    },
  };
};
