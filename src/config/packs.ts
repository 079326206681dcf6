import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { CATALOGUE, rowNameOf, sameSpelling, TRUST_CATALOGUE } from '../domain/catalogue.ts';
import { REVIEW_REQUESTS, SEVERITIES } from '../domain/categories.ts';
import { EXPOSURE_KINDS } from '../domain/exposure.ts';
import { type CatalogueChange, NO_PACKS, type PackRow, Packs } from '../domain/pack.ts';
import awsAccount from '../domain/packs/aws-account.json' with { type: 'json' };
import type { QuestionContext } from '../domain/question/question.ts';
import { type PatternReading, readPattern } from '../domain/question/read/pattern.ts';
import type { Problem } from './config.ts';
import type { ConfigFile } from './file.ts';
import type { FileProblem } from './file-problems.ts';
import { patternProblemOf } from './questions.ts';
import { readYaml } from './yaml-file.ts';

const MINUTE_MS = 60_000;

/** A row as a file has it. A row with the name of one that is there changes just what it says of it. */
const ROW = z.strictObject({
  name: z.string().min(1).max(80),
  question: z.string().min(1).optional(),
  opens: z.array(z.enum(EXPOSURE_KINDS)).optional(),
  eventType: z.string().optional(),
  burst: z
    .strictObject({ count: z.number().int().min(2).max(1_000), minutes: z.number().min(1).max(1_440) })
    .optional(),
  severity: z.enum(SEVERITIES).optional(),
  ask: z.enum(REVIEW_REQUESTS).optional(),
  follows: z.string().max(300).optional(),
  from: z.string().optional(),
  /** Takes a row away. */
  off: z.literal(true).optional(),
});
type Row = z.output<typeof ROW>;

/** Rows of the pack `codecatalyst`: they read from the catalogue, and files change what they weigh. */
const CATALOGUE_ROWS: ReadonlySet<string> = new Set([...CATALOGUE, ...TRUST_CATALOGUE].map(rowNameOf));
const PACK_FILE = z.strictObject({ rows: z.array(ROW).min(1, 'name at least one row') });

/** The rows of the packs that are on, with what files in the folder `packs` beside `cctrail.yml` add to them or change; every problem of theirs by its line. */
export function readPacks(
  file: ConfigFile,
  configPath: string | null,
): { readonly packs: Packs; readonly problems: readonly Problem[] } {
  const accounts = (file.accounts ?? []).map(({ id, name = id }) => ({ id, name }));
  const context: QuestionContext = { now: Date.now(), timeZone: 'UTC', accounts };
  const problems: Problem[] = [];
  const rows = new Map<string, Row>();
  const readings = new Map<string, PatternReading>();
  const changes = new Map<string, CatalogueChange>();
  const usesCatalogue = file.packs?.includes('codecatalyst') ?? true;
  if (file.packs?.includes('aws-account'))
    for (const { example: _, ...row } of awsAccount as (Row & { example: unknown })[])
      rows.set(row.name, row);
  for (const path of filesBeside(configPath)) {
    const read = readYaml(readFileSync(path, 'utf8'), join('packs', basename(path)), PACK_FILE);
    if ('problems' in read) {
      problems.push(...read.problems);
      continue;
    }
    const found = read.contents.rows.flatMap((row, at) => {
      const ofCatalogue = sameSpelling(row.name);
      if (usesCatalogue && CATALOGUE_ROWS.has(ofCatalogue)) {
        changes.set(ofCatalogue, { ...changes.get(ofCatalogue), ...changeOf(row) });
        return unchangeable(row, ['rows', at]);
      }
      const before = rows.get(row.name);
      const whole = { ...before, ...row };
      rows.set(row.name, whole);
      return problemOf(whole, ['rows', at], context);
    });
    problems.push(...read.locate(found));
  }
  if (problems.length > 0) return { packs: NO_PACKS, problems };
  const on = [...rows.values()].filter(({ off }) => off !== true);
  for (const { question = '' } of on) readings.set(question, readPattern(question, context));
  const made = on.flatMap(row => packRow(row, readings.get(row.question ?? '')));
  return { packs: new Packs(made, changes), problems };
}

function packRow(row: Row, reading: PatternReading | undefined): PackRow[] {
  if (reading?.kind !== 'pattern') return [];
  const { name, opens, eventType, burst, severity = 'medium', ask = 'nothing', follows = null } = row;
  return [
    {
      name,
      pattern: reading.pattern,
      severity,
      ask,
      follows,
      ...(opens && { opens }),
      ...(eventType !== undefined && { eventType }),
      ...(burst && { burst: { count: burst.count, withinMs: burst.minutes * MINUTE_MS } }),
    },
  ];
}

/** What a row says of one of the catalogue. */
function changeOf({ severity, ask, follows, off }: Row): CatalogueChange {
  return {
    ...(severity && { severity }),
    ...(ask && { ask }),
    ...(follows !== undefined && { follows }),
    ...(off && { off }),
  };
}

/** Which events a row of the catalogue means is said by its name. */
function unchangeable(row: Row, path: readonly PropertyKey[]): FileProblem[] {
  return (['question', 'opens', 'eventType', 'burst'] as const)
    .filter(key => row[key] !== undefined)
    .map(key => ({
      path: [...path, key],
      what: `${[...path, key].join('.')}: "${row.name}" is a row of the pack codecatalyst; only its severity, ask and follows can be changed, or it can be off`,
    }));
}

function problemOf(row: Row, path: readonly PropertyKey[], context: QuestionContext): FileProblem[] {
  if (row.off === true) return [];
  if (row.question === undefined)
    return [
      { path, what: `${path.join('.')}: "${row.name}" is no row that is there, so it needs a question` },
    ];
  const problem = patternProblemOf(readPattern(row.question, context));
  const place = [...path, 'question'];
  return problem === undefined ? [] : [{ path: place, what: `${place.join('.')}: ${problem}` }];
}

/** The files of the folder `packs` beside `cctrail.yml`, in the order of their names. */
function filesBeside(configPath: string | null): readonly string[] {
  if (configPath === null) return [];
  const folder = join(dirname(configPath), 'packs');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter(name => /\.ya?ml$/.test(name))
    .toSorted()
    .map(name => join(folder, name));
}
