import { z } from 'zod';
import { CLIENT_ID, CLIENT_SECRET, FIRST_REFRESH_TOKEN } from '#test/sandbox/partner-center.ts';
import type { Addresses } from './stand-ins.ts';

const Reply = z.object({ access_token: z.string() });

const ask = async (url: string, form: Readonly<Record<string, string>>): Promise<string> => {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  return `Bearer ${Reply.parse(await response.json()).access_token}`;
};

/** Signed in at both stand-ins, past the product. */
export const askBearers = async (
  urls: Addresses,
): Promise<{ readonly partner: string; readonly crm: string }> => ({
  partner: await ask(`${urls.partner}/contoso.example/oauth2/v2.0/token`, {
    grant_type: 'refresh_token',
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    refresh_token: FIRST_REFRESH_TOKEN,
    scope: 'https://api.partner.microsoft.com/.default offline_access',
  }),
  crm: await ask(`${urls.crm}/services/oauth2/token`, {
    grant_type: 'client_credentials',
    client_id: 'sf-app',
    client_secret: 'sf-secret',
  }),
});
