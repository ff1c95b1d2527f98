import { createSign } from 'node:crypto';
import { createSigningIdentity, type SigningIdentity } from './certificate.ts';
import type { Switches } from './switches.ts';
import type { WebhookEvent } from './webhook-events.ts';

export const CERTIFICATE_PATH = '/cert/pcnotifications-dispatch.microsoft.com.cer';
/** A receiver slower than that has not answered. */
const ANSWER_MS = 5_000;

export interface Receiver {
  readonly url: string;
  /** The signature goes in `x-ms-signature`, for proxies that eat `Authorization`. */
  readonly usesOwnHeader: boolean;
}

export interface Attempt {
  readonly responseCode: string;
  readonly responseMessage: string;
  readonly systemError: boolean;
  readonly dateTimeUtc: string;
}

interface Waiting {
  readonly event: WebhookEvent;
  attempts: number;
  notBefore: number;
  readonly onAttempt: ((attempt: Attempt) => void) | undefined;
}

export const createDelivery = (options: {
  now: () => number;
  switches: Switches;
  ownUrl: () => string;
}) => {
  const { now, switches } = options;
  let waiting: Waiting[] = [];
  let identity: SigningIdentity | undefined;

  const signer = (): SigningIdentity => (identity ??= createSigningIdentity(now()));

  const post = async (event: WebhookEvent, receiver: Receiver): Promise<number | undefined> => {
    const body = JSON.stringify(event);
    const signature = createSign('sha256').update(body).sign(signer().privateKey, 'base64');
    const header = receiver.usesOwnHeader ? 'x-ms-signature' : 'authorization';
    try {
      const response = await fetch(receiver.url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MS),
        headers: {
          'content-type': 'application/json',
          [header]: `Signature ${signature}`,
          'x-ms-certificate-url': options.ownUrl() + CERTIFICATE_PATH,
          'x-ms-signature-algorithm': 'rsa-sha256',
        },
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return undefined;
    }
  };

  const attempt = async (entry: Waiting, receiver: Receiver): Promise<boolean> => {
    const status = await post(entry.event, receiver);
    entry.attempts += 1;
    entry.notBefore = now() + switches.webhookRetryMs;
    entry.onAttempt?.({
      responseCode: String(status ?? ''),
      responseMessage: '',
      systemError: status === undefined,
      dateTimeUtc: new Date(now()).toISOString(),
    });
    return status !== undefined && status >= 200 && status < 300;
  };

  return {
    certificate: (): Buffer => signer().certificate,
    enqueue: (event: WebhookEvent, onAttempt?: (attempt: Attempt) => void): void => {
      for (let copy = 0; copy < switches.webhookCopies; copy += 1)
        waiting.push({ event, attempts: 0, notBefore: now(), onAttempt });
    },
    /** One attempt for every event whose time has come. Refused ones wait for the next, at most `webhookAttempts`, then are lost. */
    deliver: async (receiver: Receiver): Promise<number> => {
      const due = waiting.filter((entry) => entry.notBefore <= now());
      waiting = waiting.filter((entry) => !due.includes(entry));
      if (switches.webhooksReversed) due.reverse();
      let delivered = 0;
      for (const entry of due) {
        if (await attempt(entry, receiver)) delivered += 1;
        else if (entry.attempts < switches.webhookAttempts) waiting.push(entry);
      }
      return delivered;
    },
  };
};
