import * as z from 'zod';
import { nearest } from '../domain/question/read/spelling.ts';
import { FILE_SCHEMA } from './file-schema.ts';

/** What is wrong in `cctrail.yml`, and where: `key` is a key of the map at `path`. */
export interface FileProblem {
  readonly path: readonly PropertyKey[];
  readonly key?: string;
  readonly what: string;
}

/** Names for kinds of values. */
const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a map of keys and values',
  string: 'a text',
};

/** Every problem of a file, in our own words. */
export function fileProblems(error: z.ZodError): FileProblem[] {
  return error.issues.flatMap(problemsOf);
}

function problemsOf(issue: z.core.$ZodIssue): FileProblem[] {
  const { path } = issue;
  const place = path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => ({
      path,
      key,
      what: `unknown key "${key}"${place === '' ? '' : ` in ${place}`}${didYouMean(key, keysAt(path))}`,
    }));
  // Of a union, the branch that came furthest says what is wrong.
  if (issue.code === 'invalid_union') {
    const branch =
      issue.errors.toSorted((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0] ?? [];
    if (branch.length > 0)
      return branch.flatMap(inner => problemsOf({ ...inner, path: [...path, ...inner.path] }));
  }
  return [{ path, what: `${place === '' ? 'the file' : place}: ${wordsFor(issue)}` }];
}

function wordsFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue);
    case 'invalid_value': {
      const values = issue.values.map(String);
      const given = typeof issue.input === 'string' ? didYouMean(issue.input, values) : '';
      return `must be ${values.length === 1 ? values[0] : `one of ${values.join(', ')}`}${given}`;
    }
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `must be at least ${issue.minimum}`
        : (ownMessage(issue) ?? 'must not be empty');
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function typeWords(issue: Extract<z.core.$ZodIssue, { code: 'invalid_type' }>): string {
  const missing = issue.message.endsWith('received undefined');
  const kind = KINDS[issue.expected] ?? issue.expected;
  return missing ? `is missing; it must be ${kind}` : `must be ${kind}`;
}

/** A message of the schema's own; zod's begin with "Too small". */
function ownMessage({ message }: z.core.$ZodIssue): string | undefined {
  return message.startsWith('Too small') ? undefined : message;
}

function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word.toLowerCase(), known);
  return near === undefined || near === word ? '' : `; did you mean "${near}"?`;
}

/** The keys that a map may have at a path. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schemas: unknown[] = [FILE_SCHEMA];
  for (const step of path) schemas = schemas.flatMap(opened).flatMap(schema => below(schema, step));
  return schemas
    .flatMap(opened)
    .flatMap(schema => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));
}

function below(schema: unknown, step: PropertyKey): unknown[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  return schema instanceof z.ZodObject ? [schema.shape[String(step)]] : [];
}

/** A schema without what is wrapped around it; a union's are several. */
function opened(schema: unknown): unknown[] {
  if (schema instanceof z.ZodOptional) return opened(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(opened);
  if (schema instanceof z.ZodPipe) return opened(schema.in);
  return [schema];
}
