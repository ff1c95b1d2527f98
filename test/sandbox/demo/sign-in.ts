import { setTimeout as sleep } from 'node:timers/promises';
import type { PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { startCommand, type CommandOptions } from './command.ts';
import { NotReached } from './look.ts';

const LOOK_EVERY_MS = 50;

/** `lead-sync connect partner-center`; a person approves the code with MFA, at the stand-in. */
export const signIn = async (
  partner: PartnerCenterSandbox,
  options: Omit<CommandOptions, 'verb'> & { readonly signal: AbortSignal },
): Promise<void> => {
  const { signal } = options;
  const command = startCommand({ ...options, verb: ['connect', 'partner-center'] });
  const approving = new AbortController();
  const approve = async (): Promise<void> => {
    while (!approving.signal.aborted && !partner.approveSignIn()) {
      await sleep(LOOK_EVERY_MS);
    }
  };
  const giveUp = (): void => {
    command.child.kill();
  };
  signal.addEventListener('abort', giveUp);
  const approved = approve();
  const { code } = await command.ended;
  approving.abort();
  await approved;
  signal.removeEventListener('abort', giveUp);
  signal.throwIfAborted();
  if (code !== 0) throw new NotReached(`connect partner-center failed:\n${command.lastWords()}`);
};
