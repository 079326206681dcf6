import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * A module of `src` as users run it: bundled with the settings of `npm run build`. What tsx runs names each closure anew (esbuild's `keepNames`), which nobody
 * pays in production.
 *
 * @param path below `src`; the module may load only what is bundled with it.
 * @throws what esbuild throws when the module can't be bundled.
 */
export async function shipped<Module>(path: string): Promise<Module> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${path}`, import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    write: false,
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)) as Module;
}
