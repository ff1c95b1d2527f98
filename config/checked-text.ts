import countries from 'i18n-iso-countries';
import { validate as isCron } from 'node-cron';
import { z } from 'zod';

/** What is wrong with a text; undefined = nothing. Never quotes the text: it may hold a secret. */
type Check = (text: string) => string | undefined;

/** Checked here and not by a pattern: in an editor, `${NAME}` must pass the JSON Schema. */
const checked = (check: Check) =>
  z.string().superRefine((text, context) => {
    const problem = text.trim() === '' ? 'is empty' : check(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const webUrlProblem: Check = (text) => {
  const url = URL.parse(text);
  if (url === null) return 'is not a web address';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
    return 'must start with https:// (http:// only for this machine itself)';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  return url.search === '' && url.hash === '' ? undefined : 'must not hold "?" or "#"';
};

const timeZoneProblem: Check = (text) => {
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return undefined;
  } catch {
    return 'is not a time zone; write its IANA name, for instance "America/Sao_Paulo"';
  }
};

const isCountry = (text: string): boolean =>
  Object.hasOwn(countries.getAlpha2Codes(), text.toUpperCase());

export const anyText = () => checked(() => undefined);
/** Without a slash at the end. */
export const webUrl = () => checked(webUrlProblem).overwrite((text) => text.replace(/\/+$/, ''));
export const timeZone = () => checked(timeZoneProblem);
export const email = () =>
  checked((text) => (z.email().safeParse(text).success ? undefined : 'is not an e-mail address'));
/** ISO 3166 alpha-2, in capitals. */
export const country = () =>
  checked((text) =>
    isCountry(text) ? undefined : 'is not a country code of two letters, for instance "BR"',
  ).overwrite((text) => text.toUpperCase());
export const cron = () =>
  checked((text) =>
    isCron(text)
      ? undefined
      : 'is not a schedule; write five cron fields, for instance "0 3 * * *"',
  );
export const tenantName = () =>
  checked((text) =>
    /^[\dA-Za-z][\w-]{0,62}$/.test(text)
      ? undefined
      : 'must be 1 to 63 letters, digits, "-" or "_", starting with a letter or digit',
  );
/** An Entra tenant: its GUID or a domain of it; part of a web address. */
export const directory = () =>
  checked((text) =>
    /^[\dA-Za-z][\d.A-Za-z-]*$/.test(text)
      ? undefined
      : 'must be the tenant id (a GUID) or a domain of the tenant',
  );
export const storeAddress = () =>
  checked((text) =>
    /^(?:sqlite:.+|mongodb(?:\+srv)?:\/\/.+)$/.test(text)
      ? undefined
      : 'must be "sqlite:" with a file name, or "mongodb://…"',
  );
export const queueAddress = () =>
  checked((text) =>
    /^(?:in-process|rediss?:\/\/.+)$/.test(text)
      ? undefined
      : 'must be "in-process" or "redis://…"',
  );
