import { setTimeout as sleep } from 'node:timers/promises';
import { closingTable } from './closing-table.ts';
import { fetchCalls, fetchSight } from './sight.ts';
import { isAllGood, judge, strays } from './verdict.ts';

export interface Urls {
  readonly partner: string;
  readonly crm: string;
}

const LOOK_EVERY_MS = 500;
const QUIET_MS = 8_000;

/** What is still on its way gets a few seconds; what is apart for good stays apart. */
export const waitUntilQuiet = async (urls: Urls, signal: AbortSignal): Promise<void> => {
  const endsAt = performance.now() + QUIET_MS;
  while (performance.now() < endsAt) {
    if (isAllGood(await fetchSight(urls))) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
};

/** Both stand-ins are asked over HTTP once more, and nothing else is believed. @returns whether all is in step or told. */
export const closeDay = async (urls: Urls, line: (text: string) => void): Promise<boolean> => {
  const sight = await fetchSight(urls);
  const [partnerCalls, crmCalls] = await Promise.all([
    fetchCalls(urls.partner),
    fetchCalls(urls.crm),
  ]);
  line('');
  for (const text of closingTable(judge(sight))) line(text);
  line('');
  const stray = strays(sight);
  if (stray > 0) line(`${stray} opportunities belong to no lead.`);
  line(`Calls used: Partner Center ${partnerCalls} (sign-in included), Salesforce ${crmCalls}.`);
  return isAllGood(sight);
};
