import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives all tests one folder for what they keep meanwhile, so that nothing of it is left behind. */
export default function make() {
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'cctrail-test-'));
}
