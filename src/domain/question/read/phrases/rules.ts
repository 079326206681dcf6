import ports from '../../lexicon/ports.json' with { type: 'json' };
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { keyOfForm } from './forms.ts';

/** Ports by the protocols that they are called after. */
const PORTS: ReadonlyMap<string, string> = new Map(
  ports.flatMap(({ port, names }) => names.split(', ').map(name => [name, port] as const)),
);

/** `port 22`, `ssh access from anywhere`, `to the world`: what a rule of a security group lets in. */
export function rulesAt(sentence: Sentence, at: number): readonly Piece[] {
  const lead = /^(for|on|of|via|over|through|with)$/.test(sentence.word(at)) ? 1 : 0;
  const port = portAt(sentence, at + lead);
  const network = networkAt(sentence, port ? port.to : at);
  const isNamed = port !== undefined;
  if (!isNamed && !network) return [];
  const rule = [port?.port, network && `from ${network.network}`].filter(Boolean).join(' ');
  return [
    {
      is: 'rule',
      rule,
      words: (network?.to ?? port?.to ?? at) - at,
      // "ssh" may be meant otherwise.
      ...(port?.isGuess && { cost: 0.2 }),
    },
  ];
}

/** A port by its number or its protocol's name, and where the words for it end. */
function portAt(
  sentence: Sentence,
  at: number,
): { readonly port: string; readonly to: number; readonly isGuess: boolean } | undefined {
  let place = at;
  while (/^(the|an?|inbound|outbound|public|incoming|tcp|udp)$/.test(sentence.word(place))) place += 1;
  const isTitled = /^ports?$/.test(sentence.word(place));
  const isProtocol = /^(tcp|udp)$/.test(sentence.word(place - 1));
  if (/^(all|every|any)$/.test(sentence.word(place)) && /^ports?$/.test(sentence.word(place + 1)))
    return { port: 'all', to: place + 2, isGuess: false };
  const [number] =
    /^\d{1,5}(-\d{1,5})?(?=(\/(tcp|udp))?$)/.exec(sentence.word(place + Number(isTitled))) ?? [];
  const isNumbered = /\/(tcp|udp)$/.test(sentence.word(place + Number(isTitled)));
  // "opened 3389 to 0.0.0.0/0".
  const isOpened =
    sentence.word(place - 1).startsWith('open') && networkAt(sentence, place + 1) !== undefined;
  if (number !== undefined && (isTitled || isProtocol || isNumbered || isOpened)) {
    const to = place + Number(isTitled) + 1;
    return {
      port: number,
      to: tailOf(sentence, PORTS.get(sentence.word(to)) === number ? to + 1 : to),
      isGuess: false,
    };
  }
  const known = PORTS.get(sentence.word(place));
  if (known === undefined) return undefined;
  // "ssh port 22", "ssh (22)".
  const again = sentence.word(place + 1) === 'port' ? place + 2 : place + 1;
  const end = sentence.word(again) === known ? again + 1 : again === place + 2 ? again : place + 1;
  return { port: known, to: tailOf(sentence, end), isGuess: end === place + 1 };
}

/** Behind what only says once more that it is a rule. */
function tailOf(sentence: Sentence, at: number): number {
  let to = at;
  while (/^(access|traffic|ingress|inbound|rules?|port|ports|open)$/.test(sentence.word(to))) to += 1;
  return to;
}

/** Whom a rule lets in: `to the world`, `from 10.0.0.0/8`, `from anywhere`. */
function networkAt(
  sentence: Sentence,
  at: number,
): { readonly network: string; readonly to: number } | undefined {
  const word = sentence.word(at);
  const lead = /^(to|from|for)$/.test(word) ? 1 : 0;
  const rest = lead === 1 ? WORLD.find(words => sentence.has(at + 1, words)) : undefined;
  if (rest) return { network: 'anywhere', to: at + 1 + rest.length };
  if (lead === 0 && /^(publicly|world-wide|worldwide)$/.test(word))
    return { network: 'anywhere', to: at + 1 };
  const text = sentence.text(at + lead);
  if (!/^\d|:/.test(text)) return undefined;
  const isNetwork = keyOfForm(text) === 'ip' || /^[0-9a-f:]*::(\/\d{1,3})?$/i.test(text);
  // Whoever called from a network is asked for with the same words, but nobody calls from everywhere.
  const isRule = /^(0\.0\.0\.0|::)\/0$/.test(text) || word === 'to' || (at > 0 && isBehindPort(sentence, at));
  return isNetwork && isRule ? { network: text.toLowerCase(), to: at + lead + 1 } : undefined;
}

function isBehindPort(sentence: Sentence, at: number): boolean {
  return /^\d{1,5}$/.test(sentence.word(at - 1)) || PORTS.has(sentence.word(at - 1));
}

/** Everybody, as people say it. */
const WORLD = [
  'the whole world',
  'all the world',
  'whole world',
  'the entire world',
  'the world',
  'the whole internet',
  'the entire internet',
  'the public internet',
  'the open internet',
  'the internet',
  'internet',
  'the public',
  'public',
  'the outside world',
  'the outside',
  'everyone',
  'everybody',
  'anyone',
  'anybody',
  'anywhere',
  'everywhere',
  'all ips',
  'any ip',
  'any',
].map(words => words.split(' '));
