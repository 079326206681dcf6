import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createLog } from '../../src/runtime/log.ts';
import { LONG_SECRET, SECRET, SECRET_FIELDS, SECRET_TEXTS } from '../records/secret-shapes.ts';

/** What a log writes, once it has written all. */
async function written(
  write: (log: ReturnType<typeof createLog>) => void,
  secrets: string[] = [],
): Promise<string> {
  let text = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const log = createLog('debug', secrets, out);
  write(log);
  log.info({}, 'the end');
  while (!text.includes('the end')) await new Promise(resolve => setTimeout(resolve, 5));
  return text.split('\n').slice(0, -2).join('\n');
}

test('no shape of a secret gets into the log, in a message, a field or the name of one', async () => {
  const text = await written(log => {
    for (const shape of SECRET_TEXTS) {
      log.info({ error: shape, [shape]: 1, cause: { message: shape } }, shape);
    }
    for (const fields of SECRET_FIELDS) log.warn({ ...fields }, 'fields');
  });
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(LONG_SECRET.slice(3, 20));
  const lines = text.split('\n');
  expect(lines).toHaveLength(SECRET_TEXTS.length + SECRET_FIELDS.length);
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('msg');
});

test('a configured secret is taken out wherever it stands, also where JSON escapes it', async () => {
  const text = await written(log => log.error({ url: 'x hush"hush y' }, 'at hush"hush'), ['hush"hush']);
  expect(text).not.toContain('hush');
});

test('a line is one line, and holds nothing that moves a cursor or turns writing around', async () => {
  const text = await written(log => log.info({ who: 'bob\u001b[2J\u009b\u202e\nmallory' }, 'a\r\nb'));
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(text)).toMatchObject({ who: 'bob\u001b[2J\u009b\u202e\nmallory', msg: 'a\r\nb' });
});
