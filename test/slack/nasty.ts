import fc from 'fast-check';

/** Text that tries to get out of wherever it is put. */
export const nasty = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.constantFrom(
    '<!channel>',
    '<@U0BOB>',
    '```',
    '`',
    '*b* _i_ ~s~',
    '<https://evil.example|click>',
    '&lt;!here&gt;',
    '<'.repeat(4_000),
    '"'.repeat(4_000),
    'é\u202e\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 3_000 }),
);

/** Control sequences in rendered text that the record put there; ours are dates and mentions of deciders. */
export const foreign = (rendered: unknown) =>
  (
    JSON.stringify(rendered, (key, value: { type?: string } | null) =>
      // Slack shows these as they are.
      key === 'metadata' || key === 'value' || value?.type === 'raw_text' || value?.type === 'plain_text'
        ? undefined
        : value,
    ).match(/<[!@#h][^>]*>/g) ?? []
  ).filter(found => !/^<!date\^|^<@U1>/.test(found));
