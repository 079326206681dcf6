/** What replay reads, and the text that a card would have. */
export { readPaths } from '../feeds/replay-files.ts';
export { cardText } from '../slack/blocks/card-text.ts';
