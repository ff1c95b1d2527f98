import { applyMove, refuseClosed } from './lifecycle.ts';
import { copyOf, isObject, type Referral } from './referral.ts';
import { invalid } from './refusal.ts';
import { addRegistration } from './registration.ts';
import type { Switches } from './switches.ts';
import { readValue } from './values.ts';
import { PATCH_PATHS, REGISTRATION_PATHS } from './vocabulary.ts';

export interface PatchOptions {
  readonly switches: Switches;
  /** The instant of the change, as the service writes it. */
  readonly at: string;
  readonly newId: () => string;
}

interface Operation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

const findPath = (sent: string, switches: Switches): string | undefined => {
  const paths: string[] = [...PATCH_PATHS, ...REGISTRATION_PATHS];
  if (switches.patchesName) paths.push('/name');
  if (switches.patchesFavorite) paths.push('/favorite');
  const lower = sent.toLowerCase();
  return paths.find((path) =>
    switches.toleratesCasing ? path.toLowerCase() === lower : path === sent,
  );
};

const parseOperations = (body: unknown, switches: Switches): Operation[] => {
  if (!Array.isArray(body) || body.length === 0)
    throw invalid('patch', 'A list of patch operations was expected.');
  return body.map((entry: unknown) => {
    if (!isObject(entry)) throw invalid('patch', 'A patch operation must be an object.');
    const { op, path: sent, value } = entry;
    if (op !== 'add' && op !== 'replace')
      throw invalid('op', `The operation ${String(op)} is not supported.`);
    if (typeof sent !== 'string') throw invalid('path', 'A patch operation needs a path.');
    const path = findPath(sent, switches);
    if (path === undefined) throw invalid(sent, `${sent} cannot be patched.`);
    if (!Object.hasOwn(entry, 'value')) throw invalid(sent, `${sent} needs a value.`);
    if (path.endsWith('/-') && op === 'replace')
      throw invalid(sent, 'Only add can append to a list.');
    return { op, path, value: readValue(path, value, switches) };
  });
};

const isOfRegistration = (operation: Operation): boolean =>
  operation.path.startsWith('/registrations/');

/** Objects on the way are made where the document has none. */
const setAt = (document: Referral, { path, value }: Operation): void => {
  const keys = path.slice(1).split('/');
  const last = keys.pop() as string;
  let part: unknown = document;
  keys.forEach((key, depth) => {
    if (!isObject(part) && !Array.isArray(part)) throw invalid(path, `There is no ${path}.`);
    const holder = part as Record<string, unknown>;
    const isListNext = depth === keys.length - 1 && last === '-';
    if (isListNext && !Array.isArray(holder[key])) holder[key] = [];
    else if (key !== '0') holder[key] ??= {};
    part = holder[key];
  });
  if (last === '-') (part as unknown[]).push(value);
  else if (isObject(part)) part[last] = value;
  else throw invalid(path, `There is no ${path}.`);
};

const contactsOf = (document: Referral): string => JSON.stringify(document.customerProfile.team);

/** What the portal freezes, the service is taken to freeze too (reference PC §10.5). */
const checkFrozen = (before: Referral, after: Referral, switches: Switches): void => {
  if (before.consent.consentToShareReferralWithMicrosoftSellers !== true) return;
  const consent = 'consent/consentToShareReferralWithMicrosoftSellers';
  if (after.consent.consentToShareReferralWithMicrosoftSellers !== true)
    throw invalid(consent, 'Sharing with Microsoft sellers cannot be taken back.');
  if (switches.freezesSharedContacts && contactsOf(before) !== contactsOf(after))
    throw invalid('customerProfile/team', 'The contacts of a shared deal cannot be changed.');
};

const checkPair = (operations: readonly Operation[], switches: Switches): void => {
  const has = (path: string): boolean => operations.some((each) => each.path === path);
  if (switches.refusesHalfPair && has('/status') !== has('/substatus'))
    throw invalid('substatus', 'status and substatus must be sent together.');
};

/** What one document may become: moves, what is frozen, what is closed. */
export const checkChange = (before: Referral, after: Referral, options: PatchOptions): void => {
  checkFrozen(before, after, options.switches);
  applyMove(before, after, options);
};

/**
 * The document after all operations, or none of them.
 * @throws Refusal when one of them is not allowed.
 */
export const applyPatch = (before: Referral, body: unknown, options: PatchOptions): Referral => {
  const { switches } = options;
  const operations = parseOperations(body, switches);
  const isWon = before.substatus === 'Won';
  if (before.status === 'Closed' && !(isWon && operations.every(isOfRegistration)))
    throw refuseClosed(switches);
  checkPair(operations, switches);
  const after = copyOf(before);
  for (const operation of operations) {
    if (!isOfRegistration(operation)) setAt(after, operation);
    else if (!isWon) throw invalid('registrations', 'Only a won deal can be registered.');
    else if (operation.path === '/registrations/-')
      addRegistration(after, operation.value, options);
    else setAt(after, operation);
  }
  checkChange(before, after, options);
  return after;
};
