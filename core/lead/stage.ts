export const STAGES = ['received', 'accepted', 'won', 'lost', 'declined', 'expired'] as const;
export type Stage = (typeof STAGES)[number];

export const ENDINGS = ['won', 'lost', 'declined', 'expired'] as const;
export type Ending = (typeof ENDINGS)[number];

/** What a partner may ask of Partner Center; expiry is the server's alone (reference PC §10.2). */
export type StageMove = 'accepted' | 'won' | 'lost' | 'declined';

/** Moves Partner Center takes from a partner (reference PC §10.1, the strict reading). */
const LEGAL_MOVES: Record<Stage, readonly StageMove[]> = {
  received: ['accepted', 'declined'],
  accepted: ['won', 'lost'],
  won: [],
  lost: [],
  declined: [],
  expired: [],
};

export const isEnding = (stage: Stage): stage is Ending =>
  (ENDINGS as readonly Stage[]).includes(stage);

export const isLegalMove = (from: Stage, to: StageMove): boolean => LEGAL_MOVES[from].includes(to);

/** The eight reasons of the portal for Declined and Lost, in its own words (reference PC §9.8). */
export const REASONS = [
  'Project budget is not adequate',
  'Customer did not respond',
  'Customer chose another vendor',
  'Customer requirement not met',
  'Not a customer',
  'Proposed timeline was too short',
  'Report as abuse, spam or phishing',
  'Others',
] as const;
export type Reason = (typeof REASONS)[number];
export const FALLBACK_REASON: Reason = 'Others';
