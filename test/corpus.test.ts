import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { blockProblems, viewProblems } from '../playground/slack/block-kit.ts';
import { deed, summarise } from '../src/domain/summary.ts';
import { digest } from '../src/records/digest.ts';
import { readDocument } from '../src/records/document.ts';
import { redact } from '../src/records/redact.ts';
import { fallback, renderCard } from '../src/slack/blocks/card.ts';
import { renderDetails } from '../src/slack/blocks/modals.ts';

/** Real records that nobody here wrote; they are not part of the project. CI sets the folder. */
const folder = process.env['CORPUS_DIR'];
if (folder === undefined)
  process.stderr.write('\n!!! CORPUS_DIR is not set: the tests over real records are LEFT OUT.\n\n');

(folder === undefined ? describe.skip : describe)('real records', () => {
  // What is skipped is still read by Jest, so it must do without the folder.
  const kinds = folder === undefined ? [] : ['records', 'envelopes', 'lookup'];
  const lines = kinds.flatMap(kind =>
    readdirSync(join(folder ?? '', kind)).flatMap(name =>
      readFileSync(join(folder ?? '', kind, name), 'utf8')
        .split('\n')
        .filter(line => line.trim() !== ''),
    ),
  );
  const readings = lines.flatMap(line => [...readDocument(JSON.parse(line))]);
  const records = readings.flatMap(reading => (reading.kind === 'record' ? [reading.record] : []));

  test('each is read, or known for what it is', () => {
    expect(readings.length).toBe(lines.length);
    expect(records.length).toBeGreaterThan(1_700);
    expect(readings.filter(reading => reading.kind === 'malformed')).toEqual([]);
  });

  test('none shows a session token, and redaction is stable', () => {
    for (const record of records) {
      const text = JSON.stringify(record.fields);
      expect(text).not.toMatch(/EXAMPLESESSIONTOKEN|someSessionToken/);
      expect(digest(redact(record.fields))).toBe(digest(record.fields));
    }
  });

  test('every card and every modal of them keeps within what Slack takes', () => {
    for (const record of records) {
      const summary = summarise(record);
      const notification = {
        id: 'n',
        recordKey: record.key,
        route: 'default',
        channel: 'C1',
        ask: 'approval' as const,
        severity: 'high' as const,
        quorum: 1,
        createdAt: '',
        decisions: [],
      };
      const card = {
        notification,
        summary,
        accountName: record.accountId ?? '',
        actor: null,
        approversNamed: false,
      };
      expect(blockProblems(renderCard(card).blocks, 50)).toEqual([]);
      expect(viewProblems(renderDetails(summary) as never)).toEqual([]);
      expect(fallback(card).length).toBeLessThan(4_000);
      expect(deed(summary)).not.toMatch(/undefined|null|\[object/);
    }
  });

  test("whoever is certain is so by AWS's own word", () => {
    for (const record of records) {
      const { principal } = summarise(record);
      const type = (record.fields['userIdentity'] as { type?: string } | undefined)?.type;
      if (principal.kind === 'role')
        expect({ type, confidence: principal.confidence }).not.toEqual({
          type: 'AssumedRole',
          confidence: 'certain',
        });
    }
  });

  test('replay accounts for every one of them', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        'dist/main.js',
        'replay',
        join(folder ?? '', 'records'),
        join(folder ?? '', 'envelopes'),
        '--dry-run',
        '--json',
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const { totals } = JSON.parse(stdout) as { totals: Record<string, number> };
    const { records: all, ...rest } = totals;
    expect(all).toBe(1_813);
    expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(all);
    expect(totals).toMatchObject({ unsupported: 11, malformed: 0 });
    expect(stdout).not.toMatch(/EXAMPLESESSIONTOKEN|someSessionToken/);
  });
});
