// Writes numbers one after the other and tells of each that was acknowledged, until it is killed.
import { openEmbeddedStore } from '../../src/stores/embedded.ts';

const store = openEmbeddedStore(process.argv[2] ?? '');
for (let number = 0; ; number += 1) {
  await store.commit({ put: [{ key: `n/${String(number).padStart(9, '0')}`, value: String(number) }] });
  process.send?.(number);
}
