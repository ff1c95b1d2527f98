import { isMicrosoftHalf } from './output.ts';
import type { Referral } from './referral.ts';

export const EVENT_NAMES = [
  'referral-created',
  'referral-updated',
  'related-referral-created',
  'related-referral-updated',
  'test-created',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** Thin: what happened and where, never the content (reference PC §12.2). */
export interface WebhookEvent {
  readonly EventName: EventName;
  readonly ResourceUri: string;
  readonly ResourceName: 'referral' | 'test';
  readonly AuditUri: null;
  readonly ResourceChangeUtcDate: string;
}

const HOST = 'api.partnercenter.microsoft.com';

const utcDate = (ms: number): string => new Date(ms).toISOString().replace('Z', '0000+00:00');

/** A change of Microsoft's half is told as one of a related referral. */
export const referralEvent = (document: Referral, isNew: boolean, now: number): WebhookEvent => ({
  EventName: `${isMicrosoftHalf(document) ? 'related-' : ''}referral-${isNew ? 'created' : 'updated'}`,
  ResourceUri: `https://${HOST}/engagements/v1/referrals/${document.id}`,
  ResourceName: 'referral',
  AuditUri: null,
  ResourceChangeUtcDate: utcDate(now),
});

export const testEvent = (correlationId: string, now: number): WebhookEvent => ({
  EventName: 'test-created',
  ResourceUri: `http://${HOST}/webhooks/v1/registration/validationEvents/${correlationId}`,
  ResourceName: 'test',
  AuditUri: null,
  ResourceChangeUtcDate: utcDate(now),
});
