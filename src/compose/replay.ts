/** What replay reads, what tells records apart, and the text that a card would have. */
export { conflicting } from '../app/state/records.ts';
export { readPaths } from '../feeds/replay-files.ts';
export { fingerprint } from '../records/read-record.ts';
export { cardText } from '../slack/blocks/card-text.ts';
