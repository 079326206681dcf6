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

/** Degrees of how sure we are of the name: only AWS's own word makes it certain, never a name that the caller chose. */
export const CONFIDENCES = ['certain', 'likely', 'unknown'] as const;
type Confidence = (typeof CONFIDENCES)[number];

/** A step behind a principal: who obtained the session, and the STS record that shows it. */
export interface ChainLink {
  readonly name: string;
  readonly kind: PrincipalKind;
  readonly eventID?: string | undefined;
  /** Who says that they are called so, where it is not AWS: an identity provider. */
  readonly saidBy?: string | undefined;
}

/** Who acted (CloudTrail User Guide, "CloudTrail userIdentity element"). */
export interface Principal {
  readonly name: string;
  readonly kind: PrincipalKind;
  readonly confidence: Confidence;
  /** Starts with whoever obtained the session, then whoever obtained theirs. */
  readonly chain: readonly ChainLink[];
  /** What they acted as, under a name that they chose: `federated user deploy`, `Deploy/nightly-7`. */
  readonly actingAs?: string;
  /** Who says that they are called so, where it is not AWS: an identity provider. */
  readonly saidBy?: string;
  /** What a reader should know of how the name was found; a clause without full stop, or empty. */
  readonly note: string;
  /** The role (or permission set) in use, by name. */
  readonly role: string | null;
  readonly accessKeyId: string | null;
  /** The account of whoever acted: of the person, once it is proven who obtained the session. */
  readonly accountId: string | null;
  /** Names that AWS vouches for, lower case, of whoever acted and of the role they used: what routes are matched with. */
  readonly identifiers: readonly string[];
  /** Those among them that are of the person or service behind it: what `people` in the configuration is matched with. */
  readonly behind: readonly string[];
  /** Names that the caller chose or that are only likely, lower case: they may be somebody's, and never make anybody certain. */
  readonly claimed: readonly string[];
}

/** A principal for other programs and for the record: who, how sure that is, and the STS records that show it. */
export interface PrincipalFacts extends Pick<Principal, 'name' | 'kind' | 'confidence'> {
  readonly chain: readonly Pick<ChainLink, 'name' | 'kind' | 'eventID'>[];
}

/** The facts of a principal, without what only our own sentences need. */
export function principalFacts({ name, kind, confidence, chain }: Principal): PrincipalFacts {
  const links = chain.map(link => ({
    name: link.name,
    kind: link.kind,
    ...(link.eventID !== undefined && { eventID: link.eventID }),
  }));
  return { name, kind, confidence, chain: links };
}

/** Kinds that are a person, or one account's owner. */
const PERSONS: ReadonlySet<PrincipalKind> = new Set<PrincipalKind>(['user', 'root', 'identityCenterUser']);

/** Whether something that acts is a person, or one account's owner. */
export function isPerson({ kind }: { readonly kind: PrincipalKind }): boolean {
  return PERSONS.has(kind);
}

/** How sure we are of a principal's name, as a note beside it in words people use; empty where it is certain. */
export function confidenceNote({
  confidence,
  name,
  kind,
  claimed,
  chain,
  saidBy,
}: Pick<Principal, 'confidence' | 'name' | 'kind' | 'claimed' | 'chain' | 'saidBy'>): string {
  // Whose word it is stands in the name.
  if (chain.at(-1)?.saidBy !== undefined) return '';
  switch (confidence) {
    case 'certain':
      return '';
    case 'likely':
      // A provider's users may choose their names; a space knows its own.
      if (kind === 'identityCenterUser' && saidBy !== undefined) return `as ${saidBy} says`;
      return claimed.includes(name.toLowerCase()) ? 'name chosen by the caller' : 'not proven yet';
    case 'unknown':
      return 'not known for certain';
  }
}
