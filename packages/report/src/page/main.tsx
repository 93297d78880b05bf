/** One program for both: the page, and the worker that the page makes of its own text. */
import { render } from 'preact';
import { embeddedDocument } from '../document/embed.ts';
import { serve } from '../worker/serve.ts';
import { App } from './app.tsx';

const DAMAGED =
  'The report in this page is cut off or damaged: it can’t be shown. Captures can still be opened.';

function startPage(): void {
  // taken before anything is added, so that a page can be saved as it came
  const page = `<!doctype html>\n${document.documentElement.outerHTML}`;
  const root = document.getElementById('page');
  const program = document.querySelector('script[type=module]')?.textContent;
  if (root === null || program == null) return;
  embeddedDocument((id) => document.getElementById(id)).then(
    (embedded) => render(<App page={page} program={program} embedded={embedded} problem={null} />, root),
    (error: unknown) => {
      const why = error instanceof Error && error.message.startsWith('This page') ? error.message : DAMAGED;
      render(<App page={page} program={program} embedded={null} problem={why} />, root);
    },
  );
}

if (typeof document === 'undefined') serve(globalThis);
else startPage();
