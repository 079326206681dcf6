import { onAction } from './listener.ts';

/** `link:…`: a button that is only a link; Slack tells of the click all the same. */
export const link = onAction(/^link:/, 'following a link', async () => undefined);
