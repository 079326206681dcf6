import { helpAsked, renderHelp } from '../../blocks/help.ts';
import { onAction } from './listener.ts';

/** `help:TOPIC`: a topic of the help, in the place of what was clicked. */
export const help = onAction(/^help:/, 'showing the help', (_, { action }) =>
  Promise.resolve({ ...renderHelp(helpAsked(`help ${action.value ?? ''}`)), replace: true }),
);
