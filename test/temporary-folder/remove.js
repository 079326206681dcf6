import { rmSync } from 'node:fs';

/** Removes what the tests kept. */
export default function remove() {
  rmSync(process.env['TMPDIR'], { recursive: true, force: true });
}
