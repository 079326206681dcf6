/** Parts of a CodeCatalyst set-up that an event can touch; `other` is everything that is not CodeCatalyst's. */
export const CATEGORIES = [
  'connection',
  'role',
  'billing',
  'identity center',
  'space',
  'dev environment',
  'workflow',
  'tagging',
  'trail',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Degrees to which an event deserves to interrupt somebody. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Requests that a card can make of people. */
export const REVIEW_REQUESTS = ['nothing', 'acknowledgement', 'approval'] as const;
export type ReviewRequest = (typeof REVIEW_REQUESTS)[number];
