import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { oneLine, visible, visibleJson } from '../../src/domain/visible.ts';

/** Control and format characters: ESC, C1, turning writing around, of no width, a tag, a soft hyphen. */
const HIDDEN = [
  '\u001b[31m',
  '\u009b2J',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u{e0041}',
  '\u00ad',
  '\u0007',
  '\r',
];

test.each(HIDDEN.map(char => [JSON.stringify(char), char]))(
  '%s is not shown, and JSON keeps it by its number',
  (_, char) => {
    const text = `bob${char}alice`;
    expect(visible(text)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(oneLine(`${text}\n\n x `)).toMatch(/^bob \S* ?alice x$|^bob alice x$/);
    const json = visibleJson(JSON.stringify({ text }));
    expect(json).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(json)).toEqual({ text });
  },
);

test('JSON stays the same value, its line ends and all that can be seen stay', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const json = `${JSON.stringify(value)}\n`;
      expect(JSON.parse(visibleJson(json))).toEqual(JSON.parse(json));
      expect(visibleJson(json).endsWith('\n')).toBe(true);
    }),
  );
  expect(visible('Zoë 日本 ✓\nb')).toBe('Zoë 日本 ✓\nb');
});
