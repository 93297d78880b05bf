// Makes the page: one HTML file with everything in it and a policy that lets nothing in or out.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { everyCase, gistOf } from '@halfopen/catalogue';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

/** Verdicts need no more of a case than its gist: the rest of the catalogue stays out of the page. */
function gists(): Plugin {
  const gistsText = JSON.stringify(
    Object.fromEntries(
      everyCase.map((id) => {
        const { benign, endedBy, provenBy, advice } = gistOf(id);
        return [id, { benign, endedBy, provenBy, advice: advice.slice(0, 3) }];
      }),
    ),
  );
  return {
    name: 'gists',
    load: (id) =>
      id.endsWith('/catalogue/dist/gist.js')
        ? `const gists = ${gistsText}; export const gistOf = (id) => gists[id];`
        : undefined,
  };
}

const folder = new URL('dist/page/', import.meta.url).pathname;
const page = `${folder}halfopen.html`;
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The policy names script and style by their digests; the only thing that may still be loaded is the worker, from the page itself. */
function withPolicy(html: string): string {
  const digests = (element: RegExp): string =>
    [...html.matchAll(element)].map((match) => digest(match[1] ?? '')).join(' ');
  const rules = [
    "default-src 'none'",
    `script-src ${digests(/<script[^>]*>([\s\S]*?)<\/script>/g)}`,
    `style-src ${digests(/<style[^>]*>([\s\S]*?)<\/style>/g)}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const element = `<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}" />`;
  return html.replace('<meta name="viewport"', () => `${element}\n    <meta name="viewport"`);
}

/** Digests can be taken only when everything is in its place: of the file that has been written. */
function policy(): Plugin {
  return {
    name: 'policy',
    closeBundle() {
      writeFileSync(page, withPolicy(readFileSync(page, 'utf8')));
    },
  };
}

export default defineConfig({
  root: new URL('src/page', import.meta.url).pathname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: { input: new URL('src/page/halfopen.html', import.meta.url).pathname },
  },
  logLevel: 'warn',
  plugins: [gists(), viteSingleFile({ removeViteModuleLoader: true }), policy()],
  define: { HALFOPEN_VERSION: JSON.stringify(version) },
});
