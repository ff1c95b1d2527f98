import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { settingsText } from './settings-text.ts';

/** Where the day is played: both stand-ins on free loopback ports, and a folder for the settings and the store. */
export interface Stage {
  readonly partner: PartnerCenterSandbox;
  readonly crm: Salesforce;
  readonly config: string;
  readonly key: string;
  close(): Promise<void>;
}

export interface StageOptions {
  /** Six cron fields: the first is seconds. */
  readonly poll: string;
  readonly onKillWorker: () => void;
}

export const openStage = async ({ poll, onKillWorker }: StageOptions): Promise<Stage> => {
  const partner = await startPartnerCenter({ now: Date.now, onKillWorker });
  const crm = await startSalesforce({
    now: Date.now,
    onKillWorker,
    currencies: ['USD', 'EUR', 'GBP', 'BRL'],
  });
  const folder = await mkdtemp(join(tmpdir(), 'lead-sync-demo-'));
  const config = join(folder, 'lead-sync.json');
  await writeFile(config, settingsText({ partnerUrl: partner.url, crmUrl: crm.url, poll }));
  return {
    partner,
    crm,
    config,
    key: randomBytes(24).toString('base64'),
    close: async () => {
      await partner.stop();
      await crm.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
