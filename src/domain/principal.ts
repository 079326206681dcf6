/** Kinds of things that act. */
export const PRINCIPAL_KINDS = [
  'user',
  'root',
  'role',
  'identityCenterUser',
  'federated',
  'account',
  'service',
  'workflow',
  'unknown',
] as const;

export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

/** How sure we are of the name: only AWS's own word makes it certain, never a name that the caller chose. */
type Confidence = 'certain' | 'likely' | 'unknown';

/** A step behind a principal: who obtained the session, and the STS record that shows it. */
export interface ChainLink {
  readonly name: string;
  readonly kind: PrincipalKind;
  readonly eventID?: string | undefined;
}

/** Who acted (CloudTrail User Guide, "CloudTrail userIdentity element"). */
export interface Principal {
  readonly name: string;
  readonly kind: PrincipalKind;
  readonly confidence: Confidence;
  /** Starts with whoever obtained the session, then whoever obtained theirs. */
  readonly chain: readonly ChainLink[];
  /** What they acted as, where the record itself shows it under a name of their own choosing: `federated user deploy`. */
  readonly actingAs?: string;
  /** What a reader should know of how the name was found; a clause without full stop, or empty. */
  readonly note: string;
  /** The role (or permission set) in use, by name. */
  readonly role: string | null;
  readonly accessKeyId: string | null;
  /** Names that AWS vouches for, lower case: what `people` in the configuration is matched with. */
  readonly identifiers: readonly string[];
  /** Names that the caller chose or that are only likely, lower case: enough to refuse, never enough to lift a rule. */
  readonly claimed: readonly string[];
}

/** How sure we are of a principal's name, as a note beside it; empty where it is certain. */
export function confidenceNote({ confidence }: Pick<Principal, 'confidence'>): string {
  return { certain: '', likely: 'likely', unknown: 'not known for certain' }[confidence];
}
